"""A subgraph → one HTML file that works without a network: `page.write`."""

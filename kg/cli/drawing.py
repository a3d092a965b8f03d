"""Commands that write files: view, export."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import iso_date, opened, options, say


@click.command()
@click.argument("out", default="kg-graph.html", type=click.Path(path_type=Path), metavar="[OUT.html]")
@click.option("--focus", metavar="ENTITY", help="Only this entity and what lies around it.")
@click.option("--depth", type=click.IntRange(1), default=1, show_default=True, help="Steps around --focus.")
@click.option("--relation", "relations", multiple=True, help="Only this relation; may be repeated.")
@click.option("--modality", "modalities", multiple=True, help="Only this modality; may be repeated.")
@click.option("--article", "articles", multiple=True, help="Only claims of this article; may be repeated.")
@click.option("--since", callback=iso_date, help="Only articles from this date on.")
@click.option("--until", callback=iso_date, help="Only articles up to this date.")
@click.option("--limit", type=click.IntRange(1), help="At most so many claims.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@options
def view(
    out: Path,
    focus: str | None,
    depth: int,
    relations: tuple[str, ...],
    modalities: tuple[str, ...],
    articles: tuple[str, ...],
    since: str | None,
    until: str | None,
    limit: int | None,
    open_browser: bool,
    store: Path,
) -> None:
    """Draw the graph, or a part of it, as one interactive HTML file that needs no network.

    \b
    Example:
      kg view norcorea.html --focus "Corea del Norte" --depth 2 --open
    """
    with opened(store) as graph:
        path = graph.view(
            out,
            focus=focus,
            depth=depth,
            relations=relations or None,
            modalities=modalities or None,
            articles=articles or None,
            since=since,
            until=until,
            limit=limit,
        )
    click.echo(path)
    if open_browser and click.launch(path.resolve().as_uri()):
        say(f"no browser found: open {path} yourself")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@options
def export(out: Path, store: Path) -> None:
    """Write the graph to a file, its format by the ending.

    RDF: .ttl .trig .nt .nq .jsonld .rdf; networks: .graphml .gexf; the claims as a table: .csv .parquet

    \b
    Example:
      kg export graph.trig
    """
    with opened(store) as graph:
        click.echo(graph.export(out))

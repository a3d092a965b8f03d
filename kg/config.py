"""Settings of `kg`: prefixes, places of data, thresholds with their story."""

from __future__ import annotations

from pathlib import Path

GP = "https://w3id.org/geopolkg/ontology#"
"""Namespace of the ontology's terms (`gp:`)."""

ID = "https://w3id.org/geopolkg/id/"
"""Namespace of entities, articles and claims (`id:`)."""

PREFIXES: dict[str, str] = {
    "gp": GP,
    "id": ID,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
}
"""Prefixes that every query knows without declaring them."""


def ontology_dir() -> Path:
    """The folder `ontology/`: inside the installed package, else beside it in a checkout."""
    inside = Path(__file__).parent / "ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"

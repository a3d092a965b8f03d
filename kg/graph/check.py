"""The store against the ontology's SHACL shapes → violations as plain values. The only user of pySHACL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from kg.config import PREFIXES, ontology_dir
from kg.graph.store import Store


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with one node: `focus` and `path` are IRIs, `value` what stands there ("" where nothing does)."""

    focus: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        where = " ".join(_short(part) for part in (self.focus, self.path, self.value) if part)
        return f"{where}: {self.message}"


def violations(store: Store) -> list[Violation]:
    """Every breach of `ontology/shapes.ttl` in the store, in a fixed order; none if the store is whole."""
    return of_quads(store.quads())


def validate(store: Store) -> list[str]:
    """The violations as one line each."""
    return [str(violation) for violation in violations(store)]


def of_quads(quads: list[ox.Quad]) -> list[Violation]:
    """Every breach of the shapes among quads that include the ontology."""
    data = rdflib.Graph()
    for quad in quads:
        data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    shapes = rdflib.Graph().parse(shapes_path(), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, rdflib.Graph)
    found = {
        Violation(
            focus=str(report.value(result, SH.focusNode) or ""),
            path=str(report.value(result, SH.resultPath) or ""),
            value=str(report.value(result, SH.value) or ""),
            message=str(report.value(result, SH.resultMessage) or ""),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return sorted(found, key=lambda v: (v.focus, v.path, v.value, v.message))


def shapes_path() -> Path:
    """Where the shapes lie."""
    return ontology_dir() / "shapes.ttl"


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    return rdflib.BNode(str(term))


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri if len(iri) <= 80 else iri[:80] + "…"

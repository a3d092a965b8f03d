"""Quads → an RDF file, its format by the ending: .ttl .trig .nt .nq .jsonld .rdf."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.config import PREFIXES
from kg.output.xml import speakable

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
"""Endings and what they stand for. Those without named graphs hold the union of all graphs."""

TYPE = f"<{PREFIXES['rdf']}type>"


def serialize(quads: Iterable[ox.Quad], ending: str) -> bytes:
    """The quads as an RDF document, sorted so that equal graphs give equal files; `ending` is a key of `FORMATS`."""
    form = FORMATS[ending]
    if form.supports_datasets:
        return _bytes(sorted(quads, key=_order), format=form, prefixes=PREFIXES)
    triples = dict.fromkeys(quad.triple for quad in sorted(quads, key=lambda quad: _order(quad)[1:]))
    if form == ox.RdfFormat.RDF_XML:
        # the serializer declares rdf: itself
        prefixes = {name: iri for name, iri in PREFIXES.items() if name != "rdf"}
        return _bytes(map(_for_xml, triples), format=form, prefixes=prefixes)
    return _bytes(triples, format=form, prefixes=PREFIXES)


def _bytes(data: Iterable[ox.Quad] | Iterable[ox.Triple], *, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:
    return ox.serialize(data, format=format, prefixes=prefixes) or b""  # None only where an output is given


def _order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    named = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    predicate = str(quad.predicate)
    return named, str(quad.subject), predicate != TYPE, predicate, str(quad.object)


def _for_xml(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or (text := speakable(value.value)) == value.value:
        return triple
    if value.language:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, language=value.language))
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, datatype=value.datatype))

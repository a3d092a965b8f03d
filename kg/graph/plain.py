"""Articles' graphs → what the default graph says: plain triples, and the names and types of entities. Pure.

Every function here gives the same for any order of articles: names and types are merged by maxima and unions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.config import GP, PREFIXES
from kg.graph import iris
from kg.graph.quads import grouped, mention_of, object_, predicate_, subject_, type_
from kg.graph.terms import Quad, Triple, triple
from kg.model import Entity
from kg.vocabulary.links import Link
from kg.vocabulary.ontology import Ontology

label = ox.NamedNode(PREFIXES["rdfs"] + "label")
alternative = ox.NamedNode(PREFIXES["skos"] + "altLabel")
exact_match = ox.NamedNode(PREFIXES["skos"] + "exactMatch")
same_as = ox.NamedNode(PREFIXES["owl"] + "sameAs")

_DENIED = GP + "Denied"
_LANGUAGE = "es"


@dataclass(frozen=True, slots=True)
class Naming:
    """How one entity is named by one article or several."""

    primary: str
    names: frozenset[str]
    type: str

    def merge(self, other: Naming, ontology: Ontology) -> Naming:
        """Both as one: the longest name, then the first of the alphabet; the most special type, then likewise."""
        primary = min(self.primary, other.primary, key=lambda name: (-len(name), name))
        kind = min(self.type, other.type, key=lambda name: (-_depth(name, ontology), name))
        return Naming(primary, self.names | other.names, kind)


def _depth(name: str, ontology: Ontology) -> int:
    known = ontology.classes.get(name)
    return len(known.ancestors) if known else 0


def naming(mention: Entity) -> Naming:
    """How one mention names its entity."""
    return Naming(mention.label, frozenset(mention.labels), mention.type)


def namings(quads: Iterable[Quad], ontology: Ontology) -> dict[str, Naming]:
    """Entity id → how the mentions among the quads of an article's graph name it."""
    found: dict[str, Naming] = {}
    for node in grouped(quads).values():
        if GP + "refersTo" in node:
            mention = mention_of(node)
            assert mention.id is not None
            one = naming(mention)
            found[mention.id] = found[mention.id].merge(one, ontology) if mention.id in found else one
    return found


def described(entity: str, naming: Naming, link: Link | None) -> set[Triple]:
    """Type, labels, other names and links of an entity, as the default graph holds them."""
    node = ox.NamedNode(iris.absolute(entity))
    link = link or Link()
    listed = bool(link.label_es)
    label_es = link.label_es or naming.primary
    triples = {triple(node, type_, ox.NamedNode(GP + naming.type))}
    triples.add(triple(node, label, ox.Literal(label_es, language=_LANGUAGE)))
    if link.label_en:
        triples.add(triple(node, label, ox.Literal(link.label_en, language="en")))
    for name in naming.names - {label_es, link.label_en}:
        tag = link.language(name) if listed else _LANGUAGE
        triples.add(triple(node, alternative, ox.Literal(name, language=tag)))
    if link.exact_match:
        triples.add(triple(node, exact_match, ox.NamedNode(link.exact_match)))
    if link.same_as:
        triples.add(triple(node, same_as, ox.NamedNode(link.same_as)))
    return triples


def naming_of(triples: Iterable[Triple]) -> Naming:
    """The inverse of `described`, as far as merging needs it: of a listed entity the primary name may differ."""
    primary, kind, names = "", "", set()
    for one in triples:
        if one.predicate == type_:
            kind = one.object.value.removeprefix(GP)
        elif one.predicate in (label, alternative):
            names.add(one.object.value)
            if one.predicate == label and isinstance(one.object, ox.Literal) and one.object.language == _LANGUAGE:
                primary = one.object.value
    return Naming(primary, frozenset(names), kind)


def stated(quads: Iterable[Quad], ontology: Ontology) -> tuple[set[Triple], set[Triple]]:
    """The plain triples that the claims among the quads state, and those that they deny; symmetric ones both ways."""
    affirmed: set[Triple] = set()
    denied: set[Triple] = set()
    for node in grouped(quads).values():
        if predicate_.value in node:
            subject, predicate, object = (node[end.value][0] for end in (subject_, predicate_, object_))
            assert isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode)
            target = denied if node[GP + "modality"][0].value == _DENIED else affirmed
            target |= both_ways(triple(subject, predicate, object), ontology)
    return affirmed, denied


def both_ways(one: Triple, ontology: Ontology) -> set[Triple]:
    """The plain triple, and for a symmetric relation its mirror image."""
    relation = ontology.relations.get(one.predicate.value.removeprefix(GP))
    if relation is None or not relation.symmetric:
        return {one}
    assert isinstance(one.object, ox.NamedNode)
    return {one, triple(one.object, one.predicate, one.subject)}

"""Articles that go, one that comes → one SPARQL update that keeps the default graph in step, and what it brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.config import GP
from kg.graph import iris, plain
from kg.graph.disk import Quads
from kg.graph.quads import gp, grouped, mention_of, type_
from kg.graph.terms import Quad, Triple
from kg.vocabulary.links import Links
from kg.vocabulary.ontology import Ontology

DEFAULT = ox.DefaultGraph()
_ABOUT = (type_, plain.label, plain.alternative, plain.exact_match, plain.same_as)

_STATEMENTS = """
SELECT ?article ?modality ?s ?p ?o WHERE { GRAPH ?article {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; gp:modality ?modality . } }
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen, and what the graph holds before. `renewed` is the ontology's new graph, if it changed."""

    ontology: Ontology
    links: Links
    dropped: Sequence[ox.NamedNode] = ()
    added: Sequence[Quad] = ()
    renewed: Sequence[Quad] = field(default=())

    def update(self, quads: Quads) -> str:
        """The change as one update, that is one transaction."""
        delete, insert = self._default_graph(quads)
        gone = [*self.dropped, *({self.renewed[0].graph_name} if self.renewed else ())]
        steps = [f"DROP SILENT GRAPH {graph}" for graph in gone]
        if delete:
            steps.append(f"DELETE DATA {{\n{_lines(delete)}}}")
        parts = [_lines(insert)] if insert else []
        for graph in (self.added, self.renewed):
            if graph:
                parts.append(f"GRAPH {graph[0].graph_name} {{\n{_lines(quad.triple for quad in graph)}}}\n")
        steps.append(f"INSERT DATA {{\n{''.join(parts)}}}")
        return " ;\n".join(steps)

    def _default_graph(self, quads: Quads) -> tuple[set[Triple], set[Triple]]:
        """The triples that leave the default graph, and those that enter it."""
        lost = [quad for graph in self.dropped for quad in quads.match(graph=graph)]
        old, _ = plain.stated(lost, self.ontology)
        new, _ = plain.stated(self.added, self.ontology)
        delete = {triple for triple in old - new if not self._stated_elsewhere(quads, triple)}
        insert = {triple for triple in new if not holds(quads, triple)}
        before_names = plain.namings(lost, self.ontology)
        after_names = plain.namings(self.added, self.ontology)
        entities = before_names.keys() | after_names.keys()
        if self.renewed:
            mentions = quads.match(None, gp("refersTo"))
            entities |= {iris.local(quad.object.value) for quad in mentions}
        for entity in entities:
            before = description(quads, entity)
            naming = after_names.get(entity)
            if self.renewed or entity in before_names:
                known = self._named_elsewhere(quads, entity)
            else:
                known = plain.naming_of(before) if before else None
            if known is not None:
                naming = known.merge(naming, self.ontology) if naming is not None else known
            after = plain.described(entity, naming, self.links.by_id.get(entity)) if naming is not None else set()
            delete |= before - after
            insert |= after - before
        return delete, insert

    def statements(self, quads: Quads, triple: Triple) -> set[tuple[ox.NamedNode, str]]:
        """Which articles that stay state a triple, in either direction where it is symmetric, with which modality."""
        found = set()
        for one in plain.both_ways(triple, self.ontology):
            for row in quads.select(_STATEMENTS, s=one.subject, p=one.predicate, o=one.object):
                if row["article"] not in self.dropped:
                    found.add((row["article"], row["modality"].value.removeprefix(GP)))
        return found

    def _stated_elsewhere(self, quads: Quads, triple: Triple) -> bool:
        return any(modality != "Denied" for _, modality in self.statements(quads, triple))

    def _named_elsewhere(self, quads: Quads, entity: str) -> plain.Naming | None:
        """How the articles that stay name an entity."""
        naming = None
        for quad in quads.match(None, gp("refersTo"), ox.NamedNode(iris.absolute(entity))):
            if quad.graph_name not in self.dropped:
                (node,) = grouped(quads.match(quad.subject, graph=quad.graph_name)).values()
                one = plain.naming(mention_of(node))
                naming = naming.merge(one, self.ontology) if naming is not None else one
        return naming


def description(quads: Quads, entity: str) -> set[Triple]:
    """Type, labels and links of an entity in the default graph; empty where the graph does not know it."""
    node = ox.NamedNode(iris.absolute(entity))
    return {quad.triple for predicate in _ABOUT for quad in quads.match(node, predicate, None, DEFAULT)}


def holds(quads: Quads, triple: Triple) -> bool:
    """Whether the default graph holds a plain triple."""
    return bool(quads.match(triple.subject, triple.predicate, triple.object, DEFAULT))


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{triple.subject} {triple.predicate} {triple.object} .\n" for triple in triples)

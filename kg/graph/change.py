"""Articles that go, one that comes, nodes that change → one SPARQL update that keeps the default graph in step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.config import GP
from kg.graph import iris, plain
from kg.graph.disk import Quads
from kg.graph.quads import gp, grouped, mention_of, type_
from kg.graph.terms import Graph, Quad, Triple
from kg.vocabulary.links import Links
from kg.vocabulary.ontology import Ontology

DEFAULT = ox.DefaultGraph()
_ABOUT = (type_, plain.label, plain.alternative, plain.exact_match, plain.same_as)

_STATEMENTS = """
SELECT ?claim ?article ?modality ?s ?p ?o WHERE { GRAPH ?article {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; gp:modality ?modality . } }
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen: graphs that are dropped; whole nodes as they were and as they will be.

    `before` holds the quads of the dropped graphs too, `after` those of a new graph. `renewed` is the ontology's new
    graph, if it changed.
    """

    ontology: Ontology
    links: Links
    dropped: Sequence[ox.NamedNode] = ()
    before: Sequence[Quad] = ()
    after: Sequence[Quad] = ()
    renewed: Sequence[Quad] = field(default=())

    def update(self, quads: Quads) -> str:
        """The change as one update, that is one transaction."""
        delete, insert = self._default_graph(quads)
        gone = [*self.dropped, *({self.renewed[0].graph_name} if self.renewed else ())]
        steps = [f"DROP SILENT GRAPH {graph}" for graph in gone]
        kept = {one for one in self.before if one.graph_name not in self.dropped}
        leaving = _graphs(kept - set(self.after))
        if delete or leaving:
            steps.append(f"DELETE DATA {{\n{_lines(delete)}{leaving}}}")
        coming = _graphs([one for one in self.after if one not in kept])
        steps.append(f"INSERT DATA {{\n{_lines(insert)}{coming}{_graphs(self.renewed)}}}")
        return " ;\n".join(steps)

    def _default_graph(self, quads: Quads) -> tuple[set[Triple], set[Triple]]:
        """The triples that leave the default graph, and those that enter it."""
        nodes = {one.subject for one in self.before}
        old, _ = plain.stated(self.before, self.ontology)
        new, _ = plain.stated(self.after, self.ontology)
        delete = {one for one in old - new if not self._stated_elsewhere(quads, one, nodes)}
        insert = {one for one in new if not holds(quads, one)}
        before_names = plain.namings(self.before, self.ontology)
        after_names = plain.namings(self.after, self.ontology)
        entities = before_names.keys() | after_names.keys()
        if self.renewed:
            mentions = quads.match(None, gp("refersTo"))
            entities |= {iris.local(quad.object.value) for quad in mentions}
        for entity in entities:
            before = description(quads, entity)
            naming = after_names.get(entity)
            if self.renewed or entity in before_names:
                known = self._named_elsewhere(quads, entity, nodes)
            else:
                known = plain.naming_of(before) if before else None
            if known is not None:
                naming = known.merge(naming, self.ontology) if naming is not None else known
            after = plain.described(entity, naming, self.links.by_id.get(entity)) if naming is not None else set()
            delete |= before - after
            insert |= after - before
        return delete, insert

    def _stated_elsewhere(self, quads: Quads, triple: Triple, aside: Set[ox.NamedNode]) -> bool:
        found = statements(quads, triple, self.ontology)
        return any(one.modality != "Denied" for one in found if one.claim not in aside)

    def _named_elsewhere(self, quads: Quads, entity: str, aside: Set[ox.NamedNode]) -> plain.Naming | None:
        """How the mentions that stay as they are name an entity."""
        naming = None
        for quad in quads.match(None, gp("refersTo"), ox.NamedNode(iris.absolute(entity))):
            if quad.subject not in aside:
                (node,) = grouped(quads.match(quad.subject, graph=quad.graph_name)).values()
                one = plain.naming(mention_of(node))
                naming = naming.merge(one, self.ontology) if naming is not None else one
        return naming


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that states a triple: its node, its article's graph, and its modality without prefix."""

    claim: ox.NamedNode
    article: ox.NamedNode
    modality: str


def statements(quads: Quads, triple: Triple, ontology: Ontology) -> list[Statement]:
    """The claims that state or deny a triple, in either direction where it is symmetric."""
    return [
        Statement(row["claim"], row["article"], row["modality"].value.removeprefix(GP))
        for one in plain.both_ways(triple, ontology)
        for row in quads.select(_STATEMENTS, s=one.subject, p=one.predicate, o=one.object)
    ]


def _graphs(quads: Iterable[Quad]) -> str:
    """Quads of named graphs as SPARQL has them within DATA."""
    graphs: dict[Graph, list[Triple]] = defaultdict(list)
    for one in quads:
        graphs[one.graph_name].append(one.triple)
    return "".join(f"GRAPH {graph} {{\n{_lines(triples)}}}\n" for graph, triples in graphs.items())


def description(quads: Quads, entity: str) -> set[Triple]:
    """Type, labels and links of an entity in the default graph; empty where the graph does not know it."""
    node = ox.NamedNode(iris.absolute(entity))
    return {quad.triple for predicate in _ABOUT for quad in quads.match(node, predicate, None, DEFAULT)}


def holds(quads: Quads, triple: Triple) -> bool:
    """Whether the default graph holds a plain triple."""
    return bool(quads.match(triple.subject, triple.predicate, triple.object, DEFAULT))


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{triple.subject} {triple.predicate} {triple.object} .\n" for triple in triples)

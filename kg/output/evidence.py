"""A NetworkX graph of claims → what is said of an entity, and the chains between two, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim, readable: its IRI, ends by label, the relation's Spanish label, and where it is said."""

    claim: str
    subject: str
    predicate: str
    relation: str
    object: str
    modality: str
    attributed_to: str | None
    article: str
    date: str | None
    source: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the graph holds of one entity: its names and type, and the statements that have it at an end."""

    iri: str
    label: str
    labels: tuple[str, ...]
    type: str
    outgoing: tuple[Statement, ...]
    incoming: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: two neighbours, and every statement between them, either way round."""

    begin: str
    end: str
    statements: tuple[Statement, ...]


def profile(graph: nx.MultiDiGraph[str], iri: str) -> Profile:
    """What `graph` says of the entity `iri`, which must be one of its nodes."""
    node = graph.nodes[iri]
    return Profile(
        iri=iri,
        label=node["label"],
        labels=tuple(node["labels"]),
        type=node["type"],
        outgoing=_statements(graph, graph.out_edges(iri, keys=True, data=True)),
        incoming=_statements(graph, ((a, *rest) for a, *rest in graph.in_edges(iri, keys=True, data=True) if a != iri)),
    )


def chains(graph: nx.MultiDiGraph[str], begin: str, end: str, *, limit: int) -> Iterator[tuple[Step, ...]]:
    """The shortest chains of statements from one node to another, at most `limit`; nothing if there are none.

    Statements count either way round; denied ones are no link.
    """
    import networkx as nx

    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(
        sorted({(min(a, b), max(a, b)) for a, b, data in graph.edges(data=True) if data["modality"] != "Denied"})
    )
    if begin not in simple or end not in simple or not nx.has_path(simple, begin, end):
        return
    for nodes in islice(nx.all_shortest_paths(simple, begin, end), limit):
        yield tuple(_step(graph, a, b) for a, b in pairwise(nodes))


def _step(graph: nx.MultiDiGraph[str], a: str, b: str) -> Step:
    edges = [
        (*ends, str(claim), data)
        for ends in ((a, b), (b, a))
        for claim, data in (graph.get_edge_data(*ends) or {}).items()
        if data["modality"] != "Denied"
    ]
    return Step(graph.nodes[a]["label"], graph.nodes[b]["label"], _statements(graph, edges))


def _statements(
    graph: nx.MultiDiGraph[str], edges: Iterable[tuple[str, str, str, dict[str, Any]]]
) -> tuple[Statement, ...]:
    found = [
        Statement(
            claim=claim,
            subject=graph.nodes[a]["label"],
            predicate=data["predicate"],
            relation=data["label_es"],
            object=graph.nodes[b]["label"],
            modality=data["modality"],
            attributed_to=data["attributed_to"],
            article=data["article"],
            date=data["article_date"],
            source=data["article_source"],
            quote=data["quote"],
        )
        for a, b, claim, data in edges
    ]
    return tuple(sorted(found, key=lambda s: (s.predicate, s.subject, s.object, s.date or "", s.article, s.quote)))

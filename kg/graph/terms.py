"""The quads that the store holds, as types: IRIs and literals, no blank nodes, no quoted triples.

pyoxigraph's own types allow more everywhere; these say what `kg` writes, and the functions make nothing else.
"""

from __future__ import annotations

from typing import Protocol, cast

import pyoxigraph as ox

Object = ox.NamedNode | ox.Literal
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph = ox.NamedNode | ox.DefaultGraph


class Triple(Protocol):
    """A `pyoxigraph.Triple` of ours."""

    @property
    def subject(self) -> ox.NamedNode:
        """An entity, claim, article, mention or quantity."""

    @property
    def predicate(self) -> ox.NamedNode:
        """A property."""

    @property
    def object(self) -> Object:
        """A node or a value."""


class Quad(Triple, Protocol):
    """A `pyoxigraph.Quad` of ours."""

    @property
    def graph_name(self) -> Graph:
        """An article's graph, the ontology's, or the default graph."""

    @property
    def triple(self) -> Triple:
        """The quad without its graph."""


def triple(subject: ox.NamedNode, predicate: ox.NamedNode, object: Object) -> Triple:
    """A triple of ours."""
    return cast(Triple, ox.Triple(subject, predicate, object))


def quad(subject: ox.NamedNode, predicate: ox.NamedNode, object: Object, graph: Graph) -> Quad:
    """A quad of ours."""
    return cast(Quad, ox.Quad(subject, predicate, object, graph))

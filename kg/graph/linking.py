"""A store's quads and what is about to change → whose identity changes with it, as quads that go and quads that come.

Only those are looked at that share a word of their name with an entity that comes or goes (`Identity.keys`, kept as
`gp:nameKey` at the mentions), so that an article is not read again when others come, and the store not walked through.
Nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph import iris
from kg.graph import quads as forms
from kg.graph.disk import Quads
from kg.graph.identity import Identity, Seen
from kg.graph.quads import AS_READ, gp
from kg.graph.terms import Graph, Object, Quad, quad
from kg.model import Entity

_KEY, _REFERS_TO = gp("nameKey"), gp("refersTo")
_ENDS = {forms.subject_: forms.object_, forms.object_: forms.subject_}

Node = tuple[ox.NamedNode, Graph]
"""A node of an article's graph, and that graph."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entity as an article has it, and the ids of those for whom it was held before and is held now."""

    article: Graph
    read: Entity
    before: str
    after: str


@dataclass(slots=True)
class Linked:
    """What happens to identities: the quads of the new article with its links; whole nodes of the other articles as
    they were (`before`) and as they will be (`after`); and who is whom since.
    """

    added: list[Quad]
    before: list[Quad] = field(default_factory=list)
    after: list[Quad] = field(default_factory=list)
    changes: list[Link] = field(default_factory=list)


def linked(quads: Quads, dropped: Sequence[ox.NamedNode], added: Sequence[Quad], identity: Identity) -> Linked:
    """Who is whom when some articles' graphs go from the store and one article's quads, as read, come."""
    added = _keyed(added, identity)
    view = _View(quads, dropped, added)
    going = (one for graph in dropped for one in quads.match(graph=graph))
    changing = [*_entities(going), *_entities(added)]
    due = frozenset().union(*map(identity.concerns, changing))
    found = Linked(list(added))
    nodes = _relink(view, _around(view, due, identity), due, identity, found.changes)
    fresh = {one.subject for one in added}
    for before, after in nodes:
        if before[0].subject in fresh:
            found.added = [one for one in found.added if one.subject != before[0].subject] + after
        else:
            found.before += before
            found.after += after
    return found


def relinked(quads: Quads, dropped: Sequence[ox.NamedNode], added: Sequence[Quad], identity: Identity) -> Linked:
    """As `linked`, but for all articles anew: for a store that other rules or lists have linked."""
    added = _keyed(added, identity)
    graphs = {one.graph_name for one in quads.match(None, forms.type_, gp("Article"))} - set(dropped)
    held: dict[ox.NamedNode, list[Quad]] = defaultdict(list)
    for graph in sorted(graphs, key=str):
        for one in quads.match(graph=graph):
            held[one.subject].append(one)
    alone = {node: _keyed(forms.relinked(before, {}), identity) for node, before in held.items()}
    everything = [*added, *(one for node in alone.values() for one in node)]
    view = _View(None, (), everything)
    due = frozenset().union(*map(identity.concerns, _entities(everything)))
    found = Linked([])
    changed = {
        before[0].subject: after for before, after in _relink(view, _around(view, due, identity), due, identity, [])
    }
    fresh = {one.subject for one in added}
    found.added = [one for one in added if one.subject not in changed]
    found.added += [one for node in sorted(fresh & changed.keys(), key=str) for one in changed[node]]
    for node, before in held.items():
        after = changed.get(node, alone[node])
        if set(before) != set(after):
            found.before += before
            found.after += after
    return found


def as_read(quads: Iterable[Quad]) -> list[Quad]:
    """The quads of an article's graph as the article alone has them: without what the others tell."""
    return [one for one in forms.relinked(quads, {}) if one.predicate != _KEY]


def _keyed(quads: Iterable[Quad], identity: Identity) -> list[Quad]:
    """Quads with the keys of the entities that their mentions name, in the place of those that they had."""
    quads = [one for one in quads if one.predicate != _KEY]
    graphs = {one.subject: one.graph_name for one in quads}
    keys = [
        quad(node, _KEY, ox.Literal(key), graphs[node])
        for node, entity in _mentions(quads).items()
        for key in sorted(identity.keys(entity))
    ]
    return quads + keys


def _mentions(quads: Iterable[Quad]) -> dict[ox.NamedNode, Entity]:
    """The mentions among quads with the entities that they name, as read."""
    nodes = forms.grouped(forms.relinked(quads, {}))
    return {ox.NamedNode(iri): forms.mention_of(node) for iri, node in nodes.items() if _REFERS_TO.value in node}


def _entities(quads: Iterable[Quad]) -> list[Entity]:
    return list(_mentions(quads).values())


class _View:
    """The store as it will be, before anybody is linked anew: without the graphs that go, with the quads that come."""

    def __init__(self, quads: Quads | None, dropped: Sequence[ox.NamedNode], added: Sequence[Quad]) -> None:
        store = ox.Store()
        store.extend(added)  # type: ignore[arg-type]
        self._new, self._held, self._dropped = Quads(store), quads, frozenset(dropped)

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: Graph | None = None,
    ) -> list[Quad]:
        """The quads of a pattern."""
        found = self._new.match(subject, predicate, object, graph)
        if self._held is not None and graph not in self._dropped:
            found += [
                one
                for one in self._held.match(subject, predicate, object, graph)
                if one.graph_name not in self._dropped
            ]
        return found

    def mentions(self, predicate: ox.NamedNode, object: Object) -> list[Node]:
        """The mentions with this value of a property."""
        return [(one.subject, one.graph_name) for one in self.match(None, predicate, object)]

    def node(self, node: Node) -> list[Quad]:
        """All that is said of a node."""
        return self.match(node[0], graph=node[1])

    def claims(self, entity: ox.NamedNode, graph: Graph) -> dict[ox.NamedNode, set[ox.NamedNode]]:
        """The claims of an article that name an entity, as read: with the properties by which they do."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        for predicate, kept in AS_READ.items():
            if predicate == _REFERS_TO:
                continue
            for one in self.match(None, predicate, entity, graph):
                if not self.match(one.subject, kept, None, graph):
                    found[one.subject].add(predicate)
            for one in self.match(None, kept, entity, graph):
                found[one.subject].add(predicate)
        return found

    def read(self, node: ox.NamedNode, predicate: ox.NamedNode, graph: Graph) -> str:
        """The id of the entity that a property of a node names, as read."""
        found = self.match(node, AS_READ[predicate], None, graph) or self.match(node, predicate, None, graph)
        return iris.local(found[0].object.value)

    def seen(self, node: Node) -> Seen:
        """The entity that a mention names, as its article has it."""
        entity = forms.mention_of(forms.grouped(forms.relinked(self.node(node), {}))[node[0].value])
        graph = node[1]
        assert entity.id is not None and isinstance(graph, ox.NamedNode)
        claims = self.claims(ox.NamedNode(iris.absolute(entity.id)), graph)
        beside = {self.read(claim, _ENDS[end], graph) for claim, ends in claims.items() for end in ends if end in _ENDS}
        date = next((one.object.value for one in self.match(graph, forms.date, None, graph)), None)
        return Seen(graph.value, entity, date, frozenset(beside))


def _around(view: _View, due: frozenset[str], identity: Identity) -> dict[Node, Seen]:
    """The mentions that decide about those of some keys: all of these keys, what they may be short for or spell
    otherwise, and the listed people whom they may mean.
    """
    found: dict[Node, Seen] = {}
    asked: set[str] = set()
    front = set(due)
    while front:
        asked |= front
        nodes = {node for key in front for node in view.mentions(_KEY, ox.Literal(key))} - found.keys()
        found |= {node: view.seen(node) for node in nodes}
        # whoever bears an acronym may be spelled in several ways, under other keys
        front = {key for node in nodes for key in identity.spread(found[node].entity)} - asked
    bearers = {one for seen in found.values() for one in identity.bearers(seen.entity)}
    for one in bearers:
        for node in view.mentions(_REFERS_TO, ox.NamedNode(iris.absolute(one))):
            if not view.match(node[0], AS_READ[_REFERS_TO], None, node[1]):
                found[node] = view.seen(node)
    return found


def _relink(
    view: _View, around: dict[Node, Seen], due: frozenset[str], identity: Identity, changes: list[Link]
) -> list[tuple[list[Quad], list[Quad]]]:
    """The nodes that name another entity than before: all that is said of each, before and after."""
    links = identity.links(around.values())
    moved: dict[Graph, dict[str, str]] = defaultdict(dict)
    touched: dict[Node, None] = {}
    for node, seen in sorted(around.items(), key=lambda pair: str(pair[0])):
        if identity.known(seen.id) or not identity.decided_by(seen.entity, due):
            continue
        graph = node[1]
        after = links.get((seen.article, seen.id), seen.id)
        before = iris.local(view.match(node[0], _REFERS_TO, None, graph)[0].object.value)
        if after != before:
            changes.append(Link(graph, seen.entity, before, after))
            moved[graph][seen.id] = after
            touched[node] = None
            touched |= dict.fromkeys(
                (claim, graph) for claim in view.claims(ox.NamedNode(iris.absolute(seen.id)), graph)
            )
    nodes = []
    for node in touched:
        before_ = view.node(node)
        nodes.append((before_, forms.relinked(before_, _links(before_) | moved[node[1]])))
    return nodes


def _links(quads: Sequence[Quad]) -> dict[str, str]:
    """The links that the quads of a node hold: id as read → id."""
    values = {one.predicate: one.object.value for one in quads}
    return {
        iris.local(values[kept]): iris.local(values[predicate]) for predicate, kept in AS_READ.items() if kept in values
    }

"""A store's quads → articles, claims and entities as values: what the graph holds, for those who read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

from kg.config import GP
from kg.errors import GraphError
from kg.graph import iris, plain
from kg.graph import quads as forms
from kg.graph.change import description
from kg.graph.disk import Quads
from kg.model import Article, Claim, Entity
from kg.vocabulary.gazetteer import fold

DEFAULT = ox.DefaultGraph()

_CLAIMS = """
SELECT ?claim ?article ?s ?p ?o ?m WHERE { GRAPH ?article {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; gp:modality ?m . } }
"""
_CLAIM_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?c a gp:Claim } } GROUP BY ?g"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that is in the graph, without its text; `claims` counts its claims."""

    iri: str
    id: str
    title: str
    date: str | None
    source: str
    language: str
    sha256: str
    generated: str
    claims: int


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim that is in the graph, with its IRI and its article."""

    iri: str
    article: StoredArticle
    claim: Claim


def node(name: str) -> ox.NamedNode:
    """An entity's node, by id or IRI."""
    local = iris.local(name.removeprefix("id:"))
    try:
        return ox.NamedNode(iris.absolute(local))
    except ValueError as error:
        raise GraphError(f"{name!r} is no id of an entity: look it up with kg show") from error


def name(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """A term of the ontology without its prefix."""
    return term.value.removeprefix(GP) if isinstance(term, ox.NamedNode) else ""


def article_node(quads: Quads, article: str | Article | StoredArticle) -> ox.NamedNode:
    """The graph of an article that is in the store. Raises `GraphError` where there is none, or more than one."""
    if isinstance(article, Article):
        name = iris.article_id(article)
    else:
        name = article.iri if isinstance(article, StoredArticle) else article
    short = iris.local(name.removeprefix("id:"))
    found = {q.subject for q in quads.match(None, forms.identifier, ox.Literal(name))}
    for local in (short, f"article/{short}"):
        try:
            node = ox.NamedNode(iris.absolute(local))
        except ValueError:
            continue
        found |= {q.subject for q in quads.match(node, forms.type_, forms.gp("Article"))}
    if not found:
        raise GraphError(f"no article {name!r} in the graph: kg articles lists them")
    if len(found) > 1:
        several = ", ".join(sorted(iris.local(graph.value) for graph in found))
        raise GraphError(f"{len(found)} articles are called {name!r}: name one of {several}")
    return found.pop()


def articles(quads: Quads) -> tuple[StoredArticle, ...]:
    """All articles, by date (undated ones last), then id."""
    counts = _counts(quads)
    found = [
        _stored_article(q.subject, quads, counts.get(q.subject.value, 0))
        for q in quads.match(None, forms.type_, forms.gp("Article"))
    ]
    return tuple(sorted(found, key=_order))


def _stored_article(graph: ox.NamedNode, quads: Quads, claims: int) -> StoredArticle:
    def text(predicate: ox.NamedNode) -> str | None:
        return next((q.object.value for q in quads.match(graph, predicate, None, graph)), None)

    return StoredArticle(
        iri=graph.value,
        id=text(forms.identifier) or "",
        title=text(forms.title) or "",
        date=text(forms.date),
        source=text(forms.source) or "",
        language=text(forms.language) or "",
        sha256=text(forms.gp("sha256")) or "",
        generated=text(forms.generated_at) or "",
        claims=claims,
    )


def entities(quads: Quads) -> dict[str, Entity]:
    """Id → entity, from the default graph: the Spanish label first, then all other names."""
    types = {q.subject.value: name(q.object) for q in quads.match(None, forms.type_, None, DEFAULT)}
    labels: dict[str, str] = {}
    names: dict[str, set[str]] = {iri: set() for iri in types}
    for predicate in (plain.label, plain.alternative):
        for quad in quads.match(None, predicate, None, DEFAULT):
            names[quad.subject.value].add(quad.object.value)
            if isinstance(quad.object, ox.Literal) and predicate == plain.label and quad.object.language == "es":
                labels[quad.subject.value] = quad.object.value
    return {
        iris.local(iri): Entity(
            iris.local(iri), labels[iri], types[iri], (labels[iri], *sorted(names[iri] - {labels[iri]}))
        )
        for iri in sorted(types)
    }


def claims(
    quads: Quads, *, keep: Callable[[StoredClaim], bool] | None = None, **bound: ox.NamedNode
) -> tuple[StoredClaim, ...]:
    """The claims with these `article`, `s`, `p`, `o`, `m` (modality) that pass the test, by article, then place."""
    found = {(row["article"], row["claim"]) for row in quads.select(_CLAIMS, **bound)}
    return _read(quads, found, keep)


def around(
    quads: Quads,
    start: ox.NamedNode,
    depth: int,
    *,
    keep: Callable[[StoredClaim], bool] | None = None,
    **bound: ox.NamedNode,
) -> tuple[StoredClaim, ...]:
    """The claims, as `claims` selects them, that lie within `depth` steps of an entity."""
    rows = quads.select(_CLAIMS, **bound)
    touching: dict[ox.NamedNode, list[ox.QuerySolution]] = defaultdict(list)
    for row in rows:
        for end in {row["s"], row["o"]}:
            touching[end].append(row)
    gathered: dict[str, StoredClaim] = {}
    seen, front = {start}, {start}
    for _ in range(depth):
        found = {(row["article"], row["claim"]) for one in front for row in touching[one]}
        new = _read(quads, {pair for pair in found if pair[1].value not in gathered}, keep)
        gathered |= {stored.iri: stored for stored in new}
        ends = (entity for stored in new for entity in (stored.claim.subject, stored.claim.object))
        front = {node(entity.id or "") for entity in ends} - seen
        seen |= front
    return tuple(sorted(gathered.values(), key=_place))


def claim(quads: Quads, name: str) -> StoredClaim:
    """The claim of an IRI, an id, or the beginning of its hash. Raises `GraphError` where none has it, or several."""
    start = iris.local(name.strip().strip("<>").removeprefix("id:")).removeprefix("claim/")
    known = {row["claim"].value: (row["article"], row["claim"]) for row in quads.select(_CLAIMS)}
    found = [iri for iri in known if start and iri.startswith(iris.absolute(f"claim/{start}"))]
    if not found:
        raise GraphError(f"no claim {name!r} in the graph: kg show ENTITY and kg export OUT.csv tell their ids")
    if len(found) > 1:
        several = ", ".join(f"id:{iris.local(iri)}" for iri in sorted(found)[:5])
        raise GraphError(f"{len(found)} claims begin with {name!r}: give more of {several}")
    return _read(quads, [known[found[0]]], None)[0]


def extractor(quads: Quads, article: ox.NamedNode) -> str:
    """The name and version of the program that read an article."""
    parts = (quads.match(article, forms.gp(part), None, article) for part in ("extractorName", "extractorVersion"))
    return " ".join(part[0].object.value for part in parts if part)


def _read(
    quads: Quads,
    found: Iterable[tuple[ox.NamedNode, ox.NamedNode]],
    keep: Callable[[StoredClaim], bool] | None,
) -> tuple[StoredClaim, ...]:
    sources: dict[ox.NamedNode, StoredArticle] = {}
    named: dict[str, Entity] = {}

    def named_entity(iri: str) -> Entity:
        if iri not in named:
            named[iri] = _entity(quads, iri)
        return named[iri]

    def properties(graph: ox.NamedNode, iri: str) -> forms.Properties:
        return forms.grouped(quads.match(ox.NamedNode(iri), graph=graph))[iri]

    stored = []
    counts = _counts(quads)
    for graph, claim in found:
        if graph not in sources:
            sources[graph] = _stored_article(graph, quads, counts.get(graph.value, 0))
        value = forms.claim_of(properties(graph, claim.value), named_entity, partial(properties, graph))
        one = StoredClaim(claim.value, sources[graph], value)
        if keep is None or keep(one):
            stored.append(one)
    return tuple(sorted(stored, key=_place))


def _place(stored: StoredClaim) -> tuple[bool, str, str, str, int, int, str]:
    return (*_order(stored.article), stored.claim.begin, stored.claim.end, stored.iri)


def _order(article: StoredArticle) -> tuple[bool, str, str, str]:
    return article.date is None, article.date or "", article.id, article.iri


def _counts(quads: Quads) -> dict[str, int]:
    return {row["g"].value: int(row["n"].value) for row in quads.select(_CLAIM_COUNTS)}


def _entity(quads: Quads, iri: str) -> Entity:
    """An entity as the default graph describes it; a source or item without a name as its article mentions it."""
    local = iris.local(iri)
    about = description(quads, local)
    if about:
        naming = plain.naming_of(about)
        return Entity(local, naming.primary, naming.type, (naming.primary, *sorted(naming.names - {naming.primary})))
    nodes = forms.grouped(quads.match(ox.NamedNode(iri)))
    if iri not in nodes:
        raise GraphError(f"{iri} has no description: run kg validate")
    return forms.mention_of(nodes[iri])


def entity(quads: Quads, name: str) -> Entity:
    """The entity of an id or IRI. Raises `GraphError` where the graph does not know it."""
    local = iris.local(node(name).value)
    if not description(quads, local):
        raise GraphError(f"{name!r} is no entity of the graph: look it up with kg show")
    return _entity(quads, node(name).value)


def links(quads: Quads, graph: ox.NamedNode) -> dict[str, Entity]:
    """Id as an article has it → the entity that it is, where the other articles or the lists tell more."""
    read, refers = forms.AS_READ[forms.gp("refersTo")], forms.gp("refersTo")
    return {
        iris.local(one.object.value): _entity(quads, quads.match(one.subject, refers, None, graph)[0].object.value)
        for one in quads.match(None, read, None, graph)
    }


def find(known: Iterable[Entity], name: str) -> list[Entity]:
    """The entities of this name, accents and case aside: a label, an id or an IRI.

    Where none has exactly this name, those of which a name holds all its words; shorter labels come first.
    """
    wanted = fold(name.strip()).removeprefix("id:")
    words = set(wanted.split())
    exact, partly = [], []
    for entity in known:
        assert entity.id is not None
        names = [fold(text) for text in entity.labels]
        local = fold(entity.id)
        if wanted in (local, local.rpartition("/")[2], fold(iris.absolute(entity.id)), *names):
            exact.append(entity)
        elif words and any(words <= set(text.split()) for text in names):
            partly.append(entity)
    return sorted(exact or partly, key=lambda e: (fold(e.label) != wanted, len(e.label), e.label, e.id or ""))

"""The claims of a store, or a part of them → a NetworkX graph: one node an entity, one edge a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

import networkx as nx

from kg.graph import iris
from kg.graph.reading import StoredClaim
from kg.graph.store import Store
from kg.model import Claim, Entity
from kg.vocabulary.ontology import Ontology


def to_networkx(
    store: Store,
    *,
    focus: str | None = None,
    depth: int = 1,
    relations: Collection[str] | None = None,
    modalities: Collection[str] | None = None,
    articles: Collection[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> nx.MultiDiGraph[str]:
    """The graph of all claims that pass every filter given.

    `focus` is an entity's id or IRI: then only claims within `depth` steps of it (its own at 1) are taken. `relations`
    and `modalities` are names without prefix, `articles` ids or IRIs, `since` and `until` ISO dates of articles
    (reduced ones match what they may mean; undated articles match neither). `limit` is the most edges: the nearest to
    the focus, then those that most articles state, then the surest.

    Nodes are full IRIs with `label`, `labels` and `type`. An edge's key is its claim's IRI; what the claim does not
    say is None. Raises `GraphError` where the store has no such focus.
    """

    def keep(stored: StoredClaim) -> bool:
        date = stored.article.date
        return (
            (relations is None or stored.claim.predicate in relations)
            and (modalities is None or stored.claim.modality.value in modalities)
            and (articles is None or not {stored.article.id, stored.article.iri}.isdisjoint(articles))
            and (since is None or (date is not None and date[: len(since)] >= since[: len(date)]))
            and (until is None or (date is not None and date[: len(until)] <= until[: len(date)]))
        )

    claims = store.claims(keep=keep) if focus is None else store.claims(entity=focus, depth=depth, keep=keep)
    if limit is not None and len(claims) > limit:
        claims = _first(claims, limit, None if focus is None else iris.absolute(iris.local(focus)))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    if focus is not None:
        _add_node(graph, store.entity(focus))
    for stored in claims:
        for entity in (stored.claim.subject, stored.claim.object):
            _add_node(graph, entity)
        ends = _iri(stored.claim.subject), _iri(stored.claim.object)
        graph.add_edge(*ends, key=stored.iri, **_attributes(stored))
    return graph


def _first(claims: tuple[StoredClaim, ...], limit: int, focus: str | None) -> tuple[StoredClaim, ...]:
    support: dict[tuple[frozenset[str], str | None], set[str]] = defaultdict(set)
    neighbours: dict[str, set[str]] = defaultdict(set)
    for stored in claims:
        subject, object = _iri(stored.claim.subject), _iri(stored.claim.object)
        support[frozenset((subject, object)), stored.claim.predicate].add(stored.article.iri)
        neighbours[subject].add(object)
        neighbours[object].add(subject)
    distance = _distances(neighbours, focus)

    def rank(stored: StoredClaim) -> tuple[int, int, float, str]:
        ends = frozenset((_iri(stored.claim.subject), _iri(stored.claim.object)))
        near = min(distance.get(end, 0) for end in ends)
        return near, -len(support[ends, stored.claim.predicate]), -stored.claim.confidence, stored.iri

    return tuple(sorted(claims, key=rank)[:limit])


def _distances(neighbours: dict[str, set[str]], start: str | None) -> dict[str, int]:
    distance = {start: 0} if start is not None else {}
    queue = list(distance)
    for node in queue:
        for neighbour in neighbours[node] - distance.keys():
            distance[neighbour] = distance[node] + 1
            queue.append(neighbour)
    return distance


def _iri(entity: Entity) -> str:
    assert entity.id is not None
    return iris.absolute(entity.id)


def _add_node(graph: nx.MultiDiGraph[str], entity: Entity) -> None:
    graph.add_node(_iri(entity), label=entity.label, labels=entity.labels, type=entity.type)


def _attributes(stored: StoredClaim) -> dict[str, Any]:
    claim, article = stored.claim, stored.article
    assert claim.predicate is not None
    relation = Ontology.load().relations[claim.predicate]
    return {
        "predicate": claim.predicate,
        "label_es": relation.label_es,
        "label_en": relation.label_en,
        "family": relation.family,
        "symmetric": relation.symmetric,
        "modality": claim.modality.value,
        "attributed_to": claim.attributed_to.label if claim.attributed_to else None,
        "item": claim.item.label if claim.item else None,
        **_quantity(claim),
        "start": claim.period.start if claim.period else None,
        "end": claim.period.end if claim.period else None,
        "place": claim.place.label if claim.place else None,
        "confidence": claim.confidence,
        "quote": claim.quote,
        "begin": claim.begin,
        "end_char": claim.end,
        "article": article.id,
        "article_iri": article.iri,
        "article_title": article.title or None,
        "article_date": article.date,
        "article_source": article.source or None,
    }


def _quantity(claim: Claim) -> dict[str, Any]:
    if claim.quantity is None:
        return {"value": None, "unit": None, "bound": None}
    return {
        "value": _number(claim.quantity.value),
        "unit": claim.quantity.unit or None,
        "bound": claim.quantity.bound.value,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)

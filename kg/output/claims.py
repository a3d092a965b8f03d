"""A Claim → the JSON object that `kg extract --format jsonl` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kg import config
from kg.model import Article, Bound, Claim, Entity, Quantity


def number(value: Decimal) -> int | float:
    """A decimal as JSON knows it: an integer where it is integral.

    >>> number(Decimal("3000000")), number(Decimal("3.50"))
    (3000000, 3.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def record(article: Article, claim: Claim, *, open_relations: bool = False) -> dict[str, Any]:
    """One claim of an article with the keys of `interface.md`; `relation` only among open relations."""
    period = claim.period
    fields: dict[str, Any] = {
        "article": article.id,
        "subject": {**_entity(claim.subject), "mention": claim.subject_mention},
        "predicate": claim.predicate,
        "object": {**_entity(claim.object), "mention": claim.object_mention},
        "modality": str(claim.modality),
        "attributed_to": _entity(claim.attributed_to) if claim.attributed_to else None,
        "item": claim.item.label if claim.item else None,
        "quantity": _quantity(claim.quantity) if claim.quantity else None,
        "start": period.start if period else None,
        "end": period.end if period else None,
        "place": _entity(claim.place) if claim.place else None,
        "confidence": round(claim.confidence, 4),
        "begin": claim.begin,
        "end_char": claim.end,
        "quote": claim.quote,
    }
    if open_relations:
        fields["relation"] = claim.relation
    return fields


def line(article: Article, claim: Claim, *, open_relations: bool = False, **more: Any) -> str:
    """`record` as one line of JSON, with more keys after its own."""
    return json.dumps(record(article, claim, open_relations=open_relations) | more, ensure_ascii=False)


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "iri": config.ID + entity.id if entity.id is not None else None,
        "label": entity.label,
        "labels": list(dict.fromkeys((entity.label, *entity.labels))),
        "type": entity.type,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {"value": number(quantity.value), "unit": quantity.unit, "bound": str(quantity.bound)}


COLUMNS = ("article", "subject", "relation", "object", "modality", "details", "sentence")
"""The headings of `row`."""

SIGNS = {Bound.EXACT: "", Bound.ABOUT: "~", Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ "}


def row(article: Article, claim: Claim) -> tuple[str, ...]:
    """One claim as the cells of a table for people, in the order of `COLUMNS`."""
    relation = claim.predicate or claim.relation or ""
    modality = str(claim.modality) + (f" ({claim.attributed_to.label})" if claim.attributed_to else "")
    details = "; ".join(_details(claim))
    return article.id, claim.subject.label, relation, claim.object.label, modality, details, claim.quote


def _details(claim: Claim) -> Iterator[str]:
    if claim.quantity:
        yield f"{SIGNS[claim.quantity.bound]}{number(claim.quantity.value)} {claim.quantity.unit}".strip()
    if claim.item and not (claim.quantity and claim.quantity.unit == claim.item.label):
        yield claim.item.label
    if claim.period:
        yield "/".join(day or "…" for day in (claim.period.start, claim.period.end))
    if claim.place:
        yield claim.place.label

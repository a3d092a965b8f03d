"""Content → the local ends of IRIs: every one is a function of what it names, so that two builds agree."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from kg.config import ID
from kg.model import Article, Claim, Entity, Quantity


def absolute(local: str) -> str:
    """The full IRI of a local id: "PRK" → "https://w3id.org/geopolkg/id/PRK"."""
    return ID + local


def local(iri: str) -> str:
    """The local id of a full IRI; an IRI of another namespace stays as it is."""
    return iri.removeprefix(ID)


def article_id(article: Article) -> str:
    """The local id of an article: it follows from the text alone."""
    return f"article/{article.sha256[:16]}"


def claim_id(article: str, claim: Claim) -> str:
    """The local id of a claim of the article with this local id.

    Confidence and explanation stay out of it, so that a re-trained extractor finds the same claim again.
    """
    period = claim.period
    return "claim/" + _digest(
        article,
        claim.subject.id,
        claim.predicate,
        claim.object.id,
        claim.modality.value,
        claim.begin,
        claim.end,
        claim.subject_mention,
        claim.object_mention,
        claim.relation,
        _named(claim.attributed_to),
        _named(claim.item),
        _named(claim.place),
        quantity_id(article, claim.quantity) if claim.quantity else None,
        period.start if period else None,
        period.end if period else None,
    )


def quantity_id(article: str, quantity: Quantity) -> str:
    """The local id of a quantity that the article with this local id gives."""
    return "quantity/" + _digest(article, decimal(quantity.value), quantity.unit, quantity.bound.value)


def mention_id(article: str, entity: Entity) -> str:
    """The local id of how the article with this local id names an entity."""
    return "mention/" + _digest(article, _named(entity))


def decimal(value: Decimal) -> str:
    """A number as its one shortest decimal form: 3E+6 and 3000000.0 → "3000000"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _named(entity: Entity | None) -> str | None:
    """What tells an entity from others: its id, else its type and label."""
    if entity is None:
        return None
    return entity.id if entity.id is not None else f"{entity.type}:{entity.label}"


def _digest(*parts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()[:16]

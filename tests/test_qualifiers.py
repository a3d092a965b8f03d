"""Modality, source, item, quantity, dates and place on sentences of our own never fall below their floors in
`floors.json`; see `tests/gold/README.md`."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from scoring import GOLD
from test_open_gold import FLOORS

import kg.nlp
from kg import Article
from kg.evaluate import SYMMETRIC, fold
from kg.output.claims import record

if TYPE_CHECKING:
    import pytest
    from spacy.language import Language

NAME = "qualifiers.jsonl"
SLACK = 8
"""Points that a floor stands below what was measured: some qualifiers are in a dozen sentences only."""

DATE = "2024-06-19"
"""The date of every sentence, a Wednesday."""


def names(end: Any) -> set[str]:
    """All names of an entity, its id among them."""
    if end is None:
        return set()
    if isinstance(end, str):
        return {fold(end)}
    return {fold(label) for label in end["labels"]} | {fold((end["iri"] or "").rsplit("/", 1)[-1])}


def same(end: Any, expected: list[str]) -> bool:
    return bool(names(end) & {fold(name) for name in expected})


def states(claim: dict[str, Any], triples: list[list[Any]]) -> bool:
    """Whether a claim is one of these triples, a symmetric one either way round."""
    return any(
        claim["predicate"] == relation
        and (
            (same(claim["subject"], one) and same(claim["object"], other))
            or (relation in SYMMETRIC and same(claim["subject"], other) and same(claim["object"], one))
        )
        for one, relation, other in triples
    )


def right(claim: dict[str, Any], row: dict[str, Any]) -> dict[str, bool]:
    """By qualifier that the row names: whether the claim has it so."""
    quantity = claim["quantity"] or {}
    found = {
        "modality": lambda: claim["modality"] in row["modality"],
        "source": lambda: same(claim["attributed_to"], row["source"]),
        "item": lambda: bool(set(fold(claim["item"] or "").split()) & set(fold(row["item"][0]).split())),
        "value": lambda: quantity.get("value") == row["value"],
        "bound": lambda: quantity.get("bound") == row["bound"],
        "start": lambda: claim["start"] == row["start"],
        "end": lambda: claim["end"] == row["end"],
        "place": lambda: same(claim["place"], row["place"]),
    }
    return {key: check() for key, check in found.items() if key in row}


def shares(nlp: Language) -> dict[str, float]:
    """The share of right ones by qualifier, among the sentences whose triple was found, and the share of those."""
    rows = [json.loads(line) for line in (GOLD / NAME).read_text(encoding="utf-8").splitlines()]
    articles = [Article(row["text"], "gold", date=DATE) for row in rows]
    good, all_ = Counter[str](), Counter[str]()
    for row, (article, claims) in zip(rows, kg.nlp.extract(nlp, articles), strict=True):
        matching = [one for claim in claims if states(one := record(article, claim), row["triples"])]
        all_["triple"] += 1
        good["triple"] += bool(matching)
        for key, ok in right(matching[0], row).items() if matching else ():
            all_[key] += 1
            good[key] += ok
    return {key: good[key] / all_[key] for key in sorted(all_)}


def test_qualifiers_keep_their_floors(nlp: Language, request: pytest.FixtureRequest) -> None:
    found = shares(nlp)
    digest = hashlib.sha256((GOLD / NAME).read_bytes()).hexdigest()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    key = f"gold/{NAME}"
    if request.config.getoption("--raise-floors"):
        lowered = {name: math.floor(share * 100 - SLACK) / 100 for name, share in found.items()}
        floors[key] = {**lowered, "sha256": digest}
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    assert digest == floors[key].pop("sha256"), "the floor was measured on another file: measure it anew"
    assert {name: share for name, share in found.items() if share < floors[key][name]} == {}

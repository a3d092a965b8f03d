"""Open relations on sentences of our own never fall below their floors in `floors.json`; see `tests/gold/README.md`."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import scoring

if TYPE_CHECKING:
    from spacy.language import Language

FLOORS = Path(__file__).with_name("floors.json")


@pytest.mark.parametrize("name", ["open", "events", "open-hard", "events-hard"])
def test_open_relations_keep_their_floors(name: str, nlp: Language, request: pytest.FixtureRequest) -> None:
    found = scoring.figures(nlp, name, "")
    digest = hashlib.sha256((scoring.GOLD / f"{name}.jsonl").read_bytes()).hexdigest()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    key = f"gold/{name}.jsonl"
    if request.config.getoption("--raise-floors"):
        floors[key] = {"f1": math.floor(found.f1 * 100) / 100, "sha256": digest}
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    assert digest == floors[key]["sha256"], "the floor was measured on another file: measure it anew"
    assert found.f1 >= floors[key]["f1"]


GOLD = [[("El general", "se retiró con", "sus tropas"), ("El general", "pidió", "refuerzos")]]


def test_all_words_right_is_one() -> None:
    figures = scoring.carb(GOLD, [[(line, 0.8) for line in GOLD[0]]])
    assert (figures.precision, figures.recall, figures.f1) == (1, 1, 1)


def test_words_count_part_by_part() -> None:
    """4 of 5 predicted words are right, 4 of the 7 gold ones found; the other gold tuple is missed."""
    figures = scoring.carb(GOLD, [[(("general", "se retiró", "sus soldados"), 0.8)]])
    assert (figures.precision, figures.recall) == (pytest.approx(4 / 5), pytest.approx(4 / 7 / 2))


def test_without_a_common_word_in_the_relation_nothing_is_right() -> None:
    figures = scoring.carb(GOLD, [[(("El general", "retrocedió", "sus tropas"), 0.8)]])
    assert figures.f1 == 0


def test_two_predictions_for_one_tuple_cost_precision_and_a_threshold_mends_it() -> None:
    twice = [(GOLD[0][0], 0.9), (GOLD[0][1], 0.9), (GOLD[0][1], 0.5)]
    assert scoring.carb(GOLD, [twice]).f1 == 1
    assert scoring.carb(GOLD, [[(line, 0.9) for line, _ in twice]]).precision == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("El concejal Hernan Duarte", "Hernán Duarte", True),
        ("tres soldados de la brigada", "soldados", True),
        ("tres soldados de la brigada", "la brigada", False),
    ],
)
def test_ends_are_the_same_by_their_heads(one: str, other: str, same: bool) -> None:
    assert scoring.same_head(one, other) is same

"""Confidences: the fit, what it is worth on the own corpus, and that they go the right way."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from spacy.language import Language

from kg.nlp.confidence import confidence, current, probability
from kg.output.explanation import TEXTS
from training import confidence as training
from training.confidence import Bin, Observation, calibration_error, cross_validated, fit, reliability

TOLERANCE = 0.06
"""The calibration error that a third of the own corpus may show; with some 450 claims, chance alone gives 0.03."""


def made(count: int) -> list[Observation]:
    """Claims of which those with "a" are right nine times in ten, those without half of the time."""
    chance = random.Random(0)
    found = []
    for number in range(count):
        good = chance.random() < 0.5
        right = chance.random() < (0.9 if good else 0.5)
        found.append(Observation("made", str(number // 5), ("a",) if good else ("b",), right))
    return found


def test_a_fit_finds_the_shares() -> None:
    weights = fit(made(2000))
    assert list(weights) == ["base", "a", "b"]
    assert probability(weights, ["a"]) == pytest.approx(0.9, abs=0.03)
    assert probability(weights, ["b"]) == pytest.approx(0.5, abs=0.03)
    assert probability(weights, ["b", "never seen"]) == probability(weights, ["b"])


def test_a_rare_property_gets_no_weight() -> None:
    observations = [replace(one, properties=(*one.properties, "rare")) for one in made(10)] + made(200)
    assert "rare" not in fit(observations)
    assert fit(observations) == fit(list(observations))


def test_cross_validation_never_sees_the_article_that_it_judges() -> None:
    """Each article has a property of its own, and all its claims are right or wrong: only a look inside would tell."""
    observations = [
        Observation("made", str(article), (f"only {article}",), article % 2 == 0)
        for article in range(40)
        for _ in range(training.RARE + 5)
    ]
    inside = fit(observations)
    assert probability(inside, ["only 0"]) > 0.7 > 0.3 > probability(inside, ["only 1"])
    found = cross_validated(observations)
    assert all(0.3 < value < 0.7 for value in found)


def test_reliability_is_told_by_bins() -> None:
    bins = reliability([0.1, 0.85, 0.85, 0.899, 1.0], [False, True, False, True, True])
    assert bins == [
        Bin(0.0, 0.5, 1, pytest.approx(0.1), 0.0),
        Bin(0.8, 0.9, 2, pytest.approx(0.85), 0.5),
        Bin(0.9, 1.0, 2, pytest.approx(0.95), 1.0),
    ]
    assert calibration_error(bins) == pytest.approx((0.1 + 2 * 0.35 + 2 * 0.05) / 5)


def test_the_page_shows_every_weight() -> None:
    text = training.PAGE.read_text(encoding="utf-8")
    for name in current():
        assert name == "base" or f"| {name} |" in text
    assert all(text.count(mark) == 1 for mark in training.MARKS)


def test_every_weighed_property_has_its_words() -> None:
    known = json.loads(TEXTS.read_text(encoding="utf-8"))["properties"]
    for name in current():
        first, _, second = name.partition(": ")
        assert name == "base" or first in known
        assert first in ("base", "relation", "modality") or not second or second in known


GOOD = ("trigger: verb", "relation: CONSULT", "subject: name", "object: name")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("subject: name", "subject: noun that points back"),
        ("subject: name", "subject: dropped, possessive or enclitic"),
        ("object: name", "object: pronoun"),
        ("object: name", "object: phrase"),
        ("object: name", "object: noun that points back"),
        ("trigger: title", "trigger: verb"),
        ("", "modality: Possible"),
        ("", "subject: in no list"),
        ("", "object: in no list"),
    ],
)
def test_what_is_harder_to_read_is_less_sure(old: str, new: str) -> None:
    before = tuple(name for name in GOOD if name.partition(":")[0] != old.partition(":")[0]) + ((old,) if old else ())
    after = (*(name for name in before if name != old), new)
    assert confidence(after)[0] < confidence(before)[0]


def test_a_confidence_is_a_probability_in_hundredths() -> None:
    value, reasons = confidence((*GOOD, "never seen"))
    assert 0 < value < 1 and value == round(value, 2)
    assert [name for name, _ in reasons] == [*GOOD, "never seen"]
    assert reasons[-1][1] == 0


def test_confidences_hold_on_the_own_corpus(nlp: Language) -> None:
    """Fitted on these articles among others, so kinder than the cross-validated figures of `docs/confidence.md`."""
    found = [one for path in sorted(training.OWN.glob("*.jsonl")) for one in training.observe(nlp, path, every=3)]
    assert len(found) > 300
    confidences = [confidence(one.properties)[0] for one in found]
    bins = reliability(confidences, [one.right for one in found])
    assert calibration_error(bins) <= TOLERANCE, bins
    high = [one.right for one, value in zip(found, confidences, strict=True) if value >= 0.9]
    low = [one.right for one, value in zip(found, confidences, strict=True) if value < 0.6]
    assert sum(high) / len(high) >= 0.88
    assert sum(low) / len(low) <= 0.65

"""The scorer: what counts as right, what as wrong, and what is left out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kg import evaluate
from kg.errors import ArticleError
from kg.model import Claim, Entity, Modality, Period, Quantity

GOLD = [
    {
        "id": "a",
        "text": "…",
        "triples": [
            {"s": ["RUS", "Rusia"], "p": "invades", "o": ["UKR", "Ucrania"], "modality": "Asserted", "quote": "Q1"},
            {
                "s": ["Vladímir Putin", "RUS"],
                "p": "meetsWith",
                "o": ["Xi Jinping"],
                "modality": "Planned",
                "quote": "Q2",
            },
            {"s": ["Putin"], "p": "leads", "o": ["RUS", "Rusia"], "modality": "Asserted", "quote": "Q3"},
            {
                "s": ["PRK", "Corea del Norte"],
                "p": "suppliesArmsTo",
                "o": ["RUS", "Rusia"],
                "modality": "Alleged",
                "by": ["KOR", "Corea del Sur"],
                "item": ["proyectiles de artillería"],
                "value": 3000000,
                "start": "2023-08",
                "quote": "Q4",
            },
            {"s": ["IRN", "Irán"], "p": "launches", "o": ["misiles balísticos"], "modality": "Asserted", "quote": "Q5"},
            {
                "s": ["IRN", "Irán"],
                "p": "attacks",
                "o": ["ISR", "Israel"],
                "modality": "Asserted",
                "quote": "Q6",
                "optional": True,
            },
        ],
    },
    {"id": "b", "text": "…", "triples": []},
]


def entity(id: str | None, *labels: str, type: str = "Country") -> Entity:
    return Entity(id, labels[0], type, labels)


RUSSIA = entity("RUS", "Rusia", "Russia")
UKRAINE = entity("UKR", "Ucrania")
KOREA = entity("PRK", "Corea del Norte")
IRAN = entity("IRN", "Irán")
ISRAEL = entity("ISR", "Israel")
PUTIN = entity("person/vladimir_putin", "Vladimir Putin", "Putin", type="Person")
XI = entity("person/xi_jinping", "Xi Jinping", type="Person")


def claim(subject: Entity, predicate: str | None, object: Entity, modality: str = "Asserted", **more: object) -> Claim:
    return Claim(subject, predicate, object, Modality(modality), 0, 1, "P", **more)  # type: ignore[arg-type]


@pytest.fixture
def gold(tmp_path: Path) -> dict[str, list[evaluate.Triple]]:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in GOLD) + "\n", encoding="utf-8")
    return evaluate.read_gold(path)


def test_figures_are_those_of_the_reference_scorer(gold: dict[str, list[evaluate.Triple]]) -> None:
    """The expected figures are what the project's reference scoring script prints for the same gold and predictions."""
    supply = claim(
        KOREA,
        "suppliesArmsTo",
        RUSSIA,
        "Alleged",
        attributed_to=entity("KOR", "Corea del Sur"),
        item=entity("item/proyectiles", "los proyectiles", type="Item"),
        quantity=Quantity(Decimal("3000000")),
        period=Period("2023-08-01"),
    )
    predicted = {
        "a": [
            claim(RUSSIA, "invades", UKRAINE, "Possible"),
            claim(RUSSIA, "invades", UKRAINE),
            claim(XI, "meetsWith", PUTIN),
            supply,
            claim(IRAN, "launches", entity("item/x", "misiles", type="Weapon")),
            claim(IRAN, "attacks", ISRAEL),
            claim(UKRAINE, "attacks", RUSSIA),
            claim(RUSSIA, None, UKRAINE),
            claim(RUSSIA, "invades", entity(None, "un país", type="Mention")),
        ],
        "b": [claim(IRAN, "attacks", ISRAEL)],
        "unknown": [claim(IRAN, "attacks", ISRAEL)],
    }
    figures = evaluate.evaluate(gold, predicted).figures()
    relations = figures.pop("relations")
    assert {key: round(value, 4) for key, value in figures.items()} == {
        "precision": 0.6667,
        "recall": 0.8,
        "f1": 0.7273,
        "precision_strict": 0.5714,
        "precision_without_leads": 0.6667,
        "recall_without_leads": 1.0,
        "f1_without_leads": 0.8,
        "required": 5,
        "predicted": 7,
        "modality": 0.75,
        "source": 1.0,
        "item": 1.0,
        "quantity": 1.0,
        "date": 1.0,
    }
    assert relations["attacks"] == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "required": 0,
        "found": 0,
        "right": 0,
        "wrong": 2,
    }


@pytest.mark.parametrize(
    ("prediction", "right"),
    [
        (claim(RUSSIA, "invades", UKRAINE), True),
        (claim(UKRAINE, "invades", RUSSIA), False),
        (claim(RUSSIA, "attacks", UKRAINE), False),
        (claim(PUTIN, "leads", entity("x", "LA RUSIA")), True),
        (claim(entity("person/putin", "El líder"), "leads", RUSSIA), True),
        (claim(entity("person/petrov", "Petrov"), "meetsWith", XI), False),
        (claim(XI, "meetsWith", RUSSIA), True),
        (claim(IRAN, "launches", entity("item/a", "misiles balísticos iraníes")), True),
        (claim(IRAN, "launches", entity("item/a", "un misil")), True),
        (claim(IRAN, "launches", entity("item/a", "balísticos misiles")), False),
        (claim(IRAN, "launches", entity("item/a", "drones")), False),
    ],
)
def test_a_prediction_is_right_by_relation_and_names(
    gold: dict[str, list[evaluate.Triple]], prediction: Claim, right: bool
) -> None:
    assert any(evaluate.matches(prediction, triple) for triple in gold["a"]) is right


def test_mistakes_are_told_apart(gold: dict[str, list[evaluate.Triple]]) -> None:
    predicted = {
        "a": [claim(UKRAINE, "invades", RUSSIA), claim(PUTIN, "leads", UKRAINE), claim(KOREA, "attacks", RUSSIA)]
    }
    score = evaluate.evaluate(gold, predicted)
    assert {(m.predicate, m.kind) for m in score.wrong} == {
        ("invades", "reversed"),
        ("leads", "other object"),
        ("attacks", "other relation"),
    }
    assert {(m.predicate, m.kind) for m in score.missed} == {
        ("invades", "reversed"),
        ("leads", "other object"),
        ("suppliesArmsTo", "other relation"),
        ("meetsWith", "nothing near"),
        ("launches", "nothing near"),
    }
    lines = list(evaluate.report(score, errors=True))
    assert "missed (reversed): RUS | invades | UKR  [a]" in lines
    assert lines[lines.index("missed (reversed): RUS | invades | UKR  [a]") + 1] == "    Q1"


def test_nothing_predicted_gives_zeros(gold: dict[str, list[evaluate.Triple]]) -> None:
    score = evaluate.evaluate(gold, {})
    assert (score.total.precision, score.total.recall, score.total.f1) == (0, 0, 0)
    assert score.figures()["modality"] is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "holds no annotated articles"),
        ("{", "line 1: not an annotated article"),
        ('{"id": "a"}', "no 'triples'"),
        ('{"id": "a", "triples": [{"s": ["x"]}]}', "no 'p'"),
        ("[]", "line 1: not an annotated article"),
    ],
)
def test_a_bad_gold_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArticleError, match=reason):
        evaluate.read_gold(path)

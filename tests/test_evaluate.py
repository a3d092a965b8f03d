"""The scorer: what counts as right, what as wrong, and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg import evaluate
from kg.errors import ArticleError
from kg.model import Claim, Entity, Explanation, Modality, Period, Quantity, Survey

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
    leads = replace(claim(PUTIN, "leads", UKRAINE), quote="Q3")
    predicted = {"a": [claim(UKRAINE, "invades", RUSSIA), leads, claim(KOREA, "attacks", RUSSIA)]}
    score = evaluate.evaluate(gold, predicted)
    assert {(m.predicate, m.kind) for m in score.wrong} == {
        ("invades", "wrong direction"),
        ("leads", "other object"),
        ("attacks", "other relation"),
    }
    assert {(m.predicate, m.kind) for m in score.missed} == {
        ("invades", "wrong direction"),
        ("leads", "other object"),
        ("suppliesArmsTo", "other relation"),
        ("meetsWith", "nothing near"),
        ("launches", "nothing near"),
    }
    lines = list(evaluate.report(score, errors=True))
    first = lines.index("missed, wrong direction: 1")
    assert lines[first + 1 : first + 3] == ["  RUS | invades | UKR  [a]", "      Q1"]
    assert lines.index("missed: 5") < first
    assert lines[lines.index("missed: 5") + 1] == "  nothing near                        2"


def test_a_claim_of_another_sentence_is_not_near(gold: dict[str, list[evaluate.Triple]]) -> None:
    score = evaluate.evaluate(gold, {"a": [replace(claim(PUTIN, "leads", UKRAINE), quote="elsewhere")]})
    assert {m.kind for m in score.missed if m.predicate == "leads"} == {"nothing near"}


@pytest.mark.parametrize(
    ("mentions", "triggers", "kind", "detail"),
    [
        ([], [], "entity not found", "RUS"),
        ([(0, RUSSIA)], [], "entity not found", "UKR"),
        ([(0, RUSSIA), (8, UKRAINE)], [], "no trigger", ""),
        ([(0, RUSSIA), (8, UKRAINE)], [(5, "ataca", "attacks"), (30, "entra", "invades")], "no trigger", ""),
        ([(0, RUSSIA), (30, UKRAINE)], [(5, "entra", "invades")], "not resolved in its sentence", "UKR"),
        ([(0, RUSSIA), (8, UKRAINE)], [(5, "entra", "invades")], "not linked", "«entra»"),
    ],
)
def test_what_stood_in_the_way_of_a_missed_triple_is_told(
    mentions: list[tuple[int, Entity]], triggers: list[tuple[int, str, str]], kind: str, detail: str
) -> None:
    quote = "Rusia entra en Ucrania."
    triple = evaluate.Triple(("RUS", "Rusia"), "invades", ("UKR", "Ucrania"), "Asserted", quote)
    survey = Survey(quote + " " + "x" * 40, tuple(mentions), tuple(triggers))
    (missed,) = evaluate.evaluate({"a": [triple]}, {}, {"a": survey}).missed
    assert (missed.kind, missed.detail) == (kind, detail)


def test_a_wrong_prediction_tells_its_trigger_and_frame(gold: dict[str, list[evaluate.Triple]]) -> None:
    why = Explanation("conflictual.toml, frame 1", "ataca")
    score = evaluate.evaluate(gold, {"a": [claim(IRAN, "condemns", RUSSIA, explanation=why)]})
    (wrong,) = score.wrong
    assert (wrong.kind, wrong.detail) == ("not annotated", "«ataca», conflictual.toml, frame 1")


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

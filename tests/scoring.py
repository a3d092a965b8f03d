"""Scorers for `kg extract --open` on the sets in `tests/gold/`.

`python tests/scoring.py SET [dev|test]`, from the checkout, prints what is right, lacking and too much in open, events,
open-hard or events-hard.

Open tuples are scored by token overlap, as CaRB does (Bhardwaj, Aggarwal and Mausam 2019, "CaRB: A Crowdsourced
Benchmark for Open IE", EMNLP, section 4): a prediction and a gold tuple that share a word of the relation have the
precision and recall of their words, part by part; recall takes for each gold tuple the best prediction, precision
matches each prediction with at most one gold tuple, greedily; the figure is the best F1 over the thresholds on the
confidence. Events are right where relation, source and target are, by the heads of their phrases.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kg.nlp
from kg import Article
from kg.evaluate import SYMMETRIC, fold
from kg.output.claims import record

GOLD = Path(__file__).parent / "gold"
CONTRACTIONS = {"al": ("a", "el"), "del": ("de", "el")}
STRUCTURAL = frozenset(("leads", "memberOf", "locatedIn", "launches", "possesses"))
"""Relations that tell no event between two."""

Tuple = tuple[str, str, str]


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1; for open tuples at the best threshold, `auc` the area under precision over recall."""

    precision: float
    recall: float
    f1: float
    auc: float = 0.0


def read(name: str, part: str = "") -> list[dict[str, Any]]:
    """The sentences of `tests/gold/NAME.jsonl`, of one part ("dev", "test") or of both."""
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [row for row in rows if part in ("", row["part"])]


def records(nlp: Any, texts: Iterable[str]) -> list[list[dict[str, Any]]]:
    """What `kg extract --open --format jsonl` prints for each text."""
    articles = [Article(text, "gold") for text in texts]
    found = kg.nlp.extract(nlp, articles, open_relations=True)
    return [[record(article, claim, open_relations=True) for claim in claims] for article, claims in found]


# -- open tuples ----------------------------------------------------------------------------------------


def words(phrase: str) -> list[str]:
    """The words of a phrase in lower case, contractions undone.

    >>> words("Viajó al Perú")
    ['viajó', 'a', 'el', 'perú']
    """
    found = re.findall(r"\w+", phrase.lower())
    return [part for word in found for part in CONTRACTIONS.get(word, (word,))]


def overlap(gold: Tuple, predicted: Tuple) -> tuple[float, float]:
    """Precision and recall of a predicted tuple's words against a gold one's; zeros without a common relation word."""
    common = [(Counter(words(g)) & Counter(words(p))).total() for g, p in zip(gold, predicted, strict=True)]
    if not common[1]:
        return 0.0, 0.0
    mine, other = sum(len(words(p)) for p in predicted), sum(len(words(g)) for g in gold)
    return sum(common) / mine, sum(common) / other


def carb(gold: Sequence[Sequence[Tuple]], predicted: Sequence[Sequence[tuple[Tuple, float]]]) -> Figures:
    """CaRB's figures for the gold and the predicted tuples (with their confidence) of the same sentences."""
    tables = [[[overlap(g, p) for p, _ in mine] for g in golds] for golds, mine in zip(gold, predicted, strict=True)]
    required = sum(map(len, gold))
    curve = []
    for threshold in sorted({confidence for mine in predicted for _, confidence in mine}):
        right = covered = made = 0.0
        for table, mine in zip(tables, predicted, strict=True):
            kept = [n for n, (_, confidence) in enumerate(mine) if confidence >= threshold]
            made += len(kept)
            covered += sum(max((row[n][1] for n in kept), default=0.0) for row in table)
            right += _greedy([[row[n][0] for n in kept] for row in table])
        precision, recall = right / made, covered / required
        curve.append(Figures(precision, recall, 2 * precision * recall / (precision + recall or 1.0)))
    best = max(curve, key=lambda point: point.f1, default=Figures(0, 0, 0))
    points = [(point.recall, point.precision) for point in curve][::-1]
    points = [(0.0, points[0][1]), *points] if points else []
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in zip(points, points[1:], strict=False))
    return Figures(best.precision, best.recall, best.f1, area)


def _greedy(table: list[list[float]]) -> float:
    """The sum of the best scores, each row and each column taken once."""
    cells = sorted(((score, r, c) for r, row in enumerate(table) for c, score in enumerate(row)), reverse=True)
    rows: set[int] = set()
    columns: set[int] = set()
    total = 0.0
    for score, r, c in cells:
        if r not in rows and c not in columns:
            rows.add(r)
            columns.add(c)
            total += score
    return total


def tuples(found: Iterable[dict[str, Any]]) -> list[tuple[Tuple, float]]:
    """The open tuples of one text with their confidence, each once."""
    best: dict[Tuple, float] = {}
    for line in found:
        ends = (line["subject"]["mention"], line["relation"], line["object"]["mention"])
        best[ends] = max(best.get(ends, 0.0), line["confidence"])
    return list(best.items())


# -- events ---------------------------------------------------------------------------------------------

Event = tuple[Sequence[str], str, str]
"""The relations that are right, source, target."""

SMALL = frozenset("el la los las un una unos unas de del al a y que en con por otros otras su sus".split())
NUMBERS = frozenset("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte".split())


def event_figures(gold: Sequence[Sequence[Event]], found: Sequence[Sequence[dict[str, Any]]]) -> Figures:
    """Precision, recall and F1 of the propositions with a relation of the ontology that tells an event."""
    required = predicted = right = 0
    for events, lines in zip(gold, found, strict=True):
        mine = [line for line in lines if line["predicate"] and line["predicate"] not in STRUCTURAL]
        hits = [[same_event(event, line) for line in mine] for event in events]
        required += len(events)
        predicted += len(mine)
        right += round(_greedy([[float(hit) for hit in row] for row in hits]))
    precision, recall = right / (predicted or 1), right / required
    return Figures(precision, recall, 2 * precision * recall / (precision + recall or 1.0))


def same_event(event: Event, line: dict[str, Any]) -> bool:
    """Whether a proposition has an event's relation, source and target."""
    relations, source, target = event
    if line["predicate"] not in relations:
        return False
    ends = (line["subject"], line["object"])
    ways = [ends, ends[::-1]] if line["predicate"] in SYMMETRIC else [ends]
    return any(same_end(source, first) and same_end(target, second) for first, second in ways)


def same_end(gold: str, end: dict[str, Any]) -> bool:
    """Whether the head of a gold phrase is that of the phrase or of a name of an end."""
    return any(same_head(gold, name) for name in (end["mention"], *end["labels"]))


def same_head(one: str, other: str) -> bool:
    """Whether the first content word of one phrase stands before the first preposition of the other.

    >>> same_head("El concejal Hernan Duarte", "Hernán Duarte"), same_head("dos buses de la empresa", "la empresa")
    (True, False)
    """
    first, second = _core(one), _core(other)
    return bool(first and second) and (first[0] in second or second[0] in first)


def _core(phrase: str) -> list[str]:
    plain = re.split(r" (?:de|del|en|por|que|a|contra) ", fold(phrase))[0].split()
    return [word for word in plain if word not in SMALL | NUMBERS and not word.isdigit()] or plain


# -- the report -----------------------------------------------------------------------------------------


def figures(nlp: Any, name: str, part: str) -> Figures:
    """The figures of one set: "open", "events", or one of the harder ones "open-hard", "events-hard"."""
    rows = read(name, part)
    found = records(nlp, (row["text"] for row in rows))
    if name.startswith("events"):
        return event_figures([row["events"] for row in rows], found)
    return carb([row["tuples"] for row in rows], [tuples(lines) for lines in found])


def report(nlp: Any, name: str, part: str) -> Iterator[str]:
    """Each sentence with what is right in it, lacking and too much, then the figures."""
    rows = read(name, part)
    for row, lines in zip(rows, records(nlp, (row["text"] for row in rows)), strict=True):
        yield f"\n{row['text']}"
        yield from _events(row, lines) if name.startswith("events") else _tuples(row, lines)
    total = figures(nlp, name, part)
    yield f"\n{name} {part}: P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}  AUC {total.auc:.3f}"


def _tuples(row: dict[str, Any], lines: list[dict[str, Any]]) -> Iterator[str]:
    mine = tuples(lines)
    for gold in row["tuples"]:
        score = max((overlap(gold, p)[1] for p, _ in mine), default=0.0)
        yield f"  gold {score:.2f}       {' | '.join(gold)}"
    for predicted, confidence in mine:
        score = max((overlap(gold, predicted)[0] for gold in row["tuples"]), default=0.0)
        yield f"  mine {score:.2f} ({confidence:.2f}) {' | '.join(predicted)}"


def _events(row: dict[str, Any], lines: list[dict[str, Any]]) -> Iterator[str]:
    mine = [line for line in lines if line["predicate"] and line["predicate"] not in STRUCTURAL]
    for event in row["events"]:
        sign = "=" if any(same_event(event, line) for line in mine) else "-"
        yield f"  {sign} {'/'.join(event[0])} | {event[1]} | {event[2]}"
    for line in mine:
        if not any(same_event(event, line) for event in row["events"]):
            ends = " | ".join(line[end]["mention"] or f"[{line[end]['label']}]" for end in ("subject", "object"))
            yield f"  + {line['predicate']} | {ends}"


if __name__ == "__main__":
    print("\n".join(report(kg.nlp.load(), sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")))

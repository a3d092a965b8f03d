"""A claim with its explanation → lines for people, in Spanish or English, or an object for JSON."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import config
from kg.graph import iris
from kg.model import Article, Claim, Link, Modality, Trail
from kg.output.claims import SIGNS, number
from kg.output.table import cell
from kg.vocabulary.lexicon import PREPOSITIONS, Lexicon
from kg.vocabulary.ontology import Ontology

TEXTS = Path(__file__).with_suffix(".json")
LANGUAGES = ("es", "en")
"""The languages of the texts, in the order of the pairs in `explanation.json`."""

WIDTH = 14
"""Columns of the headings on the left."""

SLIGHT = 0.1
"""Log odds below which a property is not shown: it moves a probability by less than 0.03."""


def record(article: Article, claim: Claim) -> dict[str, Any]:
    """The explanation of a claim of an article as JSON knows it, with the claim's IRI and the place of its frame."""
    explanation = asdict(claim.explanation)
    for end in ("subject", "object"):
        for link in explanation[end]["chain"]:
            link["iri"] = iris.absolute(link["id"]) if link["id"] is not None else None
            del link["id"]
    return {
        "claim": claim_iri(article, claim) if claim.predicate and claim.subject.id and claim.object.id else None,
        "frame": claim.explanation.frame,
        "line": Lexicon.load().lines.get(claim.explanation.frame),
        **{key: value for key, value in explanation.items() if key not in ("frame", "reasons")},
        "reasons": dict(claim.explanation.reasons),
    }


def claim_iri(article: Article, claim: Claim) -> str:
    """The IRI of a claim of an article, as the graph has it."""
    return iris.absolute(iris.claim_id(iris.article_id(article), claim))


def lines(article: Article, claim: Claim, *, language: str, stored: float | None = None) -> Iterator[str]:
    """A claim and why it was made, one thing a line. `stored` is the confidence in the graph, where it has another."""
    texts = _Texts(language)
    yield _triple(claim, language)
    name = ", ".join(cell(part) for part in (article.id, article.date) if part)
    if claim.predicate and claim.subject.id and claim.object.id:
        yield f"  id:{claim_iri(article, claim).removeprefix(config.ID)} · {name}"
    else:
        yield f"  {name}"
    yield f"  «{cell(claim.quote)}»"
    yield _row(texts.label("trigger"), f"«{cell(claim.explanation.trigger)}»: {texts.frame(claim.explanation.frame)}")
    for heading, trail in (("subject", claim.explanation.subject), ("object", claim.explanation.object)):
        for number_, line in enumerate(_trail(trail, texts)):
            yield _row(texts.label(heading) if number_ == 0 else "", line)
    yield _row(texts.label("modality"), _modality(claim, texts))
    if claim.attributed_to is not None:
        rule = texts.rule(claim.explanation.source_rule)
        yield _row(texts.label("source"), f"{cell(claim.attributed_to.label)}: {rule}")
    for heading, text in _qualifiers(claim):
        yield _row(texts.label(heading), cell(text))
    yield _row(texts.label("confidence"), _confidence(claim, texts, stored))


def _row(heading: str, text: str) -> str:
    return f"  {heading:{WIDTH}}{text}"


def _triple(claim: Claim, language: str) -> str:
    relation = Ontology.load().relations.get(claim.predicate or "")
    if relation is None:
        return f"{cell(claim.subject.label)} → {cell(claim.relation)} → {cell(claim.object.label)}"
    label = relation.label_es if language == "es" else relation.label_en
    return f"{cell(claim.subject.label)} → {label} → {cell(claim.object.label)}  [{relation.name}]"


def _trail(trail: Trail, texts: _Texts) -> Iterator[str]:
    if trail.role:
        rule = f" ({trail.rule})" if trail.rule else ""
        yield f"{texts.label('role')} {trail.role}: {texts.role(trail.role)}{rule}"
    if trail.path:
        yield cell(trail.path)
    if trail.chain:
        steps = (f"{_phrase(link, texts)} ({texts('how', link.how)})" for link in trail.chain)
        yield f"{' → '.join(steps)} → {_entity(trail.chain)}"


def _phrase(link: Link, texts: _Texts) -> str:
    return f"«{cell(link.text)}»" if link.text else texts.label("left out")


def _entity(chain: tuple[Link, ...]) -> str:
    """What the whole chain comes to: the entity of its first step, which took over that of the steps after it."""
    first = chain[0]
    return cell(first.label) + (f" (id:{first.id})" if first.id is not None else "")


def _modality(claim: Claim, texts: _Texts) -> str:
    cue = claim.explanation.modality_cue
    if not cue:
        return f"{claim.modality}" + (f": {texts.label('no cue')}" if claim.modality is Modality.ASSERTED else "")
    return f"{claim.modality}: " + (texts.label("said by frame") if cue == "frame" else f"«{cell(cue)}»")


def _qualifiers(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.item:
        yield "item", claim.item.label
    if claim.quantity:
        quantity = claim.quantity
        yield "quantity", f"{SIGNS[quantity.bound]}{number(quantity.value)} {quantity.unit}"
    if claim.period:
        yield "period", "/".join(day or "…" for day in (claim.period.start, claim.period.end))
    if claim.place:
        yield "place", claim.place.label


def _confidence(claim: Claim, texts: _Texts, stored: float | None) -> str:
    reasons = sorted(claim.explanation.reasons, key=lambda reason: (-abs(reason[1]), reason[0]))
    shown = "; ".join(f"{texts.property(name)} {weight:+.2f}" for name, weight in reasons if abs(weight) >= SLIGHT)
    other = f" ({texts.label('in the graph')}: {stored:.2f})" if stored not in (None, claim.confidence) else ""
    return f"{claim.confidence:.2f}{other}" + (f": {shown}" if shown else "")


class _Texts:
    """The texts of `explanation.json` in one language."""

    def __init__(self, language: str) -> None:
        self._column = LANGUAGES.index(language)

    def __call__(self, table: str, key: str) -> str:
        return _texts()[table][key][self._column]

    def label(self, key: str) -> str:
        """A heading or a set phrase."""
        return self("labels", key)

    def frame(self, name: str) -> str:
        """The entry of the lexicon with its line, or the rule that needs none."""
        line = Lexicon.load().lines.get(name)
        if line is not None:
            return f"{name}, {self.label('line')} {line}"
        rule, _, words = name.partition(" ")
        kind = rule.removesuffix(".toml")
        text = self("frames", kind) if kind in _texts()["frames"] else name
        return f"{text} {words}".strip()

    def role(self, name: str) -> str:
        """What a role of a frame means: "obj.de" → "complement with “de” of: object"."""
        first, _, second = name.partition(".")
        if second:
            return self("roles", "of").format(self.role(second), self.role(first))
        return self("roles", "preposition").format(name) if name in PREPOSITIONS else self("roles", name)

    def rule(self, name: str) -> str:
        """How the source was found: "subject of decir"."""
        for words in _texts()["rules"]:
            name = name.replace(words, self("rules", words))
        return cell(name)

    def property(self, name: str) -> str:
        """A property that counts for the confidence: "subject: name"."""
        known = _texts()["properties"]
        return ": ".join(self("properties", part) if part in known else part for part in name.split(": "))


@functools.cache
def _texts() -> dict[str, dict[str, list[str]]]:
    texts: dict[str, dict[str, list[str]]] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return texts

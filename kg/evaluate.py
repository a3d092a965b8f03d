"""Predicted claims against annotated articles → precision, recall and F1, and what went wrong."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import ArticleError
from kg.model import Claim, Entity, Survey
from kg.output.claims import number

SYMMETRIC = frozenset(
    "tradesWith alliedWith cooperatesWith signsAgreementWith meetsWith negotiatesWith atWarWith".split()
)
"""Relations that hold either way round; part of the measure, so fixed here rather than read from the ontology."""

THING_OBJECT = frozenset("seeks develops launches possesses participatesIn withdrawsFrom".split())
"""Relations whose object has no fixed name: head words must agree, and one name hold all content words of the other."""

SMALL = frozenset("de del la el los las y e o en con por para a un una unos unas su sus".split())
ITEM_SMALL = frozenset("de y los las la el".split())
QUALIFIERS = ("modality", "source", "item", "quantity", "date")


@dataclass(frozen=True, slots=True)
class Triple:
    """One annotated triple (`annotation.md`); tuples hold the names that count as right, the best first."""

    subject: tuple[str, ...]
    predicate: str
    object: tuple[str, ...]
    modality: str
    quote: str = ""
    optional: bool = False
    by: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    start: str = ""


@dataclass(slots=True)
class Count:
    """Required triples and how many were found; predictions that are right, wrong, or match an optional triple only."""

    required: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    optional: int = 0

    @property
    def precision(self) -> float:
        """The share of right ones among the predictions, optional ones left out."""
        return _share(self.right, self.right + self.wrong)

    @property
    def strict_precision(self) -> float:
        """The share of right ones among all predictions."""
        return _share(self.right, self.right + self.wrong + self.optional)

    @property
    def recall(self) -> float:
        """The share of the required triples that were found."""
        return _share(self.found, self.required)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    def without(self, other: Count) -> Count:
        """These counts less others."""
        return Count(
            self.required - other.required,
            self.found - other.found,
            self.right - other.right,
            self.wrong - other.wrong,
            self.optional - other.optional,
        )


@dataclass(frozen=True, slots=True)
class Mistake:
    """A triple that was missed, or a wrong one that was predicted.

    `kind` says where to look: how a prediction of the article came near ("wrong direction", "other relation", "other
    object", "other subject"), or what stood in the way of a missed one that none came near: "entity not found"
    anywhere in the article, "no trigger" of its relation in its sentence, an end "not resolved in its sentence" (an
    anaphor), or all there and "not linked"; "nothing near" where the article was not surveyed. A wrong one that comes
    near nothing is "not annotated". `detail` is the name or the words concerned; of a wrong one, its trigger and frame.
    """

    kind: str
    article: str
    subject: str
    predicate: str
    object: str
    quote: str
    detail: str = ""


@dataclass(slots=True)
class Score:
    """What an evaluation found. `qualifiers` holds right and all among the matched triples that have the qualifier."""

    total: Count = field(default_factory=Count)
    relations: dict[str, Count] = field(default_factory=dict)
    qualifiers: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(QUALIFIERS, (0, 0)))
    missed: list[Mistake] = field(default_factory=list)
    wrong: list[Mistake] = field(default_factory=list)

    @property
    def without_leads(self) -> Count:
        """The counts of all relations but `leads`, whose many easy triples hide the others."""
        return self.total.without(self.relations.get("leads", Count()))

    def figures(self) -> dict[str, Any]:
        """All figures, for JSON."""
        total, rest = self.total, self.without_leads
        return {
            "precision": total.precision,
            "recall": total.recall,
            "f1": total.f1,
            "precision_strict": total.strict_precision,
            "precision_without_leads": rest.precision,
            "recall_without_leads": rest.recall,
            "f1_without_leads": rest.f1,
            "required": total.required,
            "predicted": total.right + total.wrong + total.optional,
            **{name: right / n if n else None for name, (right, n) in self.qualifiers.items()},
            "relations": {
                name: {
                    "precision": count.precision,
                    "recall": count.recall,
                    "f1": count.f1,
                    "required": count.required,
                    "found": count.found,
                    "right": count.right,
                    "wrong": count.wrong,
                }
                for name, count in self.relations.items()
            },
        }


def read_gold(path: Path) -> dict[str, list[Triple]]:
    """The annotated triples of each article of a gold file, by the article's id.

    Raises ArticleError if the file cannot be read or a line is not as `annotation.md` says.
    """
    gold: dict[str, list[Triple]] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path}: cannot be read ({error})") from error
    for number_, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
            gold[str(article["id"])] = [_triple(triple) for triple in article["triples"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise ArticleError(f"{path}, line {number_}: not an annotated article ({reason})") from error
    if not gold:
        raise ArticleError(f"{path}: holds no annotated articles")
    return gold


def _triple(triple: Mapping[str, Any]) -> Triple:
    return Triple(
        subject=tuple(triple["s"]),
        predicate=triple["p"],
        object=tuple(triple["o"]),
        modality=triple["modality"],
        quote=triple.get("quote", ""),
        optional=bool(triple.get("optional")),
        by=tuple(_listed(triple.get("by"))),
        item=tuple(_listed(triple.get("item"))),
        values=tuple(_listed(triple.get("value"))),
        start=str(triple.get("start") or ""),
    )


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def evaluate(
    gold: Mapping[str, Sequence[Triple]],
    predicted: Mapping[str, Iterable[Claim]],
    surveys: Mapping[str, Survey] | None = None,
) -> Score:
    """Compare the claims of each article with its annotated triples; articles without annotation are left out.

    A predicted triple is right if its relation is the gold one and each end has a name in common with it, accents and
    case aside; a symmetric relation counts either way round. The same triple predicted twice counts once. `surveys`
    (`kg.build.survey`) let the kinds of the missed ones be told in full.
    """
    score = Score()
    for name, triples in gold.items():
        claims = [claim for claim in predicted.get(name, ()) if _counts(claim)]
        _score_article(score, name, triples, claims, (surveys or {}).get(name))
    return score


def _counts(claim: Claim) -> bool:
    return bool(claim.predicate and claim.subject.id and claim.object.id)


def _score_article(
    score: Score, name: str, triples: Sequence[Triple], claims: Sequence[Claim], survey: Survey | None
) -> None:
    used: set[int] = set()
    wrong: list[Claim] = []
    for group in _same_triples(claims):
        claim = group[0]
        count = score.relations.setdefault(str(claim.predicate), Count())
        hits = [index for index, triple in enumerate(triples) if matches(claim, triple)]
        required = [index for index in hits if not triples[index].optional]
        if required:
            _add(score, count, right=1)
            fresh = [index for index in required if index not in used]
            if fresh:
                used.add(fresh[0])
                _score_qualifiers(score, triples[fresh[0]], group)
        elif hits:
            _add(score, count, optional=1)
        else:
            _add(score, count, wrong=1)
            wrong.append(claim)
    missed: list[Triple] = []
    for triple in triples:
        if not triple.optional:
            found = any(matches(claim, triple) for claim in claims)
            _add(score, score.relations.setdefault(triple.predicate, Count()), required=1, found=int(found))
            if not found:
                missed.append(triple)
    score.missed += [_missed(name, triple, claims, survey) for triple in missed]
    score.wrong += [_wrong(name, claim, triples) for claim in wrong]


def _same_triples(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Claims that state the same triple, together, in the order of the first of each."""
    groups: dict[tuple[str | None, ...], list[Claim]] = {}
    for claim in claims:
        ends = [claim.subject.id, claim.object.id]
        if claim.predicate in SYMMETRIC:
            ends.sort(key=str)
        groups.setdefault((claim.predicate, *ends), []).append(claim)
    yield from groups.values()


def _add(score: Score, count: Count, **changes: int) -> None:
    for key, change in changes.items():
        for place in (score.total, count):
            setattr(place, key, getattr(place, key) + change)


def _score_qualifiers(score: Score, triple: Triple, claims: Sequence[Claim]) -> None:
    checks = {"modality": any(claim.modality == triple.modality for claim in claims)}
    if triple.by:
        checks["source"] = any(claim.attributed_to and same(claim.attributed_to, triple.by) for claim in claims)
    if triple.item:
        checks["item"] = any(claim.item and _same_item(claim.item.label, triple.item) for claim in claims)
    if triple.values:
        checks["quantity"] = any(claim.quantity and number(claim.quantity.value) in triple.values for claim in claims)
    if triple.start:
        starts = [(claim.period.start or "") if claim.period else "" for claim in claims]
        checks["date"] = any(start.startswith(triple.start[:7]) for start in starts)
    for name, right in checks.items():
        before = score.qualifiers[name]
        score.qualifiers[name] = (before[0] + bool(right), before[1] + 1)


def _same_item(label: str, names: Iterable[str]) -> bool:
    words = set(fold(label).split()) - ITEM_SMALL
    return any(words & set(fold(name).split()) for name in names)


def matches(claim: Claim, triple: Triple) -> bool:
    """Whether a claim states an annotated triple."""
    if claim.predicate != triple.predicate:
        return False
    if same(claim.subject, triple.subject) and _same_object(claim, triple.object):
        return True
    symmetric = claim.predicate in SYMMETRIC
    return symmetric and same(claim.subject, triple.object) and same(claim.object, triple.subject)


def same(entity: Entity, gold: Iterable[str]) -> bool:
    """Whether an entity is known under one of the names."""
    return not names(entity).isdisjoint(fold(name) for name in gold)


def _same_object(claim: Claim, gold: Iterable[str]) -> bool:
    if same(claim.object, gold):
        return True
    if claim.predicate not in THING_OBJECT:
        return False
    return any(_same_thing(_words(mine), _words(other)) for mine in names(claim.object) for other in gold)


def _same_thing(mine: Sequence[str], other: Sequence[str]) -> bool:
    if not mine or not other or mine[0] != other[0]:
        return False
    return set(mine) <= set(other) or set(other) <= set(mine)


def names(entity: Entity) -> set[str]:
    """All names of an entity, folded: its labels, and the end of its IRI as words."""
    last = re.split(r"[/#]", entity.id)[-1].replace("_", " ") if entity.id else ""
    return {fold(name) for name in (entity.label, *entity.labels, last)} - {""}


def fold(name: str) -> str:
    """A name without case, accents, punctuation and a leading article.

    >>> fold("La Unión Europea"), fold("EE. UU.")
    ('union europea', 'ee uu')
    """
    decomposed = unicodedata.normalize("NFKD", str(name)).casefold()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    spaced = re.sub(r"\s+", " ", re.sub(r"[^\w ]+", " ", plain)).strip()
    return re.sub(r"^(el|la|los|las|un|una|the) ", "", spaced)


def _words(name: str) -> list[str]:
    return [re.sub(r"(es|s)$", "", word) for word in fold(name).split() if word not in SMALL]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


NEAR = ("wrong direction", "other relation", "other object", "other subject")
"""How a prediction can come near an annotated triple, the nearest first."""


def _wrong(name: str, claim: Claim, triples: Iterable[Triple]) -> Mistake:
    kinds = {_difference(claim, triple) for triple in triples}
    kind = next((kind for kind in NEAR if kind in kinds), "not annotated")
    why = claim.explanation
    detail = f"«{why.trigger}», {why.frame}" if why.frame else ""
    ends = claim.subject.label, str(claim.predicate), claim.object.label
    return Mistake(kind, name, *ends, claim.quote, detail)


def _missed(name: str, triple: Triple, claims: Iterable[Claim], survey: Survey | None) -> Mistake:
    kinds = {
        kind
        for claim in claims
        if (kind := _difference(claim, triple)) in NEAR[:2] or _one_sentence(claim.quote, triple.quote)
    }
    kind = next((kind for kind in NEAR if kind in kinds), "")
    detail = ""
    if not kind:
        kind, detail = ("nothing near", "") if survey is None else _obstacle(triple, survey)
    return Mistake(kind, name, triple.subject[0], triple.predicate, triple.object[0], triple.quote, detail)


def _obstacle(triple: Triple, survey: Survey) -> tuple[str, str]:
    """What kept a triple from being found that no prediction comes near, and the name or words concerned."""
    begin = max(survey.text.find(triple.quote), 0)
    end = begin + len(triple.quote) if triple.quote in survey.text else len(survey.text)
    # a thing without a fixed name is made of its phrase when it is linked, so it is not looked for
    ends = [triple.subject] if triple.predicate in THING_OBJECT else [triple.subject, triple.object]
    for end_names in ends:
        if not any(same(entity, end_names) for _, entity in survey.mentions):
            return "entity not found", end_names[0]
    words = [word for at, word, relation in survey.triggers if begin <= at < end and relation == triple.predicate]
    if not words:
        return "no trigger", ""
    here = [entity for at, entity in survey.mentions if begin <= at < end]
    for end_names in ends:
        if not any(same(entity, end_names) for entity in here):
            return "not resolved in its sentence", end_names[0]
    return "not linked", ", ".join(f"«{word}»" for word in dict.fromkeys(words))


def _one_sentence(one: str, other: str) -> bool:
    first, second = " ".join(one.split()), " ".join(other.split())
    return first in second or second in first


def _difference(claim: Claim, triple: Triple) -> str:
    """How a claim that does not match a triple comes near it: one of `NEAR`, or "" if it does not."""
    subject, object_ = same(claim.subject, triple.subject), _same_object(claim, triple.object)
    relation = claim.predicate == triple.predicate
    if relation and same(claim.subject, triple.object) and same(claim.object, triple.subject):
        return "wrong direction"
    if subject and object_ and not relation:
        return "other relation"
    if relation and subject:
        return "other object"
    if relation and object_:
        return "other subject"
    return ""


def report(score: Score, *, errors: bool = False) -> Iterator[str]:
    """The figures as lines to read; with `errors` also the missed and wrong triples, by kind, with their sentences."""
    total, rest = score.total, score.without_leads
    predicted = total.right + total.wrong + total.optional
    yield f"required {total.required}  predicted {predicted}"
    yield f"{'all relations':24} P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}"
    yield f"{'without leads':24} P {rest.precision:.3f}  R {rest.recall:.3f}  F1 {rest.f1:.3f}"
    yield f"{'optional counts as wrong':24} P {total.strict_precision:.3f}"
    yield "right among the matches: " + "  ".join(f"{name} {ok}/{n}" for name, (ok, n) in score.qualifiers.items())
    for name, count in sorted(score.relations.items(), key=lambda item: (-item[1].required, item[0])):
        yield (
            f"  {name:22} P {count.precision:.2f}  R {count.recall:.2f}  F1 {count.f1:.2f}"
            f"  required {count.required:3}  found {count.found:3}  right {count.right:3}  wrong {count.wrong:3}"
        )
    if errors:
        yield from _listing("missed", score.missed)
        yield from _listing("wrong", score.wrong)


def _listing(title: str, mistakes: Sequence[Mistake]) -> Iterator[str]:
    """The kinds with their numbers, the most frequent first; then each kind by relation, with the sentences."""
    counts = Counter(mistake.kind for mistake in mistakes)
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))
    yield f"{title}: {len(mistakes)}"
    yield from (f"  {kind:32} {counts[kind]:4}" for kind in kinds)
    for kind in kinds:
        yield f"{title}, {kind}: {counts[kind]}"
        for mistake in sorted((m for m in mistakes if m.kind == kind), key=lambda m: (m.predicate, m.article)):
            detail = f"  ({mistake.detail})" if mistake.detail else ""
            yield f"  {mistake.subject} | {mistake.predicate} | {mistake.object}  [{mistake.article}]{detail}"
            yield f"      {' '.join(mistake.quote.split())}"

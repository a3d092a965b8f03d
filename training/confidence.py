"""Annotated articles → `kg/nlp/confidence.json`: how much each property of an extraction tells of its being right.

    python -m training.confidence [--gold GOLD.jsonl]...

reads `training/corpus/relations/` and the files given, extracts their claims with the pipeline as it is, fits a
logistic regression (few properties that hold or do not, a strong L2 penalty), and writes the weights, and into
`docs/confidence.md` what they are worth. To be run again when the rules of extraction have changed.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from spacy.language import Language

import kg.nlp
from kg import Article, articles, evaluate
from kg.nlp.confidence import WEIGHTS, probability

ROOT = Path(__file__).parents[1]
OWN = ROOT / "training" / "corpus" / "relations"
PAGE = ROOT / "docs" / "confidence.md"
MARKS = "<!-- figures: python -m training.confidence -->", "<!-- end of figures -->"

STRENGTH = 0.3
"""Inverse of the penalty: between 0.2 and 1 the cross-validated log loss differs by less than 0.002."""

RARE = 20
"""A property that fewer claims have gets no weight."""

FOLDS = 10
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Limits of the bins of confidence in the tables; below 0.5 claims are few."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A claim that was extracted: its corpus and article, its properties, and whether the annotation has its triple."""

    corpus: str
    article: str
    properties: tuple[str, ...]
    right: bool


def observe(nlp: Language, path: Path, *, every: int = 1) -> list[Observation]:
    """The claims that a pipeline finds in annotated articles (in each `every`th); those that match an optional triple
    alone are left out, as neither right nor wrong. Raises ArticleError for a file that is none."""
    gold = evaluate.read_gold(path)
    read = [item for item in articles.read([path]) if isinstance(item, Article)]
    found = []
    for article, claims in kg.nlp.extract(nlp, read[::every]):
        for claim in claims:
            if claim.predicate is None or claim.subject.id is None or claim.object.id is None:
                continue
            hits = [triple for triple in gold[article.id] if evaluate.matches(claim, triple)]
            if not hits or any(not triple.optional for triple in hits):
                properties = tuple(name for name, _ in claim.explanation.reasons)
                found.append(Observation(path.stem, article.id, properties, bool(hits)))
    return found


def fit(observations: Sequence[Observation]) -> dict[str, float]:
    """The weights of all properties that are not rare, in log odds, and that of "base", rounded to hundredths."""
    counts = Counter(name for one in observations for name in one.properties)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    table = np.array([[name in one.properties for name in names] for one in observations], dtype=float)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(table, [one.right for one in observations])
    weights = {name: round(float(weight), 2) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"base": round(float(model.intercept_[0]), 2), **weights}


def cross_validated(observations: Sequence[Observation]) -> list[float]:
    """The probability of each claim by weights fitted without its article and those in the same tenth."""
    groups = [f"{one.corpus}/{one.article}" for one in observations]
    found = [0.0] * len(observations)
    for train, test in _folds(groups):
        weights = fit([observations[i] for i in train])
        for i in test:
            found[i] = probability(weights, observations[i].properties)
    return found


def _folds(groups: Sequence[str]) -> Iterable[tuple[Sequence[int], Sequence[int]]]:
    splitter = GroupKFold(FOLDS, shuffle=True, random_state=0)
    return splitter.split(groups, groups=groups)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies from `low` to below `high`: how many, their mean confidence, and the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """One bin for each step of `EDGES` that holds a claim; confidences count as rounded to hundredths."""
    rounded = np.round(np.array(confidences), 2)
    truth = np.array(right, dtype=float)
    bins = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        inside = (rounded >= low) & (rounded < high if high < 1 else rounded <= 1)
        if inside.any():
            bins.append(Bin(low, high, int(inside.sum()), float(rounded[inside].mean()), float(truth[inside].mean())))
    return bins


def calibration_error(bins: Iterable[Bin]) -> float:
    """The expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance of confidence and share
    right over the bins, weighted by their counts."""
    kept = list(bins)
    return sum(one.count * abs(one.confidence - one.right) for one in kept) / sum(one.count for one in kept)


def isotonic(observations: Sequence[Observation], confidences: Sequence[float]) -> list[float]:
    """The confidences bent by an isotonic regression that did not see the article: a check, not a part of `kg`."""
    groups = [f"{one.corpus}/{one.article}" for one in observations]
    x, y = np.array(confidences), np.array([one.right for one in observations], dtype=float)
    bent = np.zeros(len(x))
    for train, test in _folds(groups):
        model = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(x[train], y[train])
        bent[test] = model.predict(x[test])
    return [float(value) for value in bent]


def figures(observations: Sequence[Observation], confidences: Sequence[float], weights: dict[str, float]) -> str:
    """The part of `docs/confidence.md` that is measured."""
    own = {path.stem for path in OWN.glob("*.jsonl")}
    parts = [("own corpus", [i for i, one in enumerate(observations) if one.corpus in own])]
    if others := [i for i, one in enumerate(observations) if one.corpus not in own]:
        parts.insert(0, ("other articles", others))
    lines = []
    for name, chosen in parts:
        right = [observations[i].right for i in chosen]
        bins = reliability([confidences[i] for i in chosen], right)
        article_count = len({(observations[i].corpus, observations[i].article) for i in chosen})
        lines += [
            f"### {name.capitalize()}: {article_count} with claims, {len(chosen)} claims, "
            f"{sum(right) / len(right):.0%} right",
            "",
            "| confidence | claims | mean confidence | share right |",
            "|---|---|---|---|",
            *(f"| {b.low:.1f} to {b.high:.1f} | {b.count} | {b.confidence:.2f} | {b.right:.2f} |" for b in bins),
            "",
            f"Expected calibration error {calibration_error(bins):.3f}; area under the ROC curve "
            f"{roc_auc_score(right, [confidences[i] for i in chosen]):.2f}.",
            "",
        ]
    lines += ["### By file", "", "| file | claims | mean confidence | share right |", "|---|---|---|---|"]
    for corpus in dict.fromkeys(one.corpus for one in observations):
        chosen = [i for i, one in enumerate(observations) if one.corpus == corpus]
        mean = sum(confidences[i] for i in chosen) / len(chosen)
        share = sum(observations[i].right for i in chosen) / len(chosen)
        lines.append(f"| {corpus if corpus in own else 'other articles'} | {len(chosen)} | {mean:.2f} | {share:.2f} |")
    lines.append("")
    truth = [one.right for one in observations]
    base = [sum(truth) / len(truth)] * len(truth)
    lines += [
        "### All together",
        "",
        "| | log loss | Brier score | calibration error |",
        "|---|---|---|---|",
    ]
    for name, values in (
        ("one figure for all claims", base),
        ("these weights", confidences),
        ("bent by an isotonic regression", isotonic(observations, confidences)),
    ):
        error = calibration_error(reliability(values, truth))
        lines.append(
            f"| {name} | {log_loss(truth, values):.3f} | {brier_score_loss(truth, values):.3f} | {error:.3f} |"
        )
    counts = Counter(name for one in observations for name in one.properties)
    shares = Counter(name for one in observations if one.right for name in one.properties)
    lines += [
        "",
        "### Weights",
        "",
        f"In log odds; a claim without any has {weights['base']:+.2f}.",
        "",
        "| property | weight | claims | share right |",
        "|---|---|---|---|",
        *(
            f"| {name} | {weight:+.2f} | {counts[name]} | {shares[name] / counts[name]:.2f} |"
            for name, weight in weights.items()
            if name != "base"
        ),
    ]
    return "\n".join(lines)


def write_page(page: Path, text: str) -> None:
    """Put the figures between their marks. Raises ValueError where the page lacks the marks."""
    before = page.read_text(encoding="utf-8")
    pattern = re.compile(f"({re.escape(MARKS[0])}\n).*?(\n{re.escape(MARKS[1])})", re.DOTALL)
    after, found = pattern.subn(lambda match: f"{match[1]}\n{text}\n{match[2]}", before)
    if found != 1:
        raise ValueError(f"{page}: needs the lines {MARKS[0]} and {MARKS[1]}, once each")
    page.write_text(after, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="further annotated articles")
    options = parser.parse_args()
    nlp = kg.nlp.load()
    observations = [one for path in (*options.gold, *sorted(OWN.glob("*.jsonl"))) for one in observe(nlp, path)]
    weights = fit(observations)
    WEIGHTS.write_text(json.dumps(weights, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    confidences = cross_validated(observations)
    text = figures(observations, confidences, weights)
    write_page(PAGE, text)
    print(text)


if __name__ == "__main__":
    main()

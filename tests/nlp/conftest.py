"""Docs to test the Spanish analysis on: parses from `tests/parses/` without a model, and texts through the pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

import kg.nlp.stages  # noqa: F401  (registers our components)
from kg import Article, Claim
from kg.nlp import STAGES
from kg.nlp.claims import claims

PARSES = Path(__file__).parents[1] / "parses"

Analyse = Callable[..., Doc]
Triples = Callable[..., list[str]]


def doc_of(vocab: Vocab, rows: list[list[str]]) -> Doc:
    """The Doc of the token lines of one or several CoNLL-U sentences; each line its ten columns."""
    first = 0
    heads, starts = [], []
    for i, row in enumerate(rows):
        if row[0] == "1":
            first = i
        starts.append(row[0] == "1")
        heads.append(i if row[6] == "0" else first + int(row[6]) - 1)
    return Doc(
        vocab,
        words=[row[1] for row in rows],
        spaces=["SpaceAfter=No" not in row[9] for row in rows],
        lemmas=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        morphs=["" if row[5] == "_" else row[5] for row in rows],
        heads=heads,
        deps=["ROOT" if row[7] == "root" else row[7] for row in rows],
        sent_starts=starts,
    )


def run(nlp: Language, doc: Doc, date: str | None, *, open_relations: bool = False) -> Doc:
    """A Doc through all components of a pipeline, as `kg.nlp.extract` does it."""
    doc._.article = Article(doc.text, "test", date=date)
    doc._.open = open_relations
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


@pytest.fixture(scope="session")
def sentences() -> dict[str, list[list[str]]]:
    """The token lines of every sentence in `tests/parses/`, by its text."""
    found: dict[str, list[list[str]]] = {}
    for path in sorted(PARSES.glob("*.conllu")):
        for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
            text, *lines = block.splitlines()
            found[text.removeprefix("# text = ")] = [line.split("\t") for line in lines]
    return found


@pytest.fixture(scope="session")
def parsed(sentences: dict[str, list[list[str]]]) -> Analyse:
    """`parsed("…", "…", date=None)`: sentences of `tests/parses/`, one text, through our components, no model.

    `ents` says what a recognizer of names would have found: {"Smith": "PER"}.
    """
    nlp = spacy.blank("es")
    for stage in STAGES:
        nlp.add_pipe(stage)

    def analyse(*texts: str, date: str | None = None, ents: dict[str, str] | None = None) -> Doc:
        doc = doc_of(nlp.vocab, [row for text in texts for row in sentences[text]])
        doc.set_ents([Span(doc, t.i, t.i + 1, ents[t.text]) for t in doc if ents and t.text in ents])
        return run(nlp, doc, date)

    return analyse


@pytest.fixture(scope="session")
def analysed(nlp: Language) -> Analyse:
    """`analysed("…", date=None)`: a text through the whole pipeline."""

    def analyse(text: str, date: str | None = None, *, open_relations: bool = False) -> Doc:
        return run(nlp, nlp.make_doc(text), date, open_relations=open_relations)

    return analyse


def shown(claim: Claim) -> str:
    """A claim in one line: "RUS invades UKR", then modality and source where there is more to say than that."""
    words = [claim.subject.id or claim.subject.label, str(claim.predicate), claim.object.id or claim.object.label]
    if claim.modality != "Asserted":
        words.append(str(claim.modality))
    if claim.attributed_to is not None:
        words.append(f"by {claim.attributed_to.id}")
    return " ".join(words)


@pytest.fixture(scope="session")
def triples() -> Triples:
    """`triples(doc)`: the claims of an analysed text in one line each, sorted."""
    return lambda doc: sorted(shown(claim) for claim in claims(doc))


@pytest.fixture(scope="session")
def found(analysed: Analyse, triples: Triples) -> Triples:
    """`found("…", date=None)`: the claims of a text in one line each, sorted."""
    return lambda text, date=None: triples(analysed(text, date))

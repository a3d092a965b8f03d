"""Every example of the lexicon yields its triples, and no other of its frame's relation.

`known_frame_failures.txt` lists the examples that fail so far: `relation | sentence | what is wrong`. It is a ratchet:
an entry whose example passes, or is gone, has to go (`pytest tests/test_frames.py --update-frames` rewrites the file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import Article, Claim
from kg.build import Extractor
from kg.evaluate import SYMMETRIC, fold, names
from kg.vocabulary.lexicon import Example, Frame, Lexicon
from kg.vocabulary.ontology import Ontology

FRAMES = [frame for frame in Lexicon.load().frames if frame.examples]
FAILURES = Path(__file__).with_name("known_frame_failures.txt")
HEADER = "# Examples of the lexicon that fail so far: relation | sentence | what is wrong. See test_frames.py."
DATE = "2024-06-01"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One triple of an example, "Irán | suppliesArmsTo | Rusia" or with "| Alleged" after it."""

    subject: str
    relation: str
    object: str
    modality: str = ""

    @classmethod
    def of(cls, triple: str) -> Wanted:
        return cls(*(part.strip() for part in triple.split("|")))

    def __str__(self) -> str:
        return " ".join(filter(None, (self.subject, self.relation, self.object, self.modality)))

    def is_met_by(self, claim: Claim, *, modality: bool = True) -> bool:
        """Whether a claim states it; an item's words may be part of a longer name."""
        subject, object_ = fold(self.subject), fold(self.object)
        mine, other = names(claim.subject), names(claim.object)
        straight = subject in mine and any(object_ in name for name in other)
        turned = claim.predicate in SYMMETRIC and subject in other and object_ in mine
        right = not modality or self.modality in ("", claim.modality)
        return claim.predicate == self.relation and (straight or turned) and right


def complaints(frame: Frame, example: Example, claims: list[Claim]) -> Iterator[str]:
    """What is wrong with the claims of an example: triples missed, and others of the frame's relation."""
    wanted = [Wanted.of(triple) for triple in example.triples]
    for triple in wanted:
        if not any(triple.is_met_by(claim) for claim in claims):
            yield f"misses {triple}"
    for claim in claims:
        if claim.predicate == frame.relation and not any(triple.is_met_by(claim, modality=False) for triple in wanted):
            yield f"finds {claim.subject.label} {claim.predicate} {claim.object.label}"


Found = dict[Key, str]


@pytest.fixture(scope="session")
def failures(spanish: Extractor, request: pytest.FixtureRequest) -> Found:
    """The examples that fail, each with what is wrong; all go through the pipeline once."""
    found: Found = {}
    texts: dict[str, list[Claim]] = {}
    for frame, example in ((owner, example) for owner in FRAMES for example in owner.examples):
        if example.text not in texts:
            texts[example.text] = spanish(Article(example.text, id="example", date=DATE))
        if wrong := list(complaints(frame, example, texts[example.text])):
            found[frame.relation, example.text] = "; ".join(wrong)
    if request.config.getoption("--update-frames"):
        lines = (" | ".join((*key, found[key])) for key in sorted(found))
        FAILURES.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return found


def known() -> Found:
    lines = FAILURES.read_text(encoding="utf-8").splitlines()
    entries = (line.split(" | ", 2) for line in lines if line and not line.startswith("#"))
    return {(relation, text): reason for relation, text, reason in entries}


@pytest.mark.parametrize("frame", FRAMES, ids=[re.sub(r"\W+", "-", frame.name).strip("-") for frame in FRAMES])
def test_examples_yield_their_triples(frame: Frame, failures: Found) -> None:
    keys = {(frame.relation, example.text) for example in frame.examples} - known().keys()
    assert {key[1]: failures[key] for key in keys if key in failures} == {}


def test_a_listed_failure_fails_still(failures: Found) -> None:
    passing = [key for key in known() if key not in failures]
    assert passing == [], "these pass now, or are no examples any more: take them out of known_frame_failures.txt"


def test_every_frame_has_an_example() -> None:
    assert [frame.name for frame in Lexicon.load().frames if not frame.examples] == []


def test_every_relation_has_a_frame_with_a_positive_example() -> None:
    shown = {Wanted.of(triple).relation for frame in FRAMES for example in frame.examples for triple in example.triples}
    assert Ontology.load().relations.keys() - shown == set()


def test_the_lexicon_is_broad() -> None:
    lexicon = Lexicon.load()
    triggers = {word for frame in lexicon.frames for word in (*frame.verbs, *frame.nouns, *frame.adjectives)}
    assert len(triggers) >= 400

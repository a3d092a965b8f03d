"""The teacher: what it reads of words, how it learns, and what its vote changes."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

import numpy as np
import spacy
import torch
from spacy.tokens import Doc

from training import graph, vote
from training.graph import Sentence

WORDS = "Irán Rusia Siria Egipto Perú".split()
VERBS = {"atacó": "obj", "calló": "advmod"}


def clause(subject: str, verb: str, other: str) -> Sentence:
    """ "Irán atacó Siria." with its tree: the verb is the root."""
    return Sentence([subject, verb, other, "."], [2, 0, 2, 2], ["nsubj", "ROOT", VERBS[verb], "punct"], ["X"] * 4)


ALL = [clause(a, verb, b) for a in WORDS for verb in VERBS for b in WORDS if a != b]


@pytest.fixture(scope="module")
def parser() -> graph.GraphParser:
    """A parser of two kinds of clauses, trained for a second or two."""
    torch.manual_seed(0)
    words = sorted({word.lower() for sentence in ALL for word in sentence.words})
    tables = graph.Tables(words, sorted({"nsubj", "ROOT", "punct", *VERBS.values()}), ["X"])
    made = graph.GraphParser(tables, np.zeros((len(words), graph.WORD), dtype=np.float32))
    made.pieces.requires_grad_(False)  # most of the parameters, and not needed for eight words
    optimizer = torch.optim.Adam([p for p in made.parameters() if p.requires_grad], lr=5e-3)
    batch = graph.Encoder(tables).batch(ALL)
    for _ in range(40):
        optimizer.zero_grad()
        made.loss(batch).backward()
        optimizer.step()
    return made.eval()


def test_it_learns_heads_and_labels(parser: graph.GraphParser) -> None:
    assert graph.accuracy(parser, ALL) == (1.0, 1.0)


def test_a_reading_does_not_depend_on_its_company(parser: graph.GraphParser) -> None:
    encoder = graph.Encoder(parser.tables)
    long = Sentence(["Irán"] * 9, [0] * 9, ["ROOT"] * 9, ["X"] * 9)
    ((alone, labels),) = parser.read(encoder.batch(ALL[:1]))
    beside, _ = next(iter(parser.read(encoder.batch([ALL[0], long]))))
    assert alone.shape == beside.shape == (5, 5)
    assert np.allclose(alone, beside, atol=1e-5)
    assert np.allclose(alone.sum(axis=0), 1)
    assert labels([2, 0, 2, 2]) == ALL[0].labels


def test_it_is_read_as_it_was_saved(parser: graph.GraphParser, tmp_path: Path) -> None:
    graph.save(parser, tmp_path / "graph.pt")
    again = graph.load(tmp_path / "graph.pt")
    assert graph.accuracy(again, ALL) == (1.0, 1.0)


def test_its_vote_counts_by_its_probability(parser: graph.GraphParser) -> None:
    nlp = spacy.blank("es")

    def doc(heads: list[int], deps: list[str]) -> Doc:
        return Doc(nlp.vocab, words=ALL[0].words, heads=heads, deps=deps, pos=["X"] * 4, lemmas=ALL[0].words)

    wrong = doc([0, 0, 0, 0], ["ROOT", "dep", "obj", "punct"])
    right = doc([1, 1, 1, 1], ["nsubj", "ROOT", "obl", "punct"])
    (readings,) = graph.readings(parser, [wrong])
    assert [token.head.i for token in vote.voted([wrong])] == [0, 0, 0, 0]
    decided = vote.voted([wrong, right], readings)
    assert [token.head.i for token in decided] == [1, 1, 1, 1]
    assert decided[0].dep_ == "nsubj"
    assert decided[1].dep_ == "ROOT"
    assert decided[2].dep_ == "obj"


def test_words_in_the_same_company_get_like_vectors() -> None:
    lines = [f"{a} {verb} {b} ." for a in WORDS for b in WORDS for verb in VERBS] * 3
    known = [word.lower() for word in WORDS] + list(VERBS)
    filler = [f"w{i}" for i in range(graph.WORD + 20)]
    lines += [f"{x} {y} {x}" for x, y in zip(filler, reversed(filler), strict=True)]
    found = graph.vectors(lines, known + filler)
    assert found.shape == (len(known) + len(filler), graph.WORD)
    place = {word: i for i, word in enumerate(known)}
    like = found[place["irán"]] @ found[place["rusia"]]
    assert like > found[place["irán"]] @ found[place["atacó"]]


def test_shapes_and_pieces() -> None:
    assert graph.shape("Irán") == graph.shape("Siria") != graph.shape("ONU")
    assert set(graph.pieces("atacar")) & set(graph.pieces("ataque"))
    assert graph.pieces("a") == graph.pieces("A")


def test_batches_hold_every_sentence_once() -> None:
    import random

    groups = graph.batches(ALL, random.Random(0))
    assert sorted(id(s) for group in groups for s in group) == sorted(id(s) for s in ALL)

"""Our own trees, the copies in other orders, and which voted trees are left out."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("sklearn")

from training import order, trees  # noqa: E402
from training.conllu import Sentence, Span, Word  # noqa: E402
from training.docs import save  # noqa: E402


def tree(*rows: str) -> Sentence:
    """ "form upos head label" a word; no space before the full stop."""
    words = []
    for row in rows:
        form, upos, head, rel = row.split()
        words.append(Word(form, form.lower(), upos, "_", "_", int(head), rel))
    words[-2].misc = "SpaceAfter=No"
    sentence = Sentence("x", "", words)
    sentence.text = order.text_of(sentence)
    return sentence


@pytest.fixture
def sentence() -> Sentence:
    return tree(
        "El DET 2 det",
        "Senado NOUN 4 nsubj",
        "no ADV 4 advmod",
        "aprobó VERB 0 root",
        "la DET 6 det",
        "ley NOUN 4 obj",
        "ayer ADV 4 advmod",
        ". PUNCT 4 punct",
    )


def test_our_trees_are_trees() -> None:
    parts = {part: trees.own(part) for part in ("train", "test")}
    assert len(parts["train"]) >= 500 and len(parts["test"]) >= 50
    for part in parts.values():
        assert [(s.sent_id, trees.problems(s)) for s in part if trees.problems(s)] == []
    names = [s.sent_id for part in parts.values() for s in part]
    assert len(set(names)) == len(names)
    assert not {s.key for s in parts["train"]} & {s.key for s in parts["test"]}


def test_no_problem_escapes(sentence: Sentence) -> None:
    assert trees.problems(sentence) == []
    words = sentence.words
    words[6].rel = "obj"
    assert trees.problems(sentence) == ["aprobó: 2 obj"]
    words[6].rel = "obl:time"
    assert trees.problems(sentence) == ["ayer: label obl:time"]
    words[6].rel, words[0].upos = "advmod", "ART"
    assert trees.problems(sentence) == ["El: part of speech ART"]
    words[0].upos, words[3].head, words[3].rel = "DET", 6, "acl"
    assert "not one root" in trees.problems(sentence) and "ley: cycle" in trees.problems(sentence)
    words[3].head = 12
    assert trees.problems(sentence) == ["head out of range"]


def test_the_subject_goes_behind_the_verb(sentence: Sentence) -> None:
    found = order.verb_first(sentence, last=False)
    assert found is not None
    assert found.text == "No aprobó el Senado la ley ayer."
    assert [(w.head, w.rel) for w in found.words][:5] == [
        (2, "advmod"),
        (0, "root"),
        (4, "det"),
        (2, "nsubj"),
        (6, "det"),
    ]
    last = order.verb_first(sentence, last=True)
    assert last is not None
    assert last.text == "No aprobó la ley el Senado ayer."
    assert trees.problems(last) == []


def test_names_keep_their_capital_and_merged_tokens_stay_together(sentence: Sentence) -> None:
    words = sentence.words
    words[0] = Word("Irán", "Irán", "PROPN", "_", "_", 4, "nsubj")
    words[1] = Word("hoy", "hoy", "ADV", "_", "_", 1, "advmod")
    sentence.spans = [Span(5, 6, "laley")]
    found = order.verb_first(sentence, last=True)
    assert found is not None
    assert found.text == "No aprobó laley Irán hoy ayer."
    assert found.spans[0].first == 3
    sentence.spans = [Span(2, 3, "hoyno")]
    assert order.verb_first(sentence, last=False) is None


def test_only_a_subject_right_before_its_verb_moves(sentence: Sentence) -> None:
    sentence.words[2] = Word("ayer", "ayer", "ADV", "_", "_", 4, "advmod")
    assert order.verb_first(sentence, last=False) is None


def test_the_subject_of_an_object_relative_goes_behind_its_verb() -> None:
    sentence = tree(
        "Temen VERB 0 root",
        "la DET 3 det",
        "ley NOUN 1 obj",
        "que PRON 7 obj",
        "el DET 6 det",
        "Senado NOUN 7 nsubj",
        "aprobó VERB 3 acl",
        ". PUNCT 1 punct",
    )
    found = order.relative(sentence)
    assert found is not None
    assert found.text == "Temen la ley que aprobó el Senado."
    assert [(w.form, w.head) for w in found.words[3:7]] == [("que", 5), ("aprobó", 3), ("el", 7), ("Senado", 5)]
    sentence.words[3].rel, sentence.words[5].rel = "nsubj", "obj"
    assert order.relative(sentence) is None


def doc(*deps: str) -> Doc:
    return Doc(
        spacy.blank("es").vocab,
        words=["Senado", "aprobó", "ley"],
        heads=[1, 1, 1],
        deps=list(deps),
        pos=["NOUN", "VERB", "NOUN"],
    )


def test_doubtful_trees_are_left_out(tmp_path: Path) -> None:
    sure, twice, objects = doc("nsubj", "ROOT", "obj"), doc("nsubj", "ROOT", "nsubj"), doc("obj", "ROOT", "obj")
    assert [trees.doubtful(d) for d in (sure, twice, objects)] == [False, True, True]
    save(tmp_path / "voted.spacy", [twice, sure, objects, sure, sure, sure])
    found = trees.sure(tmp_path / "voted.spacy")
    assert len(found) == 2  # every third of the four
    assert [token.dep_ for token in found[0]] == ["nsubj", "ROOT", "obj"]

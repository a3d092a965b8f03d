"""The parts of the recipe that decide by rule: trees, labels, votes, disturbed copies."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from thinc.api import get_current_ops

pytest.importorskip("sklearn")

from training import cess, conllu, docs, functions, train, vote  # noqa: E402
from training.convert import spacing  # noqa: E402

SENTENCE = """# sent_id = x
# text = Fue atacada por tropas del norte.
1\tFue\tser\tAUX\t_\t_\t2\taux\t_\t_
2\tatacada\tatacar\tVERB\t_\tVerbForm=Part\t0\troot\t_\t_
3\tpor\tpor\tADP\t_\t_\t4\tcase\t_\t_
4\ttropas\ttropa\tNOUN\t_\t_\t2\tobj\t_\tFunc=CAG
5-6\tdel\t_\t_\t_\t_\t_\t_\t_\t_
5\tde\tde\tADP\t_\t_\t7\tcase\t_\t_
6\tel\tel\tDET\t_\t_\t7\tdet\t_\t_
7\tnorte\tnorte\tNOUN\t_\t_\t4\tnmod\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

"""
TREE = """(
  (S
    (sn-SUJ
      (grup.nom.ms
        (np0000l Irán Irán)))
    (grup.verb
      (vmip3s0 ataca atacar))
    (Fp . .)))
"""


@pytest.fixture
def sentence(tmp_path: Path) -> conllu.Sentence:
    path = tmp_path / "x.conllu"
    path.write_text(SENTENCE, encoding="utf8")
    return next(conllu.read(path))


def test_conllu_is_written_as_it_was_read(sentence: conllu.Sentence) -> None:
    assert conllu.dump(sentence) == SENTENCE
    assert [form for _, _, form in sentence.tokens()] == ["Fue", "atacada", "por", "tropas", "del", "norte", "."]
    assert sentence.key == "fueatacadaportropasdelnorte"


def test_agent_gets_its_label_and_goes_back_to_ancora(sentence: conllu.Sentence) -> None:
    functions.label_by_function(sentence)
    assert sentence.words[3].rel == "obl:agent"
    assert functions.to_ancora("obl:agent") == "obj"
    assert functions.to_ancora("nsubj") == "nsubj"
    functions.strip_functions(sentence)
    assert sentence.words[3].misc == "_"


def test_merged_tokens_keep_the_first_lemma(sentence: conllu.Sentence) -> None:
    doc = docs.to_docs([sentence])[0]
    assert [token.lemma_ for token in doc][4] == "de"


def test_disturbed_copies(sentence: conllu.Sentence) -> None:
    doc = docs.to_docs([sentence])[0]
    loud = docs.disturbed(doc, str.upper, drop_last=True)
    assert loud.text.startswith("FUE ATACADA") and len(loud) == len(doc) - 1
    assert loud[1].lemma_ == "" and loud[1].dep_ == "ROOT"
    assert docs.without_accents("Año de acción, ¡güelfo!") == "Año de accion, ¡guelfo!"


def test_a_constituent_tree_is_read() -> None:
    raw = cess.parse(TREE)
    tree = cess.build(raw[0], "x", cess.Tables([]))
    assert tree is not None
    assert [word.form for word in tree.words] == ["Irán", "ataca", "."]
    assert cess.category("grup.nom.ms-SUJ") == ("grup.nom", frozenset(), "SUJ")
    assert cess.category("S.F.C.co-CD.x")[1:] == (frozenset({"co"}), "CD")


@pytest.mark.parametrize(
    ("form", "tag", "stem", "clitics"),
    [
        ("dárselo", "vmn0000", "dar", ["se", "lo"]),
        ("haciéndole", "vmg0000", "haciendo", ["le"]),
        ("retirarse", "vmn0000", "retirar", ["se"]),
    ],
)
def test_enclitics_are_cut(form: str, tag: str, stem: str, clitics: list[str]) -> None:
    assert cess.split_clitics(form, tag) == (stem, clitics)


def test_spaces_of_print() -> None:
    forms = ["Dijo", ":", '"', "No", '"', "(", "ayer", ")", "."]
    text = "".join(form + " " * space for form, space in zip(forms, spacing(forms), strict=True)).strip()
    assert text == 'Dijo: "No" (ayer).'


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(0, 10_000))
def test_spanning_tree_is_the_best_of_all(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).random((size, size))
    best = -np.inf
    for heads in product(range(size), repeat=size - 1):
        candidate = [-1, *heads]
        if all(head != node for node, head in enumerate(candidate)) and not vote.find_cycle(candidate):
            best = max(best, sum(scores[candidate[node], node] for node in range(1, size)))
    found = vote.spanning_tree(scores)
    assert not vote.find_cycle(found)
    assert sum(scores[found[node], node] for node in range(1, size)) == pytest.approx(best)
    assert vote.single_rooted(scores).count(0) == 1


def test_the_majority_decides() -> None:
    vocab = spacy.blank("es").vocab

    def reading(heads: list[int], deps: list[str], pos: str) -> Doc:
        words = ["Irán", "condenará", "eso"]
        return Doc(
            vocab, words=words, heads=heads, deps=deps, pos=["PROPN", pos, "PRON"], lemmas=["Irán", "condenr", "eso"]
        )

    right = reading([1, 1, 1], ["nsubj", "ROOT", "obj"], "VERB")
    wrong = reading([0, 0, 1], ["ROOT", "flat", "obl"], "NOUN")
    doc = vote.voted([right, wrong, right])
    assert [token.head.i for token in doc] == [1, 1, 1]
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj"]
    assert doc[1].lemma_ == "condenar"


def test_training_takes_settings_and_leaves_the_best_pipeline(sentence: conllu.Sentence, tmp_path: Path) -> None:
    docs.save(tmp_path / "trees.spacy", docs.to_docs([sentence] * 3))
    nlp = spacy.blank("es")
    nlp.add_pipe("morphologizer")
    nlp.config.to_disk(tmp_path / "tiny.cfg")
    settings = ["training.max_steps=3", "training.eval_frequency=1"]
    settings += [f"paths.{part}={tmp_path / 'trees.spacy'}" for part in ("train", "dev")]
    before = get_current_ops()
    train.train(tmp_path / "tiny.cfg", tmp_path / "out", dict(map(train.setting, settings)))
    assert get_current_ops() is before
    trained = spacy.load(tmp_path / "out")
    assert trained.config["training"]["max_steps"] == 3
    assert trained("Fue atacada")[0].pos_ in {"AUX", "VERB", "ADP", "NOUN", "DET", "PUNCT"}
    assert not (tmp_path / "out.trial").exists()

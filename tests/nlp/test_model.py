"""Other spaCy pipelines in the place of the bundled one: a small one is trained here on a handful of sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

import kg.nlp
from kg import Article
from kg.cli import main
from kg.errors import ModelError

SUBJECTS = ("Irán", "Rusia", "Zoran Kalemi", "China", "Vesna Dragić", "Israel")
VERBS = {"invadió": "invadir", "visitó": "visitar", "atacó": "atacar"}
OBJECTS = ("Ucrania", "Siria", "Japón", "Georgia")
ROUNDS = 12


def sentence(vocab: spacy.vocab.Vocab, subject: str, verb: str, object_: str, person: str, place: str) -> Doc:
    """ "Irán invadió Siria." or "Irán visitó a Siria." with its tree, and its entities under the labels given."""
    names = subject.split()
    words = [*names, verb, object_, "."]
    heads = [0] * len(names) + [len(names)] * 3
    heads[0] = len(names)
    doc = Doc(
        vocab,
        words=words,
        spaces=[True] * (len(words) - 2) + [False, False],
        pos=["PROPN"] * len(names) + ["VERB", "PROPN", "PUNCT"],
        morphs=[""] * len(names) + ["Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "", "PunctType=Peri"],
        lemmas=[*names, VERBS[verb], object_, "."],
        heads=heads,
        deps=["nsubj", *["flat"] * (len(names) - 1), "ROOT", "obj", "punct"],
    )
    kind = person if len(names) > 1 else place
    doc.ents = [Span(doc, 0, len(names), kind), Span(doc, len(names) + 1, len(names) + 2, place)]
    return doc


@pytest.fixture(scope="module", params=[("PER", "LOC"), ("PERSON", "GPE")], ids=["CoNLL", "OntoNotes"])
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pipeline that knows three verbs, its entities labelled in one of the two usual ways."""
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("es")
    for name in ("morphologizer", "parser", "trainable_lemmatizer", "ner"):
        nlp.add_pipe(name, config={"min_tree_freq": 1} if name == "trainable_lemmatizer" else {})
    examples = []
    for subject in SUBJECTS:
        for verb in VERBS:
            for object_ in OBJECTS:
                gold = sentence(nlp.vocab, subject, verb, object_, *request.param)
                examples.append(Example(nlp.make_doc(gold.text), gold))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(ROUNDS):
        for begin in range(0, len(examples), 8):
            nlp.update(examples[begin : begin + 8], sgd=optimizer)
    folder = tmp_path_factory.mktemp("model") / "small"
    nlp.to_disk(folder)
    return folder


def test_another_pipeline_makes_the_claims(small: Path) -> None:
    article = Article("Zoran Kalemi visitó Japón. Rusia invadió Georgia.", id="x")
    ((_, claims),) = kg.nlp.extract(kg.nlp.load(str(small)), [article])
    assert [(c.subject.label, c.subject.type, c.predicate, c.object.label) for c in claims] == [
        ("Zoran Kalemi", "Person", "visits", "Japón"),
        ("Rusia", "Country", "invades", "Georgia"),
    ]


def test_extract_add_and_eval_take_a_model(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Vesna Dragić visitó Siria.", encoding="utf-8")
    gold = {"id": "a", "text": "Vesna Dragić visitó Siria.", "triples": []}
    Path("gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    option = ("--model", str(small))
    extracted = CliRunner().invoke(main, ["extract", "a.txt", "--format", "jsonl", *option])
    assert json.loads(extracted.stdout)["subject"]["label"] == "Vesna Dragić"
    assert json.loads(extracted.stdout)["subject"]["type"] == "Person"
    assert "1 claim" in CliRunner().invoke(main, ["add", "a.txt", *option]).stdout
    evaluated = CliRunner().invoke(main, ["eval", "gold.jsonl", "--json", *option])
    assert evaluated.exit_code == 0
    assert CliRunner().invoke(main, ["eval", "gold.jsonl", "--model", "no_such_model"]).exit_code == 2


@pytest.mark.parametrize("command", [["extract", "-"], ["add", "-"]])
def test_a_model_that_is_not_there_is_one_line_on_stderr(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [*command, "--model", "no_such_model"], input="Rusia invadió Georgia.")
    assert result.exit_code == 2
    assert "'no_such_model' cannot be loaded" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_pipeline_without_trees_or_for_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("es").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="gives no parts of speech, no dependency trees, no lemmas"):
        kg.nlp.load(str(tmp_path / "blank"))
    spacy.blank("pt").to_disk(tmp_path / "other")
    with pytest.raises(ModelError, match="is for language 'pt'"):
        kg.nlp.load(str(tmp_path / "other"))


def test_matrices_are_multiplied_by_numpy_in_one_thread(nlp: Language) -> None:
    from threadpoolctl import threadpool_info

    models = [pipe.model for _, pipe in nlp.pipeline if hasattr(pipe, "model")]
    layers = [layer for model in models for layer in model.walk() if layer.name == "maxout"]
    assert len(layers) > 10
    assert {getattr(layer.ops, "use_blis", False) for layer in layers} == {False}

    def threads() -> list[int]:
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before = threads()
    with kg.nlp.one_thread():
        assert set(threads()) == {1}
    assert threads() == before

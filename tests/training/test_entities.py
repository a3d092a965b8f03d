"""Conversion, split and augmentation of the recognizer's training texts, and its way into a pipeline."""

import random
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Span
from spacy.util import load_config, registry
from thinc.api import Config

from training.entities import (
    ACTOR,
    CONFIGS,
    TO_CONLL,
    UNKNOWN,
    Text,
    average,
    bio,
    classes,
    compare,
    corrected,
    countries,
    grouped,
    harmonized,
    joined,
    own,
    part,
    read,
    respelled,
    self_labelled,
    shallower,
    shape,
    swapped,
    to_doc,
    together,
    write,
)
from training.package import described, figures, install

NLP = spacy.blank("es")
QUOTED = [("«", "O"), ("Viva", "O"), ("Quito", "B-LOC"), ("»", "O"), (",", "O"), ("dijo", "O"), ("Ana", "B-PER")]


def marked(text: Text) -> list[tuple[str, str]]:
    return list(text.names())


def test_sentences_of_conll(tmp_path: Path) -> None:
    path = tmp_path / "esp.train"
    path.write_text("- O\n\nAna B-PER\nPaz I-PER\nhabla O\n. O\n\n\nSí O\n. O\n", encoding="utf8")
    assert list(bio(path)) == [
        [("Ana", "B-PER"), ("Paz", "I-PER"), ("habla", "O"), (".", "O")],
        [("Sí", "O"), (".", "O")],
    ]


def test_running_text() -> None:
    text = joined([QUOTED, [("Hoy", "O"), (".", "O")]], "\n")
    assert text.text == "«Viva Quito», dijo Ana\nHoy."
    assert marked(text) == [("Quito", "LOC"), ("Ana", "PER")]


def test_quotation_marks_by_turns() -> None:
    words = 'Dijo " no " y " sí " .'.split()
    assert joined([[(word, "O") for word in words]]).text == 'Dijo "no" y "sí".'


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        (["B-PER", "B-PER"], [("Ana", "PER"), ("Paz", "PER")]),
        (["I-PER", "I-PER"], [("Ana Paz", "PER")]),
        (["B-PER", "I-ORG"], [("Ana", "PER"), ("Paz", "ORG")]),
    ],
)
def test_adjacent_names(tags: list[str], names: list[tuple[str, str]]) -> None:
    assert marked(joined([list(zip(["Ana", "Paz"], tags, strict=True))])) == names


def test_names_of_treebanks() -> None:
    assert classes([("La", None), ("Real_Madrid", "ORG")]) == [("La", "O"), ("Real", "B-ORG"), ("Madrid", "I-ORG")]


def test_labels_of_conll_become_ours() -> None:
    text = Text("Francia y Francia, ETA y Lima", ((0, 7, "LOC"), (10, 17, "ORG"), (19, 22, "ORG"), (25, 29, "LOC")))
    assert [label for _, label in harmonized([text])[0].names()] == ["COUNTRY", ACTOR, "ARMED_GROUP", "PLACE"]
    assert {"peru", "estados unidos", "ee uu"} & countries()


def test_unknown_class_is_settled_by_other_occurrences() -> None:
    texts = [Text("Lugo", ((0, 4, "LOC"),)), Text("Lugo y Xyz", ((0, 4, UNKNOWN), (7, 10, UNKNOWN)))]
    assert marked(harmonized(texts)[1]) == [("Lugo", "PLACE"), ("Xyz", UNKNOWN)]


def test_split_is_fixed_and_of_the_text_alone() -> None:
    assert part("[Lima|PLACE] calla.") == part("Lima calla.")
    sets = own()
    total = sum(map(len, sets.values()))
    assert sum(len(texts) for texts in sets.values()) == total > 2000
    assert all(0.06 < len(sets[name]) / total < 0.13 for name in ("dev", "test"))
    texts = {name: {text.text for text in rows} for name, rows in sets.items()}
    assert not texts["train"] & (texts["dev"] | texts["test"])


def test_demonyms_are_left_to_the_gazetteer() -> None:
    assert {label for texts in own().values() for text in texts for _, label in text.names()} == {
        "PERSON",
        "COUNTRY",
        "ORG",
        "ARMED_GROUP",
        "PLACE",
        "WEAPON",
        "EVENT",
        "AGREEMENT",
    }


def test_documents() -> None:
    text = Text("Ana Paz viajó a Quito con Xyz.", ((0, 7, "PERSON"), (16, 21, "PLACE"), (26, 29, UNKNOWN)))
    doc, torn = to_doc(NLP, text)
    assert torn == 0
    assert [(e.text, e.label_) for e in doc.ents] == [("Ana Paz", "PERSON"), ("Quito", "PLACE")]
    assert [token.ent_iob_ for token in doc] == ["B", "I", "O", "O", "B", "O", "", "O"]


def test_torn_entity_is_not_learned() -> None:
    doc, torn = to_doc(NLP, Text("Vive en Quito.", ((8, 11, "PLACE"),)))
    assert torn == 1
    assert not doc.ents
    assert doc[2].ent_iob_ == ""


def test_swap_keeps_label_and_shape() -> None:
    text = Text("Ana Paz dijo que Ana Paz irá a la UE", ((0, 7, "PERSON"), (17, 24, "PERSON"), (34, 36, "ORG")))
    pool = {("PERSON", "words"): ["Li Wei"], ("ORG", "acronym"): ["OTAN"], ("ORG", "feminine"): ["Unión Africana"]}
    rng = random.Random(1)
    seen = {swapped(text, pool, rng).text for _ in range(40)}
    assert seen == {
        f"{person} dijo que {person} irá a la {body}" for person in ("Ana Paz", "Li Wei") for body in ("UE", "OTAN")
    }
    new = swapped(text, pool, rng)
    assert [label for _, label in new.names()] == ["PERSON", "PERSON", "ORG"]


def test_shapes() -> None:
    assert [shape(name, "ORG") for name in ("ONU", "Duma", "Cruz Roja", "Unión Europea", "Naciones Unidas")] == [
        "acronym",
        "word",
        "masculine",
        "feminine",
        "plural",
    ]


def test_respelling_and_joining_move_the_entities() -> None:
    text = Text("En Perú, 1 ½", ((3, 7, "COUNTRY"),))
    assert marked(respelled(text, str.upper)) == [("PERÚ", "COUNTRY")]
    assert marked(respelled(text, lambda part: part.replace("En", "Ahora en"))) == [("Perú", "COUNTRY")]
    several = together([text] * 7, random.Random(0))
    assert [pair for row in several for pair in marked(row)] == [("Perú", "COUNTRY")] * 7


def test_raw_text_is_labelled_by_recognizer_and_gazetteer() -> None:
    nlp = spacy.blank("es")
    rules = nlp.add_pipe("entity_ruler", name="ner")
    rules.add_patterns([{"label": "PERSON", "pattern": name} for name in ("Vladivostok", "Ana Paz")])  # type: ignore[attr-defined]
    line = "Ana Paz va de Vladivostok a Moscú con Xyz."
    texts = self_labelled(nlp, [line, line, "Ana Paz calla.", line.upper()], 1000)
    assert [marked(text) for text in texts] == [
        [("Ana Paz", "PERSON"), ("Vladivostok", "PLACE"), ("Moscú", "PLACE"), ("Xyz", UNKNOWN)]
    ] * 2


def test_names_across_those_of_the_gazetteer() -> None:
    doc = NLP("El Banco Central de Chile y Tel Aviv")
    doc.ents = [Span(doc, 1, 5, label="ORG"), Span(doc, 7, 8, label="PERSON")]
    known = [Span(doc, 4, 5, label="COUNTRY"), Span(doc, 6, 8, label="PLACE")]
    assert [(span.text, span.label_) for span in corrected(doc, known)] == [
        ("Banco Central de Chile", "ORG"),
        ("Tel Aviv", UNKNOWN),
    ]


def test_lower_layers_of_a_deeper_encoder() -> None:
    config = load_config(CONFIGS / "ner.cfg", interpolate=True)
    settings = config["components"]["tok2vec"]["model"]
    shallow = shallower(encoder(settings, depth=settings["encode"]["depth"] + 2), config)
    assert len(shallow) == len(encoder(settings, depth=settings["encode"]["depth"]))
    with pytest.raises(ValueError, match="no encoder"):
        shallower(shallow[:100], config)


def encoder(settings: Config, depth: int) -> bytes:
    changed = settings | {"encode": settings["encode"] | {"depth": depth}}
    model = registry.resolve({"model": changed})["model"]
    model.initialize()
    return bytes(model.to_bytes())


def test_groups_and_files(tmp_path: Path) -> None:
    texts = grouped([QUOTED] * 7, 3)
    assert [len(text.entities) for text in texts] == [6, 6, 2]
    write(tmp_path / "texts.jsonl", texts)
    assert read(tmp_path / "texts.jsonl") == texts


def test_comparison() -> None:
    gold = [Text("Lima y Ana", ((0, 4, "LOC"), (7, 10, "PER")))]
    found = [Text("Lima y Ana", ((0, 4, "PLACE"), (7, 10, "ORG")))]
    scores = compare(gold, found, TO_CONLL)
    assert scores["LOC"]["f"] == 100
    assert scores["all"] == {"p": 50, "r": 50, "f": 50}
    assert set(compare(gold, found, TO_CONLL, {"Ana"})) == {"LOC", "all"}


def recognizer(folder: Path, label: str) -> Path:
    nlp = spacy.blank("es")
    nlp.add_pipe("ner").add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.to_disk(folder)
    return folder


def test_installation_replaces_the_recognizer_only(tmp_path: Path) -> None:
    nlp = spacy.blank("es")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner").add_label("MISC")  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.meta["performance"] = {"pos_acc": 0.9}
    nlp.to_disk(tmp_path / "es")
    score = {"p": 50.0, "r": 50.0, "f": 50.0}
    report = {"own test": {"all": score, "PERSON": score}, "CoNLL-2002 testb": {"all": score}}
    assert install(recognizer(tmp_path / "ner", "PERSON"), tmp_path / "es", report) > 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("es")] == ["es"]
    made = spacy.load(tmp_path / "es")
    assert made.pipe_names == ["sentencizer", "ner"]
    assert made.get_pipe("ner").labels == ("PERSON",)  # type: ignore[attr-defined]
    assert made.meta["performance"] == {"pos_acc": 0.9, "named entities": figures(report)}
    assert figures(report | {"speed": 9}) == {
        "own test": {"all": 50.0, "PERSON": 50.0},
        "CoNLL-2002 testb": {"all": 50.0},
        "speed": 9,
    }


def test_mean_of_recognizers(tmp_path: Path) -> None:
    folders = [recognizer(tmp_path / name, "PERSON") for name in ("a", "b")]
    average(folders, tmp_path / "mean")
    weights = [
        spacy.load(folder).get_pipe("ner").model.get_ref("lower").get_param("W")  # type: ignore[attr-defined]
        for folder in (*folders, tmp_path / "mean")
    ]
    assert (weights[0] != weights[1]).any()
    assert weights[2] == pytest.approx((weights[0] + weights[1]) / 2)


def test_sources_are_named_once() -> None:
    once = described({"sources": [{"name": "UD"}]}, None)
    assert len(once["sources"]) == 3
    assert described(once, None) == once

"""Lists of names and the frames that they fill."""

import random
from pathlib import Path

import pytest
import spacy
from spacy.util import load_config, registry

from training.corpus.check import LATER
from training.entities import CONFIGS, begin, cutting, own, part, to_doc
from training.entities import Text as Marked
from training.frames import SLOT, Names, frames, lists
from training.package import BUNDLED

STATES = ["Perú", "Chad"]
PLACES = ["Lima", "Yamena"]
CITIES = ["Ruse"]


@pytest.fixture
def names() -> Names:
    return Names(random.Random(3), STATES, PLACES, CITIES)


def test_lists_hold_names() -> None:
    found = lists()
    assert {"media", "company", "PLACE town", "WEAPON", "people ru"} <= found.keys()
    assert all(name == name.strip() and "|" not in name for rows in found.values() for name in rows)
    languages = {heading: rows for heading, rows in found.items() if heading.startswith("people")}
    assert all(len(rows) == (1 if heading == "people single" else 2) for heading, rows in languages.items())


def test_every_slot_of_every_frame_is_filled(names: Names) -> None:
    for frame in frames():
        text, entities = names.filled(frame)
        assert "{" not in text
        assert all(text[begin:end].strip() == text[begin:end] != "" for begin, end, _ in entities)
        assert len(entities) <= len(SLOT.findall(frame))


def test_slots_give_name_and_label(names: Names) -> None:
    text, entities = names.filled("{country} y {COUNTRY}, {country_b}")
    found = [(text[begin:end], label) for begin, end, label in entities]
    assert {label for _, label in found} == {"COUNTRY"}
    assert found[0][0] in STATES
    assert found[1][0] in {"PERÚ", "CHAD"}
    assert found[2][0] in {"peru", "chad"}


def test_names_that_there_may_not_be(names: Names) -> None:
    made = list(names.pools(40))
    assert any(label == "ORG" and name.startswith("Ministerio de ") for label, name in made)
    assert any(label == "PERSON" and len(name.split()) == 3 for label, name in made)
    assert names.acronym("P")[0] == "P"


def test_later_lines_are_for_training_alone() -> None:
    assert {"n5.txt"} == LATER
    assert part("[Lima|PLACE] calla.") in {"train", "dev", "test"}
    sets = own()
    assert len(sets["dev"]) == 205
    assert len(sets["test"]) == 214


def test_tokens_are_those_of_kg() -> None:
    text = Marked("Lima (EFE).-El eje París-Berlín.", ((6, 9, "ORG"), (19, 24, "PLACE"), (25, 31, "PLACE")))
    assert to_doc(spacy.blank("es"), text)[1] == 3
    assert to_doc(cutting(spacy.blank("es")), text)[1] == 0


def test_the_shipped_encoder_can_be_gone_on_with(tmp_path: Path) -> None:
    begin(tmp_path, BUNDLED)
    settings = load_config(CONFIGS / "ner.cfg").interpolate()["components"]["tok2vec"]["model"]
    encoder = registry.resolve({"model": settings})["model"]
    encoder.initialize()
    encoder.from_bytes((tmp_path / "tok2vec.bin").read_bytes())
    shipped = spacy.load(BUNDLED).get_pipe("ner").model.get_ref("tok2vec").layers[0]  # type: ignore[attr-defined]
    assert encoder.layers[0].to_bytes() == shipped.layers[0].to_bytes()

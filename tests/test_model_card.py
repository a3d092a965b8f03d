"""The model's card says what its meta data say, and the meta data say what the model is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import ROOT

FOLDER = ROOT / "kg" / "nlp" / "es_geopol"
META: dict[str, Any] = json.loads((FOLDER / "meta.json").read_text(encoding="utf-8"))
CARD = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
FIGURES = META["performance"]
TABLES = {
    "AnCora test": FIGURES["AnCora test"],
    "parts of clauses, all words right": FIGURES["cores"],
    "label, head right too": FIGURES["labels"],
    "function label, on CESS-ESP": FIGURES["function labels"],
    "entities, own test": FIGURES["named entities"]["own test"],
    "entities, CoNLL-2002 testb": FIGURES["named entities"]["CoNLL-2002 testb"],
}
"""Tables of the card by their first heading, with the meta data's figures that they show."""


def table(heading: str) -> dict[str, float]:
    """First and second cell of each row of the table with a heading."""
    found = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", CARD, re.MULTILINE)
    assert found is not None, heading
    rows = [row.strip("|\n ").split(" | ") for row in found[1].splitlines()]
    return {row[0]: float(row[1]) for row in rows}


@pytest.mark.parametrize("heading", TABLES)
def test_the_card_shows_the_figures_of_the_meta_data(heading: str) -> None:
    assert table(heading) == TABLES[heading]


def test_spelling_and_new_names_too() -> None:
    for spelling in ("without accents", "capitals"):
        figures = FIGURES[spelling]
        assert f"| {spelling} | {figures['UPOS']} | {figures['UAS']} | {figures['LAS']} |" in CARD
    new = FIGURES["named entities"]["CoNLL-2002 testb, not in train"]
    for label, known in FIGURES["named entities"]["CoNLL-2002 testb"].items():
        assert f"| {label} | {known} | {new[label]} |" in CARD


def test_every_source_is_in_the_card_and_states_its_licence() -> None:
    assert len(META["sources"]) >= 7
    for source in META["sources"]:
        assert source["license"] and source["author"]
        assert source["url"] in CARD
        assert source["license"].split(";")[0].removeprefix("free ") in CARD


def test_the_weights_have_a_licence_of_their_own() -> None:
    assert META["license"].startswith("CC BY-SA 4.0, under the terms of the sources")
    assert "**CC BY-SA 4.0, under the terms of the sources**" in CARD
    assert "CC BY-SA 4.0, under the terms of the sources" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_size_and_components_are_those_of_the_folder() -> None:
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) / 1e6
    assert f"of {size:.1f} MB" in CARD
    assert f"Speed: {FIGURES['tokens per CPU second']:,} tokens a CPU second" in CARD
    for name in META["pipeline"]:
        assert f"`{name}`" in CARD
    for label in META["labels"]["ner"]:
        assert f"`{label}`" in CARD

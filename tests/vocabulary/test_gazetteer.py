"""Names find their entities, accents and case aside; offices find their holders by date."""

import csv
from collections import defaultdict

import pytest

from kg.config import ontology_dir
from kg.vocabulary.gazetteer import WORD, Gazetteer, fold, slug

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Corea del Norte", "PRK"),
        ("RPDC", "PRK"),
        ("EE. UU.", "USA"),
        ("perú", "PER"),
        ("Consejo de Seguridad de la ONU", "org/consejo_de_seguridad_de_la_onu"),
        ("la Casa Blanca", "USA"),
        ("Vladimir Putin", "person/vladimir_putin"),
    ],
)
def test_a_name_finds_its_entity(name: str, identifier: str) -> None:
    assert identifier in GAZETTEER.find(name.removeprefix("la "))


def test_no_state_has_two_ids() -> None:
    labels = [known.entity.label for known in GAZETTEER.known.values() if known.entity.type == "Country"]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(("text", "folded"), [("Perú", "peru"), ("España", "espana"), ("ABC", "abc")])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_slug() -> None:
    assert slug("Consejo de Seguridad (ONU)") == "consejo_de_seguridad_onu"


@pytest.mark.parametrize(
    ("country", "title", "date", "holder"),
    [
        ("RUS", "presidente", "1995-05-01", "person/boris_yeltsin"),
        ("RUS", "presidente", "2005-05-01", "person/vladimir_putin"),
        ("RUS", "presidente", "2010-05-01", "person/dmitri_medvedev"),
        ("RUS", "presidente", "2024-06-19", "person/vladimir_putin"),
        ("DEU", "canciller", "2012", "person/angela_merkel"),
    ],
)
def test_an_office_has_its_holder_at_a_date(country: str, title: str, date: str, holder: str) -> None:
    assert GAZETTEER.holder(country, title, "", date) == holder


AMBIGUOUS = {
    tuple(WORD.findall(fold(row["name"])))
    for row in csv.DictReader((ontology_dir() / "entities" / "ambiguous.csv").read_text("utf-8").splitlines())
}
"""The words of the names that are known to be of several."""


def test_a_name_is_of_one_entity_or_known_to_be_ambiguous() -> None:
    shared = {words: found for words, found in GAZETTEER.names.items() if len({one for one, _ in found}) > 1}
    assert shared.keys() - AMBIGUOUS == set()


def test_no_name_or_demonym_in_any_language_is_of_two_states() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader((ontology_dir() / "entities" / "countries.csv").read_text("utf-8").splitlines()):
        columns = [column for column in row if column.startswith(("label", "aliases", "demonym"))]
        assert len(columns) == 8
        for name in filter(None, "|".join(row[column] for column in columns).split("|")):
            owners[fold(name)].add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}
    assert len(set().union(*owners.values())) > 193


def test_the_id_that_a_name_would_be_given_is_no_others() -> None:
    """A listed name in an unusual form gets an id from its words: then nobody else may have that id."""
    for identifier, known in GAZETTEER.known.items():
        folder, slash, _ = identifier.partition("/")
        for name in known.entity.labels if slash else ():
            made = f"{folder}/{slug(name)}"
            taken = made != identifier and made in GAZETTEER.known
            assert not taken or tuple(WORD.findall(fold(name))) in AMBIGUOUS, (identifier, name)

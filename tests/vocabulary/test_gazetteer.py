"""Names find their entities, accents and case aside; offices find their holders by date."""

import pytest

from kg.vocabulary.gazetteer import Gazetteer, fold, slug

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

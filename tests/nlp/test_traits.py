"""What a text says of those whom no list knows, beside their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import Article
from kg.model import Traits
from kg.nlp.traits import traits

if TYPE_CHECKING:
    from spacy.language import Language


def read(nlp: Language, text: str) -> dict[str, Traits]:
    doc = nlp.make_doc(text)
    doc._.article = Article(text, "a", date="2024-06-01")
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return traits(doc)


def told(gender: str, countries: str = "", roles: str = "", bodies: str = "") -> Traits:
    return Traits(*(frozenset(filter(None, text.split("|"))) for text in (gender, countries, bodies, roles)))


@pytest.mark.parametrize(
    ("text", "who", "expected"),
    [
        (
            "El ministro de Defensa de Rumanía, Ion Petrescu, visitó Kiev el martes.",
            "person/ion_petrescu",
            told("m", "ROU", "ministro de defensa|defence_minister"),
        ),
        (
            "Ion Petrescu, ministro rumano de Justicia, acusó a Rusia.",
            "person/ion_petrescu",
            told("m", "ROU", "ministro de justicia"),
        ),
        ("La ministra Petrescu viajó a París.", "person/petrescu", told("f", "", "ministra")),
        ("El activista togolés Komi Adjavon criticó a Francia.", "person/komi_adjavon", told("m", "TGO", "activista")),
        (
            "El viceministro de Exteriores de Gambia, Lamin Ceesay, visitó Dakar.",
            "person/lamin_ceesay",
            told("m", "GMB", "viceministro de exteriores"),
        ),
        (
            "El presidente de la Comisión Electoral de Gambia, Lamin Ceesay, acusó a Senegal.",
            "person/lamin_ceesay",
            told("m", "GMB", "presidente", "org/comision_electoral_de_gambia"),
        ),
        ("El grupo armado sudafricano FLA atacó Durban el lunes.", "org/fla", told("", "ZAF")),
    ],
)
def test_titles_and_adjectives_tell_of_the_name(nlp: Language, text: str, who: str, expected: Traits) -> None:
    assert read(nlp, text)[who] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Petrescu se reunió con Zelenski en Bucarest.",
        "En territorio ruso Petrescu se reunió con Lavrov.",
        "El presidente ruso, Vladímir Putin, viajó a China.",
    ],
)
def test_neighbours_and_listed_people_tell_nothing(nlp: Language, text: str) -> None:
    assert read(nlp, text) == {}


def test_a_former_office_is_a_role_but_not_the_office_at_the_time(nlp: Language) -> None:
    found = read(nlp, "El expresidente gambiano, Lamin Ceesay, visitó Dakar.")["person/lamin_ceesay"]
    assert found == told("m", "GMB", "presidente")


def test_claims_carry_what_the_text_tells(nlp: Language) -> None:
    import kg.nlp

    text = "El ministro de Defensa de Rumanía, Ion Petrescu, acusó a Rusia."
    ((_, claims),) = kg.nlp.extract(nlp, [Article(text, "a")])
    assert {end.traits.countries for claim in claims for end in (claim.subject,)} == {frozenset({"ROU"})}
    assert {claim.object.traits for claim in claims} == {Traits()}

"""Texts without accents are read as they would be written with them; others are left alone."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.nlp.accents import Accents
from kg.vocabulary.gazetteer import Gazetteer
from kg.vocabulary.lexicon import Lexicon


@pytest.fixture(scope="module")
def accents() -> Accents:
    return Accents(Gazetteer.load(), Lexicon.load())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El Ejercito asesino a un campesino.", "El Ejército asesinó a un campesino."),
        ("Una columna se tomo la poblacion y secuestro a 61 policias.",
         "Una columna se tomó la población y secuestró a 61 policías."),
        ("Francia envio 400 soldados a Mali.", "Francia envió 400 soldados a Malí."),
        ("El obispo medio entre las partes segun la prensa.", "El obispo medió entre las partes según la prensa."),
        ("La poblacion esta siendo desplazada y recibira ayuda.",
         "La población está siendo desplazada y recibirá ayuda."),
        ("Habian huido de la region, causandole temor.", "Habían huido de la región, causándole temor."),
        ("La policia brinda apoyo a las victimas.", "La policía brinda apoyo a las víctimas."),
        ("El secuestro de tres policias.", "El secuestro de tres policías."),
        ("Un policia resulto herido.", "Un policía resultó herido."),
        ("ULTIMO AVION A BOGOTA", "ÚLTIMO AVIÓN A BOGOTÁ"),
    ],
)  # fmt: skip
def test_accents_are_set_where_they_lack(accents: Accents, text: str, expected: str) -> None:
    assert accents(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "El Ejército asesino a un campesino.",
        "Enfriamiento y alivio a partes iguales entre Estados Unidos y Colombia.",
        "Brasil y Argentina firman un acuerdo de libre comercio con Egipto.",
        "EE. UU. brinda apoyo a Ucrania.",
    ],
)
def test_a_text_that_has_or_needs_no_accent_stays(accents: Accents, text: str) -> None:
    assert accents(text) == text


def test_the_words_of_the_text_come_out_as_they_stand(nlp: Language) -> None:
    doc = nlp.make_doc("La policia ataco a los jovenes.")
    assert [token.text for token in doc][:3] == ["La", "policía", "atacó"]
    assert doc._.source == doc._.reading == "La policia ataco a los jovenes."

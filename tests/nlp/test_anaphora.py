"""Whom pronouns, possessives, dropped subjects and descriptions mean; `tests/test_coref.py` holds the figures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

Analyse = Callable[..., Doc]


def meant(doc: Doc, word: str) -> list[str]:
    """The ids of those whom the last occurrence of a word means: its referents, owners or subject."""
    i = max(token.i for token in doc if token.text == word)
    actors, arguments = doc._.actors, doc._.arguments
    if word.lower() in ("su", "sus"):
        refs = actors.possessors(doc[i].head.i)
    elif doc[i].pos_ == "VERB":
        refs = [ref for arg in arguments.subject(i) for ref in arguments.refs(arg)]
    else:
        refs = actors.refs(i)
    return [ref.entity.id for ref in refs if ref.named]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Malí acusó a Francia. El país africano expulsó al embajador.", "país", "MLI"),
        ("Malí acusó a Francia. El país europeo lo negó.", "país", "FRA"),
        ("Egipto criticó a Jordania. El reino respondió.", "reino", "JOR"),
        ("Hamás y la OTAN callaron. El movimiento rebelde atacará.", "movimiento", "org/hamas"),
        ("La OTAN se reunió con Hezbolá. Los rebeldes hablaron.", "rebeldes", "org/hezbola"),
        (
            "Macron viajó a Kiev. Zelenski dijo que el presidente francés ayudará.",
            "presidente",
            "person/emmanuel_macron",
        ),
        ("Putin amenazó a Zelenski. Scholz lo criticó.", "lo", "person/vladimir_putin"),
        ("A Corea del Norte la amenazó Trump.", "la", "PRK"),
        ("Biden ganó. Lula le advirtió a Putin de las sanciones.", "le", "person/vladimir_putin"),
        ("Putin y Zelenski callan. Erdogan los invitó.", "los", "person/vladimir_putin person/volodimir_zelenski"),
        ("Macron cenó con Scholz y ambos firmaron.", "ambos", "person/emmanuel_macron person/olaf_scholz"),
        ("Irán agradeció a China su apoyo.", "su", "CHN"),
        ("Criticaron el belicismo del Kremlin y sus amenazas.", "sus", "RUS"),
        ("La OTAN calló. Javier Solana, su secretario general, viajó a Kiev.", "su", "NATO"),
        ("Putin llegó a Pekín. Pidió ayuda.", "Pidió", "person/vladimir_putin"),
    ],
)
def test_phrases_mean_who_was_named(analysed: Analyse, text: str, word: str, expected: str) -> None:
    assert sorted(meant(analysed(text, "2023-05-15"), word)) == expected.split()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Putin calla. Llueve desde ayer.", "Llueve"),
        ("Putin calla. Hace falta agua.", "Hace"),
        ("Putin calla. Se teme que la guerra siga.", "teme"),
        ("Putin presentó un plan. Biden lo rechazó.", "lo"),
        ("Putin leyó un discurso. En él recordó la guerra.", "él"),
        ("Putin calla. Los vecinos tapian sus ventanas.", "sus"),
        ("Malí acusó a Francia. El país asiático calla.", "país"),
        ("Hamás atacó Israel. La organización que preside Guterres calla.", "organización"),
    ],
)
def test_nobody_is_meant_where_no_name_fits(analysed: Analyse, text: str, word: str) -> None:
    assert meant(analysed(text, "2023-05-15"), word) == []


def test_who_is_quoted_does_not_speak_of_himself_in_the_third_person(analysed: Analyse) -> None:
    assert meant(analysed("Putin defendió la operación. «Durará lo necesario», precisó Lavrov."), "Durará") == []

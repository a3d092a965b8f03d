"""Events between those who have no name: who can act, whom pronouns and dropped subjects mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.nlp.claims import claims

Analyse = Callable[..., Doc]


def events(doc: Doc) -> list[str]:
    """The claims of an analysed text with a relation of the ontology, as "subject | relation | object"."""
    return sorted(
        f"{claim.subject_mention or claim.subject.label} | {claim.predicate} | {claim.object_mention}"
        for claim in claims(doc)
        if claim.predicate is not None
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Encapuchados sacaron de sus casas a tres jóvenes y los fusilaron.",
            ["Encapuchados | attacks | tres jóvenes", "Encapuchados | coerces | tres jóvenes"],
        ),
        (
            "Policías municipales detuvieron y entregaron a los estudiantes.",
            ["Policías municipales | coerces | los estudiantes"],
        ),
        ("Un dirigente campesino murió a manos de desconocidos.", ["desconocidos | attacks | Un dirigente campesino"]),
        ("Los rebeldes tienen en su poder a tres misioneros.", ["Los rebeldes | coerces | tres misioneros"]),
        ("Explosivo lanzado por milicianos hirió a cuatro mujeres.", ["milicianos | attacks | cuatro mujeres"]),
    ],
)  # fmt: skip
def test_who_has_no_name_acts_too(analysed: Analyse, text: str, expected: list[str]) -> None:
    assert events(analysed(text, open_relations=True)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Los combates obligaron a 300 pobladores a desplazarse hacia la cabecera municipal.",  # a deed coerces nobody
        "Los niños salieron de su casa.",  # no troops withdraw
        "El portavoz confirmó la muerte de nueve rebeldes.",  # he has not killed them
        "Un tribunal dictó 20 años de cárcel.",  # a time is no one
    ],
)
def test_what_is_no_event_between_two(analysed: Analyse, text: str) -> None:
    assert events(analysed(text, open_relations=True)) == []

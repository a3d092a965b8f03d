"""Open propositions: what the text says in its own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.nlp.claims import claims

Analyse = Callable[..., Doc]


def propositions(doc: Doc) -> list[str]:
    """The propositions of an analysed text outside the ontology, as "subject | relation | object"."""
    return [
        f"{claim.subject.id or claim.subject.label} | {claim.relation} | {claim.object.id or claim.object.label}"
        for claim in claims(doc)
        if claim.predicate is None
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("El granjero vendió la vaca.", ["El granjero | vendió | la vaca"]),
        ("El pescador vive en Malta.", ["El pescador | vive en | MLT"]),
        ("Kenia no ha enviado médicos.", ["KEN | no ha enviado | médicos"]),
        ("Vietnam quiere pintar un puente.", ["VNM | quiere pintar | un puente"]),
        ("El puente fue destruido por la tormenta.", ["El puente | fue destruido por | la tormenta"]),
        ("Chile y Perú comparten el desierto.", ["Chile y Perú | comparten | el desierto"]),
        ("Malta es una isla.", ["MLT | es | una isla"]),
        ("El banco, una entidad privada, cerró.", ["El banco | es | una entidad privada"]),
        ("Ayer llovió mucho.", []),
        ("Hay dos iglesias en el pueblo.", ["dos iglesias | Hay en | el pueblo"]),
        ("El alcalde se negó a dimitir.", ["El alcalde | se negó a | dimitir"]),
        (
            "Los vecinos se vieron sorprendidos por la crecida.",
            ["Los vecinos | se vieron sorprendidos por | la crecida"],
        ),
        ("La casa, construida por un indiano, ardió.", ["La casa | construida por | un indiano"]),
        (
            "Durante la guerra, la fábrica dejó de producir relojes.",
            [
                "la fábrica | dejó de producir durante | la guerra",
                "la fábrica | dejó de producir | relojes",
            ],
        ),
        ("El molinero cree que el río crecerá.", ["El molinero | cree | que el río crecerá"]),
        (
            "El río, que nace en la sierra, cruza el valle.",
            ["El río | cruza | el valle", "El río | nace en | la sierra"],
        ),
    ],
)
def test_proposition_in_the_texts_words(analysed: Analyse, sentence: str, expected: list[str]) -> None:
    assert sorted(propositions(analysed(sentence, open_relations=True))) == sorted(expected)


def test_one_argument_a_proposition(analysed: Analyse) -> None:
    doc = analysed("El granjero vendió la vaca a su vecino.", open_relations=True)
    assert propositions(doc) == ["El granjero | vendió | la vaca", "El granjero | vendió a | su vecino"]


def test_relative_clause_says_of_its_antecedent(analysed: Analyse) -> None:
    doc = analysed("El pescador que vive en Malta compró un barco.", open_relations=True)
    assert set(propositions(doc)) == {
        "El pescador que vive en Malta | compró | un barco",
        "El pescador | vive en | MLT",
    }


def test_modality_holds_for_them_too(analysed: Analyse) -> None:
    (claim,) = claims(analysed("Kenia no ha enviado médicos.", open_relations=True))
    assert claim.modality == "Denied"


def test_a_claim_of_the_ontology_tells_the_words(analysed: Analyse) -> None:
    doc = analysed("Kenia no ha enviado médicos a Somalia.", open_relations=True)
    (claim,) = [claim for claim in claims(doc) if claim.predicate == "givesAidTo"]
    assert (claim.relation, claim.modality) == ("no ha enviado a", "Denied")


def test_a_proposition_with_a_relation_of_the_ontology_comes_once(analysed: Analyse) -> None:
    doc = analysed("Unos guerrilleros de la zona secuestraron a un campesino.", open_relations=True)
    (claim,) = claims(doc)
    assert (claim.predicate, claim.relation) == ("coerces", "secuestraron a")
    assert (claim.subject.id, claim.subject_mention) == (None, "Unos guerrilleros de la zona")
    assert (claim.object.id, claim.object_mention) == (None, "un campesino")


def test_the_nearest_of_those_without_a_name_is_meant(analysed: Analyse) -> None:
    doc = analysed("Unos encapuchados dispararon contra una patrulla de la policía.", open_relations=True)
    (claim,) = [claim for claim in claims(doc) if claim.predicate is not None]
    assert claim.object_mention == "una patrulla de la policía"


def test_without_the_wish_for_them_there_are_none(analysed: Analyse) -> None:
    assert claims(analysed("El granjero vendió la vaca.")) == []
    (claim,) = claims(analysed("Kenia ha invadido Somalia."))
    assert (claim.predicate, claim.relation) == ("invades", None)

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
        ("Vietnam quiere construir un puerto.", ["VNM | quiere construir | un puerto"]),
        ("El puente fue destruido por la tormenta.", ["El puente | fue destruido por | la tormenta"]),
        ("Chile y Perú comparten el desierto.", ["Chile y Perú | comparten | el desierto"]),
        ("Malta es una isla.", ["MLT | es | una isla"]),
        ("El banco, una entidad privada, cerró.", ["El banco | es | una entidad privada"]),
        ("Ayer llovió mucho.", []),
    ],
)
def test_proposition_in_the_texts_words(analysed: Analyse, sentence: str, expected: list[str]) -> None:
    assert propositions(analysed(sentence, open_relations=True)) == expected


def test_one_argument_a_proposition(analysed: Analyse) -> None:
    doc = analysed("El granjero vendió la vaca a su vecino.", open_relations=True)
    assert propositions(doc) == ["El granjero | vendió | la vaca", "El granjero | vendió a | su vecino"]


def test_relative_clause_says_of_its_antecedent(analysed: Analyse) -> None:
    doc = analysed("El pescador que vive en Malta compró un barco.", open_relations=True)
    assert set(propositions(doc)) == {"El pescador | compró | un barco", "El pescador | vive en | MLT"}


def test_modality_holds_for_them_too(analysed: Analyse) -> None:
    (claim,) = claims(analysed("Kenia no ha enviado médicos.", open_relations=True))
    assert claim.modality == "Denied"


def test_a_claim_of_the_ontology_tells_the_words(analysed: Analyse) -> None:
    doc = analysed("Kenia no ha enviado médicos a Somalia.", open_relations=True)
    (claim,) = [claim for claim in claims(doc) if claim.predicate == "givesAidTo"]
    assert (claim.relation, claim.modality) == ("no ha enviado", "Denied")


def test_without_the_wish_for_them_there_are_none(analysed: Analyse) -> None:
    assert claims(analysed("El granjero vendió la vaca.")) == []
    (claim,) = claims(analysed("Kenia ha invadido Somalia."))
    assert (claim.predicate, claim.relation) == ("invades", None)

"""Items and events: class, name and extent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.nlp.claims import claims

Analyse = Callable[..., Doc]


@pytest.mark.parametrize(
    ("sentence", "relation", "label", "kind"),
    [
        ("Alemania entregó drones a Noruega.", "suppliesArmsTo", "drones", "Weapon"),
        ("Alemania entregó los nuevos drones a Noruega.", "suppliesArmsTo", "drones", "Weapon"),
        ("Suecia vendió 14 cazas F-16 al Perú.", "suppliesArmsTo", "cazas F-16", "Weapon"),
        ("Japón vendió misiles de crucero a Filipinas.", "suppliesArmsTo", "misiles de crucero", "Weapon"),
        ("Francia vendió una docena de tanques a Egipto.", "suppliesArmsTo", "tanques", "Weapon"),
        ("Pakistán transfirió tecnología nuclear a Libia.", "suppliesTechnologyTo", "tecnología nuclear", "Technology"),
    ],
)
def test_item_of_a_supply(analysed: Analyse, sentence: str, relation: str, label: str, kind: str) -> None:
    (claim,) = claims(analysed(sentence))
    assert claim.item is not None
    assert (claim.predicate, claim.item.label, claim.item.type) == (relation, label, kind)


@pytest.mark.parametrize(
    ("sentence", "relation", "identifier", "kind"),
    [
        ("Irán busca armas nucleares.", "seeks", "item/armas_nucleares", "Weapon"),
        ("India posee submarinos nucleares.", "possesses", "item/submarinos_nucleares", "Weapon"),
        ("Irán desarrolla misiles balísticos.", "develops", "item/misiles_balisticos", "Weapon"),
        ("Corea del Norte lanzó un misil balístico.", "launches", "item/misil_balistico", "Weapon"),
        ("Turquía desarrolla un programa espacial.", "develops", "item/programa_espacial", "Programme"),
        ("Japón participó en la cumbre del G20.", "participatesIn", "event/cumbre_del_g20", "Meeting"),
        ("Estados Unidos se retiró del acuerdo nuclear.", "withdrawsFrom", "event/acuerdo_nuclear", "Agreement"),
        ("Rusia participa en la guerra de Siria.", "participatesIn", "event/guerra_civil_siria", "Conflict"),
    ],
)
def test_thing_as_an_end(analysed: Analyse, sentence: str, relation: str, identifier: str, kind: str) -> None:
    (claim,) = claims(analysed(sentence))
    assert (claim.predicate, claim.object.id, claim.object.type) == (relation, identifier, kind)


def test_the_thing_is_told_from_the_country_of_its_adjective(analysed: Analyse) -> None:
    found = {(claim.predicate, claim.object.id) for claim in claims(analysed("Polonia compró tanques surcoreanos."))}
    assert ("seeks", "item/tanques_surcoreanos") in found
    assert ("seeks", "KOR") not in found


def test_who_is_asked_is_no_item(parsed: Analyse) -> None:
    doc = parsed("Brasil pidió a Venezuela retirar sus tropas de Guyana.")
    (claim,) = [claim for claim in claims(doc) if claim.predicate == "requests"]
    assert claim.item is None or claim.item.label != "Venezuela"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "La Unión Africana pidió un alto el fuego inmediato.",
            ("org/union_africana", "seeks", "alto el fuego inmediato"),
        ),
        ("Egipto exige un cese al fuego.", ("EGY", "seeks", "cese al fuego")),
    ],
)
def test_a_noun_with_an_article_inside_is_one(analysed: Analyse, sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(c.subject.id, c.predicate, c.object.label) for c in claims(analysed(sentence))]

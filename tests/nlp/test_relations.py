"""Frames on arguments: parses written by hand → triples."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

Parsed = Callable[..., Doc]
Triples = Callable[[Doc], list[str]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Los misiles fueron entregados por Irán a Siria.", ["IRN suppliesArmsTo SYR"]),
        ("Se firmó un acuerdo entre Serbia y Kosovo.", ["SRB signsAgreementWith XKX"]),
        ("Siria, apoyada por Rusia, bombardeó Idlib.", ["RUS supports SYR", "SYR attacks place/idlib"]),
        ("Los cazas que vendió Francia a Egipto despegaron.", ["FRA suppliesArmsTo EGY"]),
        ("Turquía, que invadió Chipre, apoya a Azerbaiyán.", ["TUR invades CYP", "TUR supports AZE"]),
        ("Colombia, con la que Perú firmó un pacto, crece.", ["PER signsAgreementWith COL"]),
        ("Israel volvió a atacar Líbano.", ["ISR attacks LBN"]),
        ("Rusia violó el pacto bombardeando Odesa.", ["RUS attacks place/odesa"]),
        ("Jordania y Egipto bombardearon Yemen.", ["EGY attacks YEM", "JOR attacks YEM"]),
        ("Ruanda invadió Burundi y ocupó Goma.", ["RWA invades BDI", "RWA invades place/goma"]),
        ("Rusia ha bombardeado Járkov y ocupado Jersón.", ["RUS attacks place/jarkov", "RUS invades place/jerson"]),
        ("Canadá criticó a Irán y le impuso sanciones.", ["CAN condemns IRN", "CAN sanctions IRN"]),
        ("Bielorrusia es aliada de Rusia.", ["BLR alliedWith RUS"]),
        ("Chile se pronunció en contra de Nicaragua.", ["CHL condemns NIC"]),
    ],
)
def test_verb_frames(parsed: Parsed, triples: Triples, sentence: str, expected: list[str]) -> None:
    assert triples(parsed(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Turquía lanzó un ataque contra Siria.", ["TUR attacks SYR"]),
        ("La ONU condenó la invasión iraquí de Kuwait.", ["IRQ invades KWT", "UN condemns IRQ"]),
        ("La ONU lamentó el ataque perpetrado por Israel contra Líbano.", ["ISR attacks LBN", "UN condemns ISR"]),
        ("Irán reiteró su apoyo a Siria.", ["IRN supports SYR"]),
    ],
)
def test_noun_frames(parsed: Parsed, triples: Triples, sentence: str, expected: list[str]) -> None:
    assert triples(parsed(sentence)) == expected


def test_symmetric_relation_pairs_the_members_of_one_role(parsed: Parsed, triples: Triples) -> None:
    assert triples(parsed("Japón y Australia firmaron un tratado.")) == ["JPN signsAgreementWith AUS"]


def test_companion_does_it_too(parsed: Parsed, triples: Triples) -> None:
    doc = parsed("Polonia, junto a Lituania, sancionó a Bielorrusia.")
    assert triples(doc) == ["LTU sanctions BLR", "POL sanctions BLR"]


def test_title_beside_a_name_leads(parsed: Parsed, triples: Triples) -> None:
    doc = parsed("Milei, presidente de Argentina, visitó Italia.", date="2024-06-15")
    assert triples(doc) == ["person/javier_milei leads ARG", "person/javier_milei visits ITA"]


def test_dropped_subject_goes_on_from_the_sentence_before(parsed: Parsed, triples: Triples) -> None:
    doc = parsed("Macron visitó Rumanía.", "Después viajó a Moldavia.")
    assert triples(doc) == ["person/emmanuel_macron visits MDA", "person/emmanuel_macron visits ROU"]


@pytest.mark.xfail(strict=True, reason="the victim of a denounced attack is taken for the accused")
def test_who_is_attacked_is_not_accused(parsed: Parsed, triples: Triples) -> None:
    assert "GRC accuses CYP" not in triples(parsed("Grecia denunció el presunto ataque turco contra Chipre."))


def test_a_relation_with_one_end_is_none(parsed: Parsed, triples: Triples) -> None:
    assert triples(parsed("China prometió a Pakistán enviar aviones.")) == []


def test_a_proposition_says_how_it_was_found(parsed: Parsed) -> None:
    (found,) = parsed("Los misiles fueron entregados por Irán a Siria.")._.propositions
    assert found.frame.startswith("cooperative.toml")
    assert (found.subject_path, found.object_path) == ("obl:agent", "iobj")
    assert found.item.label == "misiles"

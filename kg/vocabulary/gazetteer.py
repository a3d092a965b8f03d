"""`ontology/entities/*.csv` → who is known: names, demonyms, offices, and what stands for what."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.config import ontology_dir
from kg.errors import VocabularyError
from kg.model import Entity

WORD = re.compile(r"\w+")
"""What counts as one word of a name: "EE. UU." is two, "G-7" is two."""


@functools.lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower case without accents: "Perú" → "peru", "España" → "espana"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(text: str) -> str:
    """A name as the end of an IRI: "Consejo de Seguridad" → "consejo_de_seguridad"."""
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the lists, with what the extractor must know of it beyond its names."""

    entity: Entity
    country: str = ""
    acts_for: str = ""
    part_of: str = ""
    gender: str = ""
    capital: bool = False
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """A person's term in an office; `start` and `end` are ISO dates, possibly reduced, "" where open."""

    person: str
    office: str
    of: str
    title: str
    start: str
    end: str

    def held(self, date: str | None) -> bool:
        """Whether the term covers the (possibly reduced) ISO date; a date of None means today's holders."""
        if date is None:
            return not self.end
        return (not self.start or self.start[: len(date)] <= date[: len(self.start)]) and (
            not self.end or date[: len(self.end)] <= self.end[: len(date)]
        )


@dataclass(slots=True)
class Gazetteer:
    """All names that the lists know. Load it once with `Gazetteer.load()`.

    `names` maps the folded words of a name to the ids that bear it, each with the name as the list writes it; `lengths`
    maps a first word to the lengths (in words) of the names that begin with it, longest first.
    """

    known: dict[str, Known] = field(default_factory=dict)
    names: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    lengths: dict[str, list[int]] = field(default_factory=dict)
    demonyms: dict[str, tuple[str, str]] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    offices: dict[str, list[Office]] = field(default_factory=lambda: defaultdict(list))
    held_by: dict[str, list[Office]] = field(default_factory=lambda: defaultdict(list))
    predecessors: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """The gazetteer of `ontology/entities/` (or of `folder`).

        Raises `VocabularyError` where a file is missing or a row lacks a column.
        """
        return _load(folder or ontology_dir() / "entities")

    def find(self, text: str) -> list[str]:
        """Ids of the entities that have exactly this name, accents and case aside."""
        found = self.names.get(tuple(WORD.findall(fold(text))), ())
        return list(dict.fromkeys(identifier for identifier, _ in found))

    def holder(self, of: str, title: str, office: str, date: str | None) -> str | None:
        """Who held an office of a country or organization at a date: a person's id, or None where that is not certain.

        `title` ("presidente", "primera ministra") is compared by its stem; where no title agrees, `office` decides.
        """
        stem = fold(title)[:-1]
        terms = [o for o in self.offices.get(of, ()) if o.held(date)]
        same = {o.person for o in terms if fold(o.title)[:-1] == stem}
        if not same and office:
            same = {o.person for o in terms if o.office == office}
        return same.pop() if len(same) == 1 else None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise VocabularyError(f"{path.name}: file not found in {path.parent}: reinstall kg, or restore the file")
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if None in row or None in row.values():
                raise VocabularyError(f"{path.name}, line {number}: wrong number of columns: compare with the header")
            yield row


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _add(gazetteer: Gazetteer, known: Known, names: list[str]) -> None:
    identifier = known.entity.id
    assert identifier is not None
    gazetteer.known[identifier] = known
    spellings: set[tuple[tuple[str, ...], tuple[bool, ...]]] = set()
    for name in names:
        words = tuple(WORD.findall(fold(name)))
        capitals = tuple(word[:1].isupper() for word in WORD.findall(name))
        if words and (words, capitals) not in spellings:
            spellings.add((words, capitals))
            gazetteer.names[words].append((identifier, name))


@functools.cache
def _load(folder: Path) -> Gazetteer:
    g = Gazetteer()
    for row in _rows(folder / "countries.csv"):
        forms = [
            (form, feature)
            for column, feature in (
                ("demonym_ms", "ms"),
                ("demonym_fs", "fs"),
                ("demonym_mp", "mp"),
                ("demonym_fp", "fp"),
            )
            for form in _split(row[column])
        ]
        names = [row["label_es"], *_split(row["aliases_es"])]
        english = [row["label_en"], *_split(row["aliases_en"])]
        demonyms = [form for form, feature in forms if feature == "ms"]
        labels = tuple(dict.fromkeys([*names, *english, *demonyms]))
        entity = Entity(row["id"], row["label_es"], "Country", labels)
        _add(g, Known(entity, country=row["id"]), names)
        for form, feature in forms:
            g.demonyms.setdefault(fold(form), (row["id"], feature))
        for prefix in _split(row["prefix"]):
            g.prefixes.setdefault(fold(prefix), row["id"])
    for row in _rows(folder / "organizations.csv"):
        names = [row["label_es"], *_split(row["aliases"])]
        labels = tuple(dict.fromkeys([*names, row["label_en"]])) if row["label_en"] else tuple(dict.fromkeys(names))
        entity = Entity(row["id"], row["label_es"], row["type"], labels)
        _add(g, Known(entity, country=row["country"], part_of=row["part_of"]), names)
    for row in _rows(folder / "people.csv"):
        names = [row["label"], *_split(row["aliases"])]
        entity = Entity(row["id"], row["label"], "Person", tuple(dict.fromkeys(names)))
        _add(g, Known(entity, country=row["country"], gender=row["gender"]), names)
    for row in _rows(folder / "offices.csv"):
        office = Office(row["person"], row["office"], row["of"], row["title_es"], row["start"], row["end"])
        g.offices[office.of].append(office)
        g.held_by[office.person].append(office)
    for row in _rows(folder / "places.csv"):
        names = [row["label_es"], *_split(row["aliases"])]
        labels = tuple(dict.fromkeys([*names, row["label_en"]])) if row["label_en"] else tuple(dict.fromkeys(names))
        entity = Entity(row["id"], row["label_es"], row["type"], labels)
        known = Known(entity, country=row["country"], acts_for=row["acts_for"], capital=bool(row["capital"]))
        _add(g, known, names)
    for row in _rows(folder / "seats.csv"):
        for name in [row["name"], *_split(row["aliases"])]:
            words = tuple(WORD.findall(fold(name)))
            g.names[words].append((row["acts_for"], name))
    for row in _rows(folder / "events.csv"):
        names = [row["label_es"], *_split(row["aliases"])]
        entity = Entity(row["id"], row["label_es"], row["type"], tuple(dict.fromkeys(names)))
        _add(g, Known(entity, parties=tuple(_split(row["parties"]))), names)
    for row in _rows(folder / "successions.csv"):
        g.predecessors[row["state"]] = (row["predecessor"], row["until"])
    lengths: dict[str, set[int]] = defaultdict(set)
    for words in g.names:
        lengths[words[0]].add(len(words))
    g.lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}
    return g

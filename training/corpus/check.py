"""Check the entity notes of the corpus: `python -m training.corpus.check [FILE ...]`.

Errors (exit status 1): brackets that do not balance or nest, unknown labels, empty or padded texts, empty lines,
sentences that occur twice. Reported only: names that a file marks in one place and leaves unmarked in another,
and names that one file marks with several labels.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LABELS = (
    "PERSON",
    "COUNTRY",
    "COUNTRY:adj",
    "COUNTRY:noun",
    "ORG",
    "ARMED_GROUP",
    "PLACE",
    "WEAPON",
    "EVENT",
    "AGREEMENT",
)
FOLDER = Path(__file__).parent / "entities"
LATER = frozenset({"n5.txt"})
"""Files written after the second annotation was drawn and the test part was fixed: they are for training alone."""

MIN_NAME = 3
WORD = re.compile(r"\w+")


class Mark(NamedTuple):
    """An entity in the plain text of its line, `text[start:end]`."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Item:
    """A line of notes: the text without brackets and the marked entities."""

    file: str
    line: int
    text: str
    marks: list[Mark]

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(slots=True)
class Report:
    items: int = 0
    words: int = 0
    bare: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def notes(folder: Path = FOLDER) -> list[Path]:
    """The files of the corpus proper; `second.txt` next to them annotates some of their lines once more."""
    return sorted(folder.glob("n*.txt"))


def parse(line: str) -> tuple[str, list[Mark]]:
    """Plain text and entities of a line; ValueError says what is wrong with it."""
    text = ""
    marks: list[Mark] = []
    rest = line
    while rest:
        before, bracket, rest = rest.partition("[")
        if "]" in before or "|" in before:
            raise ValueError(f"] or | outside an entity: {before[-30:]!r}")
        text += before
        if not bracket:
            break
        inside, close, rest = rest.partition("]")
        if not close:
            raise ValueError(f"[ is not closed: {inside[:30]!r}")
        if "[" in inside:
            raise ValueError(f"nested [: {inside!r}")
        name, _, label = inside.rpartition("|")
        if label not in LABELS:
            raise ValueError(f"unknown label {label!r}: {inside!r}")
        if not name or name != name.strip() or "|" in name:
            raise ValueError(f"empty, padded or split text: {inside!r}")
        if text[-1:].isalnum() or rest[:1].isalnum():
            raise ValueError(f"part of a word is marked: {inside!r}")
        marks.append(Mark(len(text), len(text) + len(name), label))
        text += name
    return text, marks


def key(text: str) -> str:
    """The words of a text without case and punctuation: equal in copies of one sentence."""
    return " ".join(WORD.findall(text.lower()))


def unmarked(items: Sequence[Item]) -> list[str]:
    """Names that the items mark in one place and leave unmarked in another, also in capitals."""
    first: dict[str, Item] = {}
    for item in items:
        for mark in item.marks:
            name = item.text[mark.start : mark.end]
            if len(name) >= MIN_NAME:
                first.setdefault(name, item)
                first.setdefault(name.upper(), item)
    if not first:
        return []
    names = "|".join(re.escape(name) for name in sorted(first, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    found = []
    for item in items:
        # Blanked out where marked, so that parts of longer names do not count.
        bare = list(item.text)
        for mark in item.marks:
            bare[mark.start : mark.end] = "\0" * (mark.end - mark.start)
        for match in pattern.finditer("".join(bare)):
            found.append(f"{item.place}: {match[0]!r} is not marked, but is in line {first[match[0]].line}")
    return found


def ambiguous(items: Iterable[Item]) -> list[str]:
    """Names with several labels in one file."""
    labels: dict[str, dict[str, Item]] = defaultdict(dict)
    for item in items:
        for mark in item.marks:
            labels[item.text[mark.start : mark.end]].setdefault(mark.label, item)
    found = []
    for name, places in labels.items():
        kinds = {label.partition(":")[0] for label in places}
        if len(kinds) > 1:
            where = ", ".join(f"{label} (line {item.line})" for label, item in places.items())
            found.append(f"{next(iter(places.values())).file}: {name!r} is {where}")
    return found


def check(paths: Iterable[Path]) -> Report:
    report = Report()
    seen: dict[str, str] = {}
    for path in paths:
        items = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                if not line.strip() or line != line.strip():
                    raise ValueError("empty line, or spaces at its ends")
                item = Item(path.name, number, *parse(line))
            except ValueError as error:
                report.errors.append(f"{path.name}:{number}: {error}")
                continue
            items.append(item)
            if other := seen.get(key(item.text)):
                report.errors.append(f"{item.place}: the same sentence as {other}")
            seen.setdefault(key(item.text), item.place)
        report.items += len(items)
        report.words += sum(len(WORD.findall(item.text)) for item in items)
        report.bare += sum(not item.marks for item in items)
        report.labels.update(mark.label for item in items for mark in item.marks)
        report.warnings += unmarked(items) + ambiguous(items)
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="training.corpus.check", description="Check the entity notes of the corpus.")
    parser.add_argument("files", nargs="*", type=Path, help="notes to check (default: training/corpus/entities/n*.txt)")
    options = parser.parse_args(arguments)
    files = options.files or notes()
    report = check(files)
    for warning in report.warnings:
        print(f"look at  {warning}")
    for error in report.errors:
        print(f"ERROR    {error}")
    average = report.words / report.items if report.items else 0
    print(f"{len(files)} files, {report.items} items, {average:.1f} words each, {report.bare} without entity")
    for label in LABELS:
        print(f"{label:<14}{report.labels[label]:>6}")
    print(f"{len(report.errors)} errors, {len(report.warnings)} to look at")
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main())

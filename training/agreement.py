"""Agreement of the two annotations of the entity corpus: `python -m training.agreement`.

`corpus/entities/second.txt` holds the lines of `n1` to `n4` that `drawn` picks, a tenth, as a second annotator marked
them from the guidelines without sight of the first marks. Printed are, over all labels and for each: F1 of exact spans
(the second against the first; it is the same the other way round), Cohen's kappa over words, and below every
disagreement by its kind.

F1 is what the recognizer is measured by. Kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational
and Psychological Measurement 20, 1960) corrects for chance: (observed - expected) / (1 - expected), where every word is
an item and its category the label of the entity that it stands in, or none. Per label the categories are "this label"
and "another or none".
"""

import hashlib
from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import NamedTuple

from training.corpus.check import FOLDER, LABELS, WORD, Item, Mark, notes, parse
from training.entities import Text, compare

SECOND = FOLDER / "second.txt"
PARTS = 10
CHOSEN = 7
"""Lines whose hash leaves this remainder; `training.entities.part` takes 0 and 1 for test and development."""

NONE = ""
"""Category of a word outside entities."""


class Pair(NamedTuple):
    """A line with its two annotations."""

    first: Item
    second: Item


class Difference(NamedTuple):
    """A mark of one annotation that the other does not have.

    `kind`: `label` (the same span with another label), `extent` (another span that overlaps) or `missing`. Marks that
    stand against each other make one difference.
    """

    kind: str
    place: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def drawn(text: str) -> bool:
    """Whether a line, without marks, belongs to the sample that was annotated twice."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % PARTS == CHOSEN


def read(path: Path) -> list[Item]:
    """The lines of a file of notes; ValueError if one is malformed."""
    lines = path.read_text(encoding="utf8").splitlines()
    return [Item(path.name, number, *parse(line)) for number, line in enumerate(lines, 1)]


def pairs(first: Sequence[Path], second: Path = SECOND) -> list[Pair]:
    """The second annotation's lines, each with the first's; ValueError if a line is not in the first."""
    by_text = {item.text: item for path in first for item in read(path)}
    found = []
    for item in read(second):
        if item.text not in by_text:
            raise ValueError(f"{item.place} is in none of the files annotated first: {item.text[:60]!r}")
        found.append(Pair(by_text[item.text], item))
    return found


def spans(rows: Sequence[Pair], labels: dict[str, str]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 (per cent) of the second's exact spans against the first's, by label and `all`."""
    sides = [[Text(item.text, tuple(item.marks)) for item in side] for side in zip(*rows, strict=True)]
    return compare(sides[0], sides[1], labels)


def categories(item: Item) -> list[str]:
    """The label that each word of a line stands in, or `NONE`."""
    found = []
    for word in WORD.finditer(item.text):
        inside = [mark.label for mark in item.marks if mark.start <= word.start() < mark.end]
        found.append(inside[0] if inside else NONE)
    return found


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Cohen's kappa of two codings of the same items, at most 1; 1 too where both give one category throughout.

    ValueError if there are no items or the codings are not equally long.
    """
    if not first:
        raise ValueError("no items")
    size = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / size
    counts, others = Counter(first), Counter(second)
    expected = sum(counts[category] * others[category] for category in counts) / size**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def differences(pair: Pair) -> list[Difference]:
    """Where the two annotations of a line part, in the order of the text."""
    first = [mark for mark in pair.first.marks if mark not in pair.second.marks]
    second = [mark for mark in pair.second.marks if mark not in pair.first.marks]

    def shown(marks: Sequence[Mark]) -> tuple[str, ...]:
        return tuple(f"{pair.first.text[mark.start : mark.end]}|{mark.label}" for mark in marks)

    found = []
    groups: list[list[tuple[int, Mark]]] = []
    for side, mark in sorted([(0, m) for m in first] + [(1, m) for m in second], key=lambda entry: entry[1].start):
        if groups and any(overlap(mark, other) for _, other in groups[-1]):
            groups[-1].append((side, mark))
        else:
            groups.append([(side, mark)])
    for group in groups:
        sides = [[mark for side, mark in group if side == number] for number in (0, 1)]
        ends = [[(mark.start, mark.end) for mark in marks] for marks in sides]
        kind = "missing" if not all(sides) else "label" if ends[0] == ends[1] else "extent"
        found.append(Difference(kind, pair.first.place, shown(sides[0]), shown(sides[1])))
    return found


def main() -> None:
    rows = pairs(notes())
    scores = spans(rows, {label: label for label in LABELS})
    bare = spans(rows, dict.fromkeys(LABELS, "any"))["all"]["f"]
    first, second = ([label for pair in rows for label in categories(pair[side])] for side in (0, 1))
    count = [Counter(mark.label for pair in rows for mark in pair[side].marks) for side in (0, 1)]
    print(f"{len(rows)} lines, {len(first)} words; spans without labels F1 {bare:.1f}")
    print(f"{'':<14}{'first':>6}{'second':>7}{'F1':>7}{'kappa':>7}")
    print(
        f"{'all':<14}{count[0].total():>6}{count[1].total():>7}{scores['all']['f']:>7.1f}{kappa(first, second):>7.3f}"
    )
    for label in LABELS:
        agreed = kappa([word == label for word in first], [word == label for word in second])
        print(f"{label:<14}{count[0][label]:>6}{count[1][label]:>7}{scores[label]['f']:>7.1f}{agreed:>7.3f}")
    parted = sorted(difference for pair in rows for difference in differences(pair))
    for kind, place, one, other in parted:
        print(f"{kind:<8} {place:<11} {' + '.join(one) or '–':<50} {' + '.join(other) or '–'}")
    print(", ".join(f"{number} {kind}" for kind, number in sorted(Counter(row.kind for row in parted).items())))


if __name__ == "__main__":
    main()

"""Agreement of two annotations: the sample, the measures and the list of what they part on."""

from pathlib import Path

import pytest

from training.agreement import (
    NONE,
    SECOND,
    Difference,
    Pair,
    categories,
    differences,
    drawn,
    kappa,
    main,
    pairs,
    read,
    spans,
)
from training.corpus.check import LABELS, LATER, Item, Mark, notes, parse
from training.entities import part

SAME = {label: label for label in LABELS}


def item(line: str) -> Item:
    return Item("n.txt", 1, *parse(line))


def pair(first: str, second: str) -> Pair:
    return Pair(item(first), item(second))


def test_the_second_annotation_has_all_lines_drawn_and_no_other() -> None:
    texts = [row.text for path in notes() if path.name not in LATER for row in read(path) if drawn(row.text)]
    assert [row.text for row in read(SECOND)] == texts
    assert {part(text) for text in texts} == {"train"}


def test_pairs(tmp_path: Path) -> None:
    first, second = tmp_path / "n1.txt", tmp_path / "second.txt"
    first.write_text("Nadie.\n[Paz|PERSON] calla.\n", encoding="utf8")
    second.write_text("[Paz|PLACE] calla.\n", encoding="utf8")
    (found,) = pairs([first], second)
    assert found.first.place == "n1.txt:2"
    assert (found.first.marks, found.second.marks) == ([Mark(0, 3, "PERSON")], [Mark(0, 3, "PLACE")])
    second.write_text("[Paz|PLACE] habla.\n", encoding="utf8")
    with pytest.raises(ValueError, match="none of the files"):
        pairs([first], second)


def test_kappa() -> None:
    # 20 times both yes, 15 times both no, 5 and 10 times apart: observed 0.7, expected 0.5
    first = [True] * 25 + [False] * 25
    second = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(second, first) == pytest.approx(0.4)
    assert kappa("abc", "abc") == kappa("aaa", "aaa") == 1
    assert kappa("ab", "ba") == -1


@pytest.mark.parametrize(("first", "second"), [("", ""), ("ab", "a"), ("a", "ab")])
def test_kappa_needs_codings_of_the_same_items(first: str, second: str) -> None:
    with pytest.raises(ValueError, match=r"no items|zip"):
        kappa(first, second)


def test_categories_of_words() -> None:
    assert categories(item("La [Duma Estatal|ORG], en [Moscú|PLACE].")) == [NONE, "ORG", "ORG", NONE, "PLACE"]


def test_spans() -> None:
    rows = [
        pair("[Paz|PERSON] en [Kuwait|COUNTRY]", "[Paz|PERSON] en [Kuwait|PLACE]"),
        pair("[Banco|ORG] de [Perú|COUNTRY]", "[Banco de Perú|ORG]"),
    ]
    scores = spans(rows, SAME)
    assert scores["PERSON"]["f"] == 100
    assert scores["ORG"]["f"] == scores["COUNTRY"]["f"] == 0
    assert (scores["all"]["p"], scores["all"]["r"]) == (33.33, 25)
    assert spans(rows, dict.fromkeys(LABELS, "any"))["all"]["r"] == 50


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("[Paz|PERSON] calla.", "[Paz|PERSON] calla.", []),
        ("[Paz|PERSON] calla.", "[Paz|PLACE] calla.", [("label", ("Paz|PERSON",), ("Paz|PLACE",))]),
        ("el [río Bravo|PLACE]", "el río [Bravo|PLACE]", [("extent", ("río Bravo|PLACE",), ("Bravo|PLACE",))]),
        (
            "[Banco de Perú|ORG] y [Lima|PLACE]",
            "[Banco|ORG] de [Perú|COUNTRY] y Lima",
            [("extent", ("Banco de Perú|ORG",), ("Banco|ORG", "Perú|COUNTRY")), ("missing", ("Lima|PLACE",), ())],
        ),
    ],
)
def test_differences(first: str, second: str, found: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    expected = [Difference(kind, "n.txt:1", one, other) for kind, one, other in found]
    assert differences(pair(first, second)) == expected


def test_report(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{len(read(SECOND))} lines")
    assert [line.split()[0] for line in lines[2 : 3 + len(LABELS)]] == ["all", *LABELS]

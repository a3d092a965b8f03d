"""The entity notes of the corpus and their checker."""

from pathlib import Path

import pytest

from training.corpus.check import FOLDER, LABELS, Mark, check, main, notes, parse

FILES = notes()
SECOND = FOLDER / "second.txt"


def written(folder: Path, text: str) -> Path:
    path = folder / "notes.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_parse() -> None:
    text, marks = parse("La [OTAN|ORG] avisa a los [rusos|COUNTRY:noun].")
    assert text == "La OTAN avisa a los rusos."
    assert marks == [Mark(3, 7, "ORG"), Mark(20, 25, "COUNTRY:noun")]
    assert parse("Nadie habló.") == ("Nadie habló.", [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("La [OTAN|ORG avisa.", "not closed"),
        ("La OTAN|ORG] avisa.", "outside"),
        ("El [Banco de [Rusia|COUNTRY]|ORG] avisa.", "nested"),
        ("La [OTAN|GPE] avisa.", "unknown label"),
        ("La [OTAN] avisa.", "unknown label"),
        ("La [|ORG] avisa.", "empty"),
        ("La [OTAN |ORG] avisa.", "padded"),
        ("Los pro[rusos|COUNTRY:noun] avisan.", "part of a word"),
    ],
)
def test_parse_rejects(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(line)


def test_errors(tmp_path: Path) -> None:
    report = check([written(tmp_path, "Habla [Rey|PERSON].\n\n ¡Nada!\nhabla Rey\n[Rey|KING] calla.\n")])
    assert [error.split(": ")[0] for error in report.errors] == [f"notes.txt:{line}" for line in (2, 3, 4, 5)]
    assert "same sentence as notes.txt:1" in report.errors[2]


def test_unmarked_and_ambiguous_names_are_reported(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "[Paz|PERSON] calla en [Nueva Paz|PLACE].\n"
        "El obispo Paz habla con Pazos.\n"
        "PAZ CALLA\n"
        "[Paz|PLACE], 3 may.\n"
        "El [ruso|COUNTRY:noun] del mercado [ruso|COUNTRY:adj].\n",
    )
    report = check([path])
    assert report.errors == []
    assert report.warnings == [
        "notes.txt:2: 'Paz' is not marked, but is in line 1",
        "notes.txt:3: 'PAZ' is not marked, but is in line 1",
        "notes.txt: 'Paz' is PERSON (line 1), PLACE (line 4)",
    ]
    assert (report.items, report.bare, report.labels["PLACE"]) == (5, 2, 2)


def test_main(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written(tmp_path, "Habla [Rey|PERSON].\n"))]) == 0
    assert "0 errors" in capsys.readouterr().out
    assert main([str(written(tmp_path, "Habla [Rey|PERSON.\n"))]) == 1
    assert "ERROR" in capsys.readouterr().out


@pytest.mark.parametrize("path", [*FILES, SECOND], ids=lambda path: path.stem)
def test_notes_have_no_errors(path: Path) -> None:
    assert check([path]).errors == []


@pytest.mark.skipif(not FILES, reason="no notes here")
def test_every_label_occurs() -> None:
    assert set(check(FILES).labels) == set(LABELS)

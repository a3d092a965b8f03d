"""Sources → Articles: text to the letter, metadata from where it is, and one clear line for whatever cannot be read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kg import articles
from kg.articles import Failure, jsonl, plain
from kg.articles.document import MAX_CHARACTERS, iso_date
from kg.errors import ArticleError, UsageError
from kg.model import Article

TEXT = "El presidente ruso visitó Pekín.\nAllí se reunió con Xi Jinping.\n"


def read_one(source: Path | str, **options: str) -> Article:
    (item,) = articles.read([source], **options)
    assert isinstance(item, Article), item
    return item


def fail_one(source: Path | str) -> Failure:
    (item,) = articles.read([source])
    assert isinstance(item, Failure), item
    return item


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


# text files


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT),
        (TEXT.replace("\n", "\r\n").encode(), TEXT),
        (TEXT.replace("\n", "\r").encode(), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (TEXT.encode("cp1252"), TEXT),
        ("«¿Qué?», dijo —a solas— el “líder”…".encode("cp1252"), "«¿Qué?», dijo —a solas— el “líder”…"),
        ("  Con  espacios \t y\u00a0más. ".encode(), "  Con  espacios \t y\u00a0más. "),
    ],
    ids=["utf-8", "bom", "crlf", "cr", "utf-16", "cp1252", "cp1252 quotes", "spaces"],
)
def test_text_is_kept_to_the_letter_but_for_line_endings_and_marks(tmp_path: Path, data: bytes, text: str) -> None:
    assert read_one(write(tmp_path / "nota.txt", data)).text == text


def test_reading_another_encoding_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    read_one(write(tmp_path / "nota.txt", TEXT.encode("cp1252")))
    assert "nota.txt: not UTF-8; read as Windows-1252" in caplog.text


def test_a_text_file_has_its_stem_as_id_its_name_as_source_and_no_date(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "la.cumbre.txt", TEXT))
    assert (article.id, article.source, article.date, article.title) == ("la.cumbre", "la.cumbre.txt", None, "")
    assert article.language == "es"


def test_the_first_heading_of_markdown_is_its_title(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "nota.md", "# Cumbre en Pekín\n\n" + TEXT))
    assert article.title == "Cumbre en Pekín"
    assert article.text.startswith("# Cumbre")


def test_options_win_over_what_the_source_says(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", json.dumps({"text": TEXT, "date": "2020", "title": "x", "lang": "ca"}))
    article = read_one(source, date="2024-06", title="Cumbre", language="es")
    assert (article.date, article.title, article.language) == ("2024-06", "Cumbre", "es")


def test_a_long_text_is_read_up_to_the_limit(tmp_path: Path) -> None:
    text = "a" * (MAX_CHARACTERS - 1) + "\n"
    assert len(read_one(write(tmp_path / "a.txt", text)).text) == MAX_CHARACTERS
    assert "more than one article may have" in fail_one(write(tmp_path / "a.txt", text + "a")).reason


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b" \n\t\r\n", "holds no text"),
        ("a.txt", "\u00a0\u2003\n".encode(), "holds no text"),
        ("a.txt", b"\xef\xbb\xbf", "holds no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither UTF-8 nor Spanish"),
        ("a.txt", b"abc\x00def", "binary data"),
        ("a.txt", b"\x01\x02\x03\x04", "binary data"),
        ("a.txt", "Москва объявила".encode("koi8-r"), "neither UTF-8 nor Spanish"),
        ("a.txt", "ÅÄ Ø þing".encode("cp1252"), "neither UTF-8 nor Spanish"),
        ("a.txt", b"\xff\xfe\x00", "neither UTF-8 nor Spanish"),
        ("a.doc", b"text", "unknown ending"),
        ("a", b"text", "unknown ending"),
        ("a.jsonl", b"", "holds no text"),
        ("a.jsonl", b"\n \n", "holds no text"),
        ("a.jsonl", b"{", "no JSON"),
        ("a.jsonl", b"[" * 100_000, "no JSON"),
        ("a.jsonl", b"[1]", "not a JSON object"),
        ("a.jsonl", b'{"title": "x"}', 'no "text" that is a string'),
        ("a.jsonl", b'{"text": 5}', 'no "text" that is a string'),
        ("a.jsonl", b'{"text": "  "}', "holds no text"),
        ("a.jsonl", b'{"text": "a\\ud800b"}', "half a surrogate pair"),
        ("a.jsonl", b'{"text": "x", "date": "ayer"}', "\"date\": 'ayer' is no date"),
        ("a.jsonl", b'{"text": "x", "date": ["2024"]}', '"date" must be a string'),
        ("a.jsonl", b'{"text": "x", "title": 5}', '"title" must be a string'),
        ("a.html", b"", "holds no text"),
        ("a.html", b"<html><head><title>t</title></head><body></body></html>", "no article text found"),
        ("a.pdf", b"%PDF-1.4 broken", "no readable PDF"),
        ("a.pdf", b"", "no readable PDF"),
        ("a.docx", b"PK broken", "no readable Word file"),
        ("a.docx", b"", "no readable Word file"),
    ],
)
def test_what_cannot_be_read_fails_in_one_clear_line(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    failure = fail_one(write(tmp_path / name, data))
    assert reason in failure.reason
    assert "\n" not in failure.reason
    assert name in failure.source


@pytest.mark.parametrize("name", ["missing.txt", "missing", "missing/"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    failure = fail_one(tmp_path / name)
    assert failure.reason == "no such file"
    assert failure.source == str(tmp_path / name)


def test_sources_go_on_past_a_bad_one(tmp_path: Path) -> None:
    good = write(tmp_path / "a.txt", TEXT)
    kinds = [type(item).__name__ for item in articles.read([tmp_path / "no.txt", good, tmp_path / "no.pdf", good])]
    assert kinds == ["Failure", "Article", "Failure", "Article"]


# dates


@pytest.mark.parametrize("date", ["2024", "2024-02", "2024-02-29", "0999-01-01"])
def test_iso_dates_are_taken(date: str) -> None:
    assert iso_date(date) == date


@pytest.mark.parametrize(
    "date",
    ["", "24", "2024-13", "2023-02-29", "2024-2-9", "19/06/2024", "20240619", "0000", "2024-W10", "ayer", "２０２４"],
)
def test_other_dates_are_refused(date: str) -> None:
    with pytest.raises(ValueError):
        iso_date(date)


def test_a_bad_date_option_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no date"):
        articles.read([tmp_path], date="ayer")


# JSONL


def test_each_line_is_an_article_with_its_own_metadata(tmp_path: Path) -> None:
    lines = [
        {
            "text": "Uno.",
            "id": "x1",
            "title": "T",
            "date": "2024-06-19T10:00:00Z",
            "source": "EFE",
            "lang": "es",
            "a": 1,
        },
        {"text": "Dos.", "id": 7, "date": None, "title": ""},
        {"text": "Tres."},
        {"text": "Cuatro."},
    ]
    found = list(articles.read([write(tmp_path / "notas.jsonl", "\n\n".join(map(json.dumps, lines)))]))
    assert found == [
        Article(text="Uno.", id="x1", title="T", date="2024-06-19", source="EFE"),
        Article(text="Dos.", id="7", source="notas.jsonl#7"),
        Article(text="Tres.", id="notas", source="notas.jsonl#notas"),
        Article(text="Cuatro.", id="notas-7", source="notas.jsonl#notas-7"),
    ]


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    found = list(articles.read([write(tmp_path / "a.jsonl", '{"text": "Uno."}\n{bad\n{"text": "Tres."}\n')]))
    assert [type(item).__name__ for item in found] == ["Article", "Failure", "Article"]
    assert isinstance(found[1], Failure) and found[1].source == "a.jsonl, line 2"


def test_line_separators_within_a_text_do_not_split_its_line(tmp_path: Path) -> None:
    line = json.dumps({"text": "Uno.\u2028Dos.\u0085Tres."}, ensure_ascii=False)
    assert read_one(write(tmp_path / "a.jsonl", line)).text == "Uno.\u2028Dos.\u0085Tres."


# folders


def test_a_folder_is_read_by_name_and_depth_and_skips_what_is_hidden_or_unknown(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "c.png", "sub/d.txt", ".git/e.txt", "sub/.f.txt", "A.TXT"):
        write(tmp_path / name, f"Texto de {name}.")
    found = list(articles.read([tmp_path]))
    assert [item.source for item in found] == ["A.TXT", "a.md", "b.txt", "sub/d.txt"]


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    assert "no articles in this folder" in fail_one(tmp_path).reason


def test_a_folder_goes_on_past_a_bad_file(tmp_path: Path) -> None:
    for name, text in (("a.txt", ""), ("b.txt", TEXT)):
        write(tmp_path / name, text)
    bad, good = articles.read([tmp_path])
    assert bad == Failure(str(tmp_path / "a.txt"), "holds no text")
    assert isinstance(good, Article)


def test_an_index_tells_the_metadata_of_its_files(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt", "Otro texto.")
    record = {"file": "a.txt", "title": "Cumbre", "date": "2024-06-19", "source": "https://example.org/a", "lang": "es"}
    write(tmp_path / "index.jsonl", json.dumps(record) + "\n")
    first, second = articles.read([tmp_path])
    expected = Article(text=TEXT, id="a", title="Cumbre", date="2024-06-19", source="https://example.org/a")
    assert first == expected
    assert second == Article(text="Otro texto.", id="b", source="b.txt")
    assert read_one(tmp_path / "a.txt") == expected


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        ('{"file": "b.txt"}', "names 'b.txt', which is not there"),
        ('{"file": 5}', 'line 1: no "file" that is a string'),
        ("bad", "line 1: no JSON"),
        ('{"file": "a.txt", "date": "ayer"}', "is no date"),
    ],
)
def test_a_bad_index_is_told_and_the_files_are_read(tmp_path: Path, index: str, reason: str) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "index.jsonl", index)
    bad, good = articles.read([tmp_path])
    assert isinstance(bad, Failure) and reason in bad.reason and "index.jsonl" in bad.source
    assert isinstance(good, Article)


def test_an_index_jsonl_that_holds_articles_is_read_as_such(tmp_path: Path) -> None:
    write(tmp_path / "index.jsonl", json.dumps({"text": TEXT, "id": "x"}))
    assert read_one(tmp_path).id == "x"


def test_a_name_that_is_no_utf_8_is_read(tmp_path: Path) -> None:
    import os

    path = os.path.join(os.fsencode(tmp_path), b"a\xf1o.txt")
    with open(path, "wb") as file:
        file.write(TEXT.encode())
    assert read_one(tmp_path).id == "a\ufffdo"


# standard input


class Stdin(io.StringIO):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.buffer = io.BytesIO(data)  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), Article(text=TEXT, id="stdin-3c682768")),
        (b'{"text": "Uno.", "id": "x"}\n', Article(text="Uno.", id="x", source="-#x")),
        (b"{texto} entre llaves.", Article(text="{texto} entre llaves.", id="stdin-8abfb6e6")),
    ],
)
def test_standard_input_is_text_or_jsonl(monkeypatch: pytest.MonkeyPatch, data: bytes, expected: Article) -> None:
    monkeypatch.setattr("sys.stdin", Stdin(data))
    assert read_one("-") == expected


def test_a_text_at_hand_becomes_an_article() -> None:
    assert articles.from_text(TEXT, date="2024").date == "2024"
    with pytest.raises(ArticleError, match="holds no text"):
        articles.from_text(" ")
    with pytest.raises(UsageError, match="is no date"):
        articles.from_text(TEXT, date="ayer")


def test_every_ending_has_a_reader() -> None:
    import importlib

    for module in set(articles.ENDINGS.values()):
        assert callable(importlib.import_module(f"kg.articles.{module}").read)
    assert plain.read and jsonl.read

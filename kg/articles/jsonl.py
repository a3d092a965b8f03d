"""A JSONL file → its Articles, one a line: `{"text": …}` with optional `id, title, date, source, lang`."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.articles.document import Document, Failure, clean, decode, iso_date
from kg.errors import ArticleError
from kg.model import Article

BLANK = b" \t\r\n\xef\xbb\xbf"


def read(document: Document) -> Iterator[Article | Failure]:
    """The articles of a JSONL file in memory: `read_lines` of its lines."""
    return read_lines(io.BytesIO(document.data), document.name, document.id)


def read_lines(lines: Iterable[bytes], name: str, stem: str) -> Iterator[Article | Failure]:
    """One Article a line, or a Failure that names the line; blank lines are skipped. Raises ArticleError if all are.

    A line without `id` takes the file's stem, from the second such line on with the line's number; one without `source`
    takes the file's name and the id, so that lines of one file are not taken for versions of each other.
    """
    found = False
    unnamed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip(BLANK):
            continue
        found = True
        where = f"{name}, line {number}"
        try:
            record = parse(decode(Document(line, where, stem)), where)
            if record.get("id") in (None, ""):
                unnamed += 1
                record["id"] = stem if unnamed == 1 else f"{stem}-{number}"
            yield article(record, name, where)
        except ArticleError as error:
            yield Failure(where, str(error).removeprefix(f"{where}: "))
    if not found:
        raise ArticleError(f"{name}: holds no text")


def parse(line: str, where: str) -> dict[str, Any]:
    """One line as a JSON object. Raises ArticleError."""
    try:
        record = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{where}: no JSON ({error}): write one object a line") from error
    if not isinstance(record, dict):
        raise ArticleError(f'{where}: not a JSON object: write {{"text": …}}')
    return record


def article(record: dict[str, Any], file: str, where: str) -> Article:
    """The Article that a record describes. Raises ArticleError if a key is missing or has the wrong type."""
    if not isinstance(record.get("text"), str):
        raise ArticleError(f'{where}: no "text" that is a string')
    name = str(record["id"])
    metadata = metadata_of(record, where)
    return Article(
        text=clean(record["text"], where),
        id=name,
        title=metadata.get("title", ""),
        date=metadata.get("date"),
        source=metadata.get("source", f"{file}#{name}"),
        language=metadata.get("lang", "es"),
    )


def metadata_of(record: dict[str, Any], where: str) -> dict[str, str]:
    """The `title`, `date`, `source` and `lang` of a record that are there and not empty. Raises ArticleError."""
    metadata = {}
    for key in _present(record, ("title", "date", "source", "lang")):
        value = record[key]
        if not isinstance(value, str) and not (key == "date" and isinstance(value, int)):
            raise ArticleError(f'{where}: "{key}" must be a string')
        metadata[key] = str(value)
    if "date" in metadata:
        try:
            metadata["date"] = iso_date(metadata["date"])
        except ValueError as error:
            raise ArticleError(f'{where}: "date": {error}') from error
    return metadata


def _present(record: dict[str, Any], keys: Iterable[str]) -> Iterator[str]:
    return (key for key in keys if record.get(key) not in (None, ""))

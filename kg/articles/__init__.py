"""Sources → Articles: files, folders, addresses and standard input, each kind read by a module of this room."""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from kg.articles import jsonl
from kg.articles.document import MAX_BYTES, Document, Failure, clean, decode, iso_date
from kg.errors import ArticleError, UsageError
from kg.model import Article

__all__ = ["ENDINGS", "Failure", "from_text", "read"]

ENDINGS: dict[str, str] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".markdown": "plain",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""The endings of files that are read, each with the module of this room that does so."""

INDEX = "index.jsonl"

Reader = Callable[[Document], Iterator[Article | Failure]]
Metadata = dict[str, dict[str, str]]


def read(
    sources: Iterable[str | os.PathLike[str]],
    *,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Iterator[Article | Failure]:
    """The Articles of sources, in their order; what cannot be read comes as a Failure, and the rest goes on.

    A source is a file, a folder, an http(s) address or `-` for standard input. `date`, `title` and `language`, where
    given, hold for every article and win over what it says of itself. Raises UsageError if `date` is no ISO date.
    """
    try:
        given = {"date": iso_date(date) if date else None, "title": title, "language": language}
    except ValueError as error:
        raise UsageError(str(error)) from error
    changes = {key: value for key, value in given.items() if value}
    return (replace(item, **changes) if isinstance(item, Article) else item for item in _read(sources))


def from_text(
    text: str,
    *,
    id: str | None = None,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
    origin: str = "text",
) -> Article:
    """The Article of a text at hand. Raises ArticleError (empty, binary, too long) and UsageError (bad date).

    Without `id` it is named after `origin` and its content, so that two texts are not taken for versions of one.
    """
    try:
        day = iso_date(date) if date else None
    except ValueError as error:
        raise UsageError(str(error)) from error
    content = clean(text, id or origin)
    name = id or f"{origin}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
    return Article(text=content, id=name, title=title or "", date=day, language=language or "es")


def _read(sources: Iterable[str | os.PathLike[str]]) -> Iterator[Article | Failure]:
    for source in sources:
        name = os.fspath(source)
        try:
            if name == "-":
                yield from _standard_input()
            elif name.lower().startswith(("http://", "https://")):
                yield from importlib.import_module("kg.articles.web").read(name)
            elif os.path.isdir(name):
                yield from _folder(Path(name))
            else:
                path = Path(name)
                yield from _file(path, path.name, _neighbours(path))
        except ArticleError as error:
            yield _failure(_printable(name), error)


def _failure(name: str, error: Exception) -> Failure:
    return Failure(name, str(error).removeprefix(f"{name}: ").removeprefix(f"{PurePath(name).name}: "))


def _printable(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 become question marks."""
    return os.fsencode(name).decode("utf-8", "replace")


def _standard_input() -> Iterator[Article | Failure]:
    data = sys.stdin.buffer.read()
    document = Document(data, name="-", id="stdin")
    if data.lstrip().startswith(b"{") and b'"text"' in data.split(b"\n", 1)[0]:
        yield from jsonl.read(document)
    else:
        yield from_text(decode(document), origin="stdin")


def _file(path: Path, source: str, metadata: Metadata) -> Iterator[Article | Failure]:
    name = _printable(source)
    module = ENDINGS.get(path.suffix.lower())
    if module is None:
        if not path.exists():
            raise ArticleError(f"{name}: no such file")
        raise ArticleError(f"{name}: unknown ending: known are {' '.join(ENDINGS)}")
    try:
        if not path.is_file():
            raise ArticleError(f"{name}: {'not an ordinary file' if path.exists() else 'no such file'}")
        if module == "jsonl":
            with path.open("rb") as lines:
                yield from jsonl.read_lines(lines, name, _printable(path.stem))
            return
        if (size := path.stat().st_size) > MAX_BYTES:
            raise ArticleError(f"{name}: {size:,} bytes are more than a file may have ({MAX_BYTES:,}): split it")
        document = Document(path.read_bytes(), name=name, id=_printable(path.stem))
    except OSError as error:
        raise ArticleError(f"{name}: cannot be read ({error.strerror})") from error
    reader: Reader = importlib.import_module(f"kg.articles.{module}").read
    known = metadata.get(path.name, {})
    changes = {"language" if key == "lang" else key: value for key, value in known.items()}
    for item in reader(document):
        yield replace(item, **changes) if isinstance(item, Article) else item


def _folder(root: Path) -> Iterator[Article | Failure]:
    """The known files of a folder and its folders, by name; hidden ones are left out, as are links to folders."""
    empty = True
    for place, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        folder = Path(place)
        metadata: Metadata = {}
        if INDEX in files:
            try:
                if (index := _index(folder / INDEX)) is not None:
                    files.remove(INDEX)
                    metadata = index
            except ArticleError as error:
                files.remove(INDEX)
                yield _failure(_printable(str(folder / INDEX)), error)
            for name in sorted(metadata.keys() - set(files)):
                yield Failure(_printable(str(folder / INDEX)), f"names {name!r}, which is not there")
        for name in sorted(files):
            path = folder / name
            if name.startswith(".") or path.suffix.lower() not in ENDINGS:
                continue
            empty = False
            try:
                yield from _file(path, path.relative_to(root).as_posix(), metadata)
            except ArticleError as error:
                relative = _printable(path.relative_to(root).as_posix())
                yield Failure(_printable(str(path)), str(error).removeprefix(f"{relative}: "))
    if empty:
        yield Failure(_printable(str(root)), f"no articles in this folder: known endings are {' '.join(ENDINGS)}")


def _neighbours(path: Path) -> Metadata:
    """What the index of a file's folder says of it, so that a file has the same date named alone as with its folder."""
    index = path.parent / INDEX
    return (_index(index) or {}) if path.name != INDEX and index.is_file() else {}


def _index(path: Path) -> Metadata | None:
    """What an `index.jsonl` says of each file; None if it holds articles itself. Raises ArticleError."""
    try:
        text = decode(Document(path.read_bytes(), name=path.name, id="index"))
    except OSError as error:
        raise ArticleError(f"{path.name}: cannot be read ({error.strerror})") from error
    metadata: Metadata = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        record = jsonl.parse(line, where)
        if "file" not in record and "text" in record:
            return None
        if not isinstance(record.get("file"), str):
            raise ArticleError(f'{where}: no "file" that is a string')
        metadata[record["file"]] = jsonl.metadata_of(record, where)
    return metadata

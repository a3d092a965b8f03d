"""What readers of sources share: the bytes to read, the text that may leave, and how a failure is told."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date

from kg.errors import ArticleError

log = logging.getLogger("kg.articles")

MAX_CHARACTERS = 5_000_000
"""The longest text of one article, in characters: twice War and Peace. More is a corpus in one file, whose offsets and
dates would mean nothing; split into articles it is welcome."""

MAX_BYTES = 50_000_000
"""The largest file that is read into memory, in bytes: a long PDF with its pictures. JSONL is read line by line."""

SPANISH = frozenset("áéíóúüñçÁÉÍÓÚÜÑÇàèìòùâêîôûãõäëïöÀÈÌÒÙÄËÏÖ¿¡ºª«»“”‘’–—…·°€£§©®\u00a0\u00ad•")
"""The characters beyond ASCII that a Spanish text in Windows-1252 may hold; others point to another encoding."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Document:
    """One file or page before it is understood; `name` becomes the article's source, `id` its id."""

    data: bytes
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or one line of it, that could not be read, with the reason in one line."""

    source: str
    reason: str


def decode(document: Document) -> str:
    """The text of a document in UTF-8 (a byte order mark of UTF-8 or UTF-16 is obeyed), else in plausible Windows-1252.

    Raises ArticleError for binary data and other encodings.
    """
    data, name = document.data, document.name
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig" and (text := _windows_1252(data)) is not None:
            log.warning("%s: not UTF-8; read as Windows-1252", name)
            return text
        raise ArticleError(
            f"{name}: neither UTF-8 nor Spanish in Windows-1252 (byte {error.start}): convert it to UTF-8"
        ) from error


def _windows_1252(data: bytes) -> str | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    plausible = not CONTROL.search(text) and all(char in SPANISH for char in text if char > "\x7f")
    return text if plausible else None


def clean(text: str, name: str) -> str:
    """The text as it is stored: to the letter, but for line endings (all become a line feed) and a byte order mark.

    Raises ArticleError if it is empty, binary, longer than `MAX_CHARACTERS`, or not to be written in UTF-8.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ArticleError(f"{name}: holds no text")
    if "\x00" in text or len(CONTROL.findall(text[:100_000])) > len(text[:100_000]) // 100:
        raise ArticleError(f"{name}: binary data, not text: name a text file")
    if found := SURROGATE.search(text):
        raise ArticleError(f"{name}: half a surrogate pair at character {found.start()}: not valid Unicode, repair it")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(
            f"{name}: {len(text):,} characters are more than one article may have ({MAX_CHARACTERS:,}): split it"
        )
    return text


def iso_date(text: str) -> str:
    """An ISO 8601 date of day, month or year precision; what follows a `T` (a time) is cut off.

    Raises ValueError if it is none, or no day of the calendar.

    >>> iso_date("2024-06-19T10:00:00Z"), iso_date("2024-06"), iso_date("2024")
    ('2024-06-19', '2024-06', '2024')
    """
    day = re.sub(r"(?<=\d{4}-\d{2}-\d{2})[T ].*", "", text.strip(), flags=re.DOTALL)
    if not DATE.fullmatch(day) or day.startswith("0000"):
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, monthday = (day.split("-") + ["1", "1"])[:3]
    try:
        date(int(year), int(month), int(monthday))
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error
    return day

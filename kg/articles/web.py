"""An http(s) address that the user names → the Article of that page, or one Article an entry of an RSS or Atom feed.

Nothing else is fetched: a feed's entries are read as the feed gives them, their pages are not visited.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from kg.articles import html, pdf, plain
from kg.articles.document import Document, Failure, clean
from kg.errors import ArticleError
from kg.model import Article

MAX_DOWNLOAD = 20_000_000
"""The most that is downloaded, in bytes: news pages have 1 to 3 MB, a report as PDF up to 15."""

TIMEOUT = 20.0
"""Seconds to wait for a connection and for each part of the answer."""

DEADLINE = 60.0
"""Seconds for the whole answer, so that a server that drips keeps nobody waiting."""

FEED = re.compile(rb"\A\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<\?.*?\?>\s*)*<(rss|feed|rdf:RDF)[\s>]", re.DOTALL)


def read(url: str) -> Iterator[Article | Failure]:
    """The page, PDF, text or feed at an address. Raises ArticleError if it cannot be fetched or read."""
    data, kind = fetch(url)
    document = Document(data, name=url, id=id_of(url))
    if FEED.match(data.removeprefix(b"\xef\xbb\xbf")[:4000]):
        yield from feed(document)
    elif kind == "application/pdf" or data.startswith(b"%PDF-"):
        yield from pdf.read(document)
    elif kind in ("text/plain", "text/markdown"):
        yield from plain.read(document)
    elif kind in ("", "text/html", "application/xhtml+xml") or kind.endswith("xml"):
        yield from html.read(document)
    else:
        raise ArticleError(f"{url}: sends {kind}: name a page, a feed, a PDF or a text")


def fetch(url: str) -> tuple[bytes, str]:
    """What an address answers: the bytes and the media type, in lower case. Raises ArticleError."""
    import httpx

    started = time.monotonic()
    data = bytearray()
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=True, max_redirects=5) as client,
            client.stream("GET", url, headers={"User-Agent": "geopolkg"}) as answer,
        ):
            if answer.status_code != 200:
                raise ArticleError(f"{url}: the server answers {answer.status_code} {answer.reason_phrase}".rstrip())
            for part in answer.iter_bytes():
                data += part
                if len(data) > MAX_DOWNLOAD:
                    raise ArticleError(f"{url}: sends more than {MAX_DOWNLOAD:,} bytes: save the article as a file")
                if time.monotonic() - started > DEADLINE:
                    raise ArticleError(f"{url}: not received within {DEADLINE:.0f} s: try again later")
            return bytes(data), answer.headers.get("content-type", "").split(";")[0].strip().lower()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise ArticleError(f"{url}: cannot be fetched ({error or type(error).__name__})") from error


def feed(document: Document) -> Iterator[Article | Failure]:
    """One Article an entry of an RSS or Atom feed: title and text as the feed has them. Raises ArticleError."""
    import feedparser  # type: ignore[import-untyped]

    parsed = feedparser.parse(document.data, response_headers={"content-location": document.name})
    if not parsed.entries:
        raise ArticleError(f"{document.name}: the feed has no entries")
    for number, entry in enumerate(parsed.entries, start=1):
        where = f"{document.name}, entry {number}"
        contents = [part.value for part in entry.get("content", [])] or [entry.get("summary", "")]
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        source = entry.get("link") or f"{document.name}#{number}"
        try:
            yield Article(
                text=clean("\n".join(html.text_of(part) for part in contents), where),
                id=id_of(source),
                title=html.text_of(entry.get("title", "")),
                date=time.strftime("%Y-%m-%d", moment) if moment else None,
                source=source,
                language=(parsed.feed.get("language") or "es").split("-")[0].lower(),
            )
        except ArticleError as error:
            yield Failure(where, str(error).removeprefix(f"{where}: "))


def id_of(url: str) -> str:
    """The last part of an address that says something, without its ending: the article's id.

    >>> id_of("https://www.example.org/mundo/cumbre-en-pekin.html?x=1"), id_of("https://www.example.org/")
    ('cumbre-en-pekin', 'www.example.org')
    """
    address = urlsplit(url)
    parts = [part for part in unquote(address.path).split("/") if part]
    if parts and re.fullmatch(r"index\.\w+", parts[-1]):
        parts.pop()
    return re.sub(r"\.(html?|php|aspx?|pdf|txt|md)$", "", parts[-1]) if parts else address.netloc

"""Addresses → Articles, from a server on this machine: only what was named is fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg import articles
from kg.articles import Failure, web
from kg.model import Article

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Mundo</title>
<language>es-ES</language>
<item><title>Cumbre &amp; pacto</title><link>https://example.org/mundo/cumbre.html</link>
<pubDate>Wed, 19 Jun 2024 10:00:00 GMT</pubDate><description>Resumen.</description>
<content:encoded><![CDATA[<p>Putin visitó Pekín.</p><p>Firmó un acuerdo.</p>]]></content:encoded></item>
<item><title>Breve</title><link>https://example.org/mundo/breve.html</link>
<description>Rusia atacó Kiev.</description></item>
<item><title>Vacía</title></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
<entry><title>Uno</title><link href="https://example.org/uno"/><updated>2024-06-19T10:00:00Z</updated>
<content type="html">&lt;p&gt;Texto uno.&lt;/p&gt;</content></entry></feed>"""
PAGE = "<html><head><title>Nota</title></head><body><article><p>Rusia invadió Ucrania.</p></article></body></html>"
ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "/nota.html": (200, "text/html; charset=utf-8", PAGE.encode()),
    "/rss": (200, "application/rss+xml", RSS.encode()),
    "/feed.xml": (200, "text/xml", ATOM.encode()),
    "/empty.xml": (200, "text/xml", b"<rss version='2.0'><channel></channel></rss>"),
    "/nota.txt": (200, "text/plain", "Rusia invadió Ucrania.".encode()),
    "/image": (200, "image/png", b"\x89PNG"),
    "/gone": (404, "text/html", b"<p>no</p>"),
    "/broken.pdf": (200, "application/pdf", b"%PDF-"),
    "/big": (200, "text/plain", b"a" * 3000),
}


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/nota.html")
            self.end_headers()
            return
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        status, kind, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    Handler.asked.clear()


@pytest.mark.parametrize("path", ["/nota.html", "/moved"])
def test_a_page_is_read(server: str, path: str) -> None:
    (article,) = articles.read([server + path])
    assert isinstance(article, Article)
    assert article.text.strip() == "Rusia invadió Ucrania."
    assert article.source == server + path


def test_a_text_is_read(server: str) -> None:
    assert list(articles.read([f"{server}/nota.txt"])) == [
        Article(text="Rusia invadió Ucrania.", id="nota", source=f"{server}/nota.txt")
    ]


def test_a_feed_gives_an_article_an_entry_and_its_pages_are_not_fetched(server: str) -> None:
    first, second, third = articles.read([f"{server}/rss"])
    assert first == Article(
        text="Putin visitó Pekín.\nFirmó un acuerdo.",
        id="cumbre",
        title="Cumbre & pacto",
        date="2024-06-19",
        source="https://example.org/mundo/cumbre.html",
    )
    assert isinstance(second, Article) and (second.text, second.date) == ("Rusia atacó Kiev.", None)
    assert third == Failure(f"{server}/rss, entry 3", "holds no text")
    assert Handler.asked == ["/rss"]


def test_an_atom_feed_is_read(server: str) -> None:
    (article,) = articles.read([f"{server}/feed.xml"])
    assert isinstance(article, Article)
    assert (article.text, article.date, article.id) == ("Texto uno.", "2024-06-19", "uno")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "the server answers 404"),
        ("/image", "sends image/png"),
        ("/empty.xml", "the feed has no entries"),
        ("/broken.pdf", "no readable PDF"),
        ("/loop", "cannot be fetched"),
    ],
)
def test_what_an_address_lacks_is_told_in_one_line(server: str, path: str, reason: str) -> None:
    (failure,) = articles.read([server + path])
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert failure.source == server + path


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://", "http://[bad/", "https://.example/"])
def test_an_address_without_a_server_is_a_failure(url: str) -> None:
    (failure,) = articles.read([url])
    assert isinstance(failure, Failure) and "cannot be fetched" in failure.reason


def test_a_large_answer_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_DOWNLOAD", 1000)
    (failure,) = articles.read([f"{server}/big"])
    assert isinstance(failure, Failure) and "sends more than 1,000 bytes" in failure.reason

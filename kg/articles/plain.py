"""A text or Markdown file → one Article, its text to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.articles.document import Document, clean, decode
from kg.model import Article

HEADING = re.compile(r"\A\s*# +(\S.*)")


def read(document: Document) -> Iterator[Article]:
    """The file as one Article; the title of a Markdown file is its first heading. Raises ArticleError."""
    text = clean(decode(document), document.name)
    heading = HEADING.match(text) if document.name.lower().endswith((".md", ".markdown")) else None
    yield Article(text=text, id=document.id, title=heading[1].strip() if heading else "", source=document.name)

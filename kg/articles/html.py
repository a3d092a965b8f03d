"""An HTML page → one Article: its main text, title and date, found by trafilatura."""

from __future__ import annotations

from collections.abc import Iterator

from kg.articles.document import Document, clean, iso_date
from kg.errors import ArticleError
from kg.model import Article


def read(document: Document) -> Iterator[Article]:
    """The page as one Article, without menus, comments and advertisements. Raises ArticleError if no text is found."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    if not document.data.strip():
        raise ArticleError(f"{document.name}: holds no text")
    page = bare_extraction(
        document.data,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        # a date is taken from where the page declares it, not guessed from its text: none is better than a wrong one
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(page, Page) or not (page.text or "").strip():
        raise ArticleError(f"{document.name}: no article text found in the page: save its text as .txt")
    yield Article(
        text=clean(page.text or "", document.name),
        id=document.id,
        title=page.title or "",
        date=_date(page.date),
        source=document.name,
    )


def _date(declared: str | None) -> str | None:
    try:
        return iso_date(declared) if declared else None
    except ValueError:
        return None


def text_of(fragment: str) -> str:
    """The words of an HTML fragment, one line a paragraph: for the contents of a feed's entries."""
    from lxml import html  # type: ignore[import-untyped]

    if not fragment.strip():
        return ""
    root = html.fragment_fromstring(fragment, create_parent="div")
    for element in root.xpath(".//script | .//style | .//figure | .//iframe"):
        element.drop_tree()
    for element in root.xpath(".//p | .//br | .//div | .//li | .//h1 | .//h2 | .//h3 | .//h4 | .//blockquote"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)

"""A PDF file → one Article: the text of its pages, set lines joined to paragraphs."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator

from kg.articles.document import SURROGATE, Document, clean
from kg.errors import ArticleError
from kg.model import Article

HYPHENATED = re.compile(r"(?<=[a-záéíóúüñ])[-\u00ad\u2010]\n(?=[a-záéíóúüñ])")
WITHIN_PARAGRAPH = re.compile(r"(?<![.:;!?…»”\"\n]) *\n(?!\n)(?= *\S)")


def read(document: Document) -> Iterator[Article]:
    """The file as one Article; its text is what the pages say, with words broken at line ends put together again.

    Raises ArticleError for a broken or encrypted file, and for one that holds pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(document.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError(f"{document.name}: the PDF is encrypted: save it without a password")
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except DependencyError as error:
        raise ArticleError(f"{document.name}: the PDF is encrypted: save it without a password") from error
    # on damaged files pypdf raises its own errors and a handful of built-in ones
    except (
        *(PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError),
        *(NotImplementedError, RecursionError, OSError, EOFError, zlib.error, struct.error),
    ) as error:
        raise ArticleError(f"{document.name}: no readable PDF ({type(error).__name__}): save it again") from error
    text = SURROGATE.sub("\ufffd", "\n\n".join(page.strip() for page in pages)).replace("\x00", "")
    if not text.strip():
        raise ArticleError(f"{document.name}: the PDF holds no text (a scan?): recognise its text first")
    yield Article(text=clean(reflow(text), document.name), id=document.id, title=str(title), source=document.name)


def reflow(text: str) -> str:
    """Lines set on a page → paragraphs.

    >>> reflow("El presi-\\ndente ruso\\nviajó a China.\\nAllí habló.")
    'El presidente ruso viajó a China.\\nAllí habló.'
    """
    return WITHIN_PARAGRAPH.sub(" ", HYPHENATED.sub("", text))

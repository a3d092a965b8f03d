"""A Word file (.docx) → one Article: its paragraphs and tables, in their order."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from kg.articles.document import MAX_BYTES, Document, clean
from kg.errors import ArticleError
from kg.model import Article


def read(document: Document) -> Iterator[Article]:
    """The file as one Article, one line a paragraph or table row. Raises ArticleError for a broken file."""
    from docx import Document as open_docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    lines: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 10 * MAX_BYTES:
                raise ArticleError(f"{document.name}: unpacks to more than {10 * MAX_BYTES:,} bytes: split it")
            archive.testzip()  # damage shows here, rather than in the middle of reading
        word = open_docx(io.BytesIO(document.data))
        for block in word.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
        title = word.core_properties.title
    # zipfile raises the built-in ones for damage and encryption, python-docx for parts that lack what they should have
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
        *(OpcError, LxmlError, KeyError, ValueError, AttributeError),
    ) as error:
        raise ArticleError(f"{document.name}: no readable Word file ({type(error).__name__}): save it again") from error
    yield Article(text=clean("\n".join(lines), document.name), id=document.id, title=title or "", source=document.name)

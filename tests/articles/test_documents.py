"""Pages, PDF and Word files → Articles."""

from __future__ import annotations

import io
from pathlib import Path

import docx as word
import pytest
from pypdf import PdfReader, PdfWriter

from kg import articles
from kg.articles import Failure, html, pdf
from kg.articles.document import Document
from kg.model import Article

PAGE = """<!DOCTYPE html><html lang="es"><head><title>Cumbre en Pekín - Diario</title>
<meta property="og:title" content="Cumbre en Pekín">
<meta property="article:published_time" content="2024-06-19T10:00:00+02:00"></head>
<body><nav><a href="/">Portada</a> <a href="/mundo">Mundo</a></nav><script>var x = "rastreo";</script>
<article><h1>Cumbre en Pekín</h1>
<p>El presidente ruso visitó Pekín el miércoles para reunirse con su homólogo chino en el Gran Palacio del Pueblo.</p>
<p>Ambos firmaron un acuerdo de cooperación económica que abarca la energía, el transporte y la agricultura.</p>
</article><footer>Aviso legal. Todos los derechos reservados.</footer></body></html>"""


def make_pdf(*lines: str, title: str | None = None, password: str | None = None) -> bytes:
    """A PDF of one page, by hand: one text line each."""
    shown = "\n".join(f"1 0 0 1 50 {700 - 20 * i} Tm ({line}) Tj" for i, line in enumerate(lines))
    stream = f"BT /F1 12 Tf {shown} ET".encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )
    if title is None and password is None:
        return data
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read_one(path: Path, data: bytes | str) -> Article:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (item,) = articles.read([path])
    assert isinstance(item, Article), item
    return item


def test_a_page_gives_its_text_title_and_date(tmp_path: Path) -> None:
    article = read_one(tmp_path / "cumbre.html", PAGE)
    assert article.title == "Cumbre en Pekín"
    assert article.date == "2024-06-19"
    assert article.id == "cumbre"
    assert "El presidente ruso visitó Pekín el miércoles" in article.text
    assert "Ambos firmaron" in article.text
    assert not any(noise in article.text for noise in ("Portada", "rastreo", "Aviso legal"))


def test_a_short_page_without_metadata_is_read(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.htm", "<html><body><p>Rusia invadió Ucrania.</p></body></html>")
    assert article.text.strip() == "Rusia invadió Ucrania."
    assert article.date is None


def test_a_page_in_a_declared_encoding_is_read(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').encode("iso-8859-1")
    assert "visitó Pekín el miércoles" in read_one(tmp_path / "a.html", page).text


def test_a_fragment_becomes_lines() -> None:
    fragment = "<p>Uno &amp; <b>dos</b>.</p><script>x()</script><p>Tres<br>cuatro</p>"
    assert html.text_of(fragment) == "Uno & dos.\nTres\ncuatro"
    assert html.text_of("sin marcas") == "sin marcas"
    assert html.text_of(" ") == ""


def test_a_pdf_gives_its_paragraphs_and_title(tmp_path: Path) -> None:
    data = make_pdf("El presi-", "dente ruso visit\xf3", "Pek\xedn.", "All\xed habl\xf3.", title="Cumbre")
    article = read_one(tmp_path / "a.pdf", data)
    assert article.text == "El presidente ruso visitó Pekín.\nAllí habló."
    assert article.title == "Cumbre"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf("Secreto.", password="x"), "encrypted"),
        (make_pdf(), "holds no text"),
        (make_pdf("Texto.")[:200], "no readable PDF"),
    ],
    ids=["encrypted", "scan", "cut off"],
)
def test_an_unreadable_pdf_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    (item,) = articles.read([path])
    assert isinstance(item, Failure)
    assert reason in item.reason


def test_a_word_broken_after_a_hyphen_of_its_own_keeps_it() -> None:
    assert pdf.reflow("el eje Moscú-\nPyongyang") == "el eje Moscú- Pyongyang"


def test_a_word_file_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = word.Document()
    document.core_properties.title = "Cumbre"
    document.add_paragraph("Rusia invadió Ucrania.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "País", "Rusia"
    document.add_paragraph("Fin.")
    out = io.BytesIO()
    document.save(out)
    article = read_one(tmp_path / "a.docx", out.getvalue())
    assert article.text == "Rusia invadió Ucrania.\nPaís\tRusia\nFin."
    assert (article.title, article.date) == ("Cumbre", None)


def test_an_empty_page_document_says_so() -> None:
    with pytest.raises(articles.ArticleError, match="holds no text"):
        list(html.read(Document(b" \n", "a.html", "a")))

"""Text → sentence starts that no parser should miss: after a line's end, and after the dateline of a dispatch; none
between "No." and its number."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

DATELINE = re.compile(
    r"^(?:[A-ZÁÉÍÓÚÑ][^.\n;:]{1,70}?)(?:\([^)\n]{2,40}\))?\s?(?:\.\s?[-–—]+\s?|(?:\)\s?[-–—]+|\s[-–—]{1,2}|\))\s)(?=[A-ZÁÉÍÓÚÑ\"«“¿¡])",
    re.MULTILINE,
)
"""The opening of a dispatch: "Ginebra, 9 ene (EFE).- El secretario …", "BEIRUT (Reuters) - Aviones …"."""

AGENCY = re.compile(r"\(|\b\d{1,2} (?:de )?[a-záéíóúñ]{3}|^[A-ZÁÉÍÓÚÑ /,]{4,}")
"""What tells a dateline from a sentence with a dash: an agency in brackets, a day, or capitals."""


NUMERO = frozenset(("No", "Nos", "Núm", "Num", "Nro"))
"""What stands before the number of a unit or a law: "el Batallón No. 47"."""


@Language.component("kg_lines", assigns=["token.is_sent_start"])
def kg_lines(doc: Doc) -> Doc:
    """Set the sentence starts that the layout of a text gives; the parser finds the others."""
    starts = {match.end() for match in DATELINE.finditer(doc.text) if AGENCY.search(match.group())}
    after_line = False
    for token in doc:
        if token.i and ((after_line and not token.is_space) or token.idx in starts):
            token.is_sent_start = True
        elif token.text.isdigit() and token.i > 1 and token.nbor(-1).text == "." and token.nbor(-2).text in NUMERO:
            token.is_sent_start = False
        after_line = "\n" in token.text or (after_line and token.is_space)
    return doc

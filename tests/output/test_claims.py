"""A claim as JSON and as cells of a table."""

from __future__ import annotations

import io
import json
from decimal import Decimal

from kg.model import Article, Bound, Claim, Entity, Modality, Period, Quantity
from kg.output import claims, table

ARTICLE = Article(text="…", id="seed")
ROUNDS = Entity("item/proyectiles", "proyectiles", "Weapon")
CLAIM = Claim(
    subject=Entity("PRK", "Corea del Norte", "Country", ("Corea del Norte", "North Korea")),
    predicate="suppliesArmsTo",
    object=Entity("RUS", "Rusia", "Country", ("Rusia",)),
    modality=Modality.ALLEGED,
    begin=10,
    end=20,
    quote="Según …",
    subject_mention="Pyongyang",
    attributed_to=Entity("KOR", "Corea del Sur", "Country"),
    item=ROUNDS,
    quantity=Quantity(Decimal("3000000"), "proyectiles", Bound.AT_LEAST),
    period=Period("2023-08", "2024-02"),
    confidence=0.86,
)


def test_a_claim_has_the_keys_that_scripts_rely_on() -> None:
    assert json.loads(claims.line(ARTICLE, CLAIM)) == {
        "article": "seed",
        "subject": {
            "iri": "https://w3id.org/geopolkg/id/PRK",
            "label": "Corea del Norte",
            "labels": ["Corea del Norte", "North Korea"],
            "type": "Country",
            "mention": "Pyongyang",
        },
        "predicate": "suppliesArmsTo",
        "object": {
            "iri": "https://w3id.org/geopolkg/id/RUS",
            "label": "Rusia",
            "labels": ["Rusia"],
            "type": "Country",
            "mention": "",
        },
        "modality": "Alleged",
        "attributed_to": {
            "iri": "https://w3id.org/geopolkg/id/KOR",
            "label": "Corea del Sur",
            "labels": ["Corea del Sur"],
            "type": "Country",
        },
        "item": "proyectiles",
        "quantity": {"value": 3000000, "unit": "proyectiles", "bound": "atLeast"},
        "start": "2023-08",
        "end": "2024-02",
        "place": None,
        "confidence": 0.86,
        "begin": 10,
        "end_char": 20,
        "quote": "Según …",
    }


def test_an_open_relation_has_its_words_and_may_lack_names() -> None:
    peasant = Entity(None, "un campesino", "Mention")
    record = claims.record(
        ARTICLE,
        Claim(
            peasant, None, peasant, Modality.ASSERTED, 0, 1, "x", object_mention="un campesino", relation="dirigida por"
        ),
        open_relations=True,
    )
    assert record["predicate"] is None
    assert record["relation"] == "dirigida por"
    assert record["object"] == {
        "iri": None,
        "label": "un campesino",
        "labels": ["un campesino"],
        "type": "Mention",
        "mention": "un campesino",
    }
    assert record["quantity"] is record["start"] is record["item"] is record["attributed_to"] is None


def test_a_decimal_stays_what_it_is() -> None:
    assert [claims.number(Decimal(text)) for text in ("3.50", "1E+3", "0", "-2")] == [3.5, 1000, 0, -2]
    assert isinstance(claims.number(Decimal("1E+3")), int)


def test_a_claim_is_a_row_for_people() -> None:
    row = dict(zip(claims.COLUMNS, claims.row(ARTICLE, CLAIM), strict=True))
    assert row["modality"] == "Alleged (Corea del Sur)"
    assert row["details"] == "≥ 3000000 proyectiles; 2023-08/2024-02"


def test_a_table_in_a_pipe_is_tab_separated_and_holds_no_control_characters() -> None:
    out = io.StringIO()
    table.show(("a", "b"), [("x\ty\nz\x1b[31m", None), (1, "ñ")], file=out)
    assert out.getvalue() == "a\tb\nx y z [31m\t\n1\tñ\n"


def test_a_table_on_a_terminal_is_drawn_and_takes_brackets_literally() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    table.show(("name",), [("[bold]Rusia[/bold]",)], file=out)
    assert "[bold]Rusia[/bold]" in out.getvalue()
    assert "─" in out.getvalue()

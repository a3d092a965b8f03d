"""Tables for eyes are shorter than tables for programs."""

import io

from kg.output import table


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


COLUMNS = ("who", "who_name", "note", "quote")
ROWS = [("id:RUS", "Rusia", None, "palabra " * 60)]


def test_a_terminal_shows_names_for_iris_and_cuts_long_quotes() -> None:
    out = Terminal()
    table.show(COLUMNS, ROWS, file=out)
    text = out.getvalue()
    assert "Rusia" in text and "id:RUS" not in text
    assert "note" not in text
    assert text.count("palabra") < 20 and "…" in text


def test_a_pipe_gets_all_columns_whole() -> None:
    out = io.StringIO()
    table.show(COLUMNS, ROWS, file=out)
    heading, row = out.getvalue().splitlines()
    assert heading.split("\t") == list(COLUMNS)
    assert row.count("palabra") == 60 and row.startswith("id:RUS\tRusia\t\t")

"""Columns and rows → a table: drawn on a terminal, tab-separated lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO


def show(columns: Sequence[str], rows: Iterable[Sequence[object]], *, file: TextIO | None = None) -> None:
    """Write a table with a heading to `file` (standard output); None is an empty cell."""
    out = file or sys.stdout
    texts = [[cell(value) for value in row] for row in rows]
    if out.isatty():
        _draw(columns, texts, out)
    else:
        for line in (columns, *texts):
            out.write("\t".join(line) + "\n")


def cell(value: object) -> str:
    """A value as one line of text, without control characters, which a terminal would obey."""
    text = "" if value is None else str(value)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _draw(columns: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    Console(file=out).print(table)

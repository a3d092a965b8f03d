"""Columns and rows → a table: drawn on a terminal, tab-separated lines in a pipe."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TextIO

WIDEST = 120
"""Characters of a cell on a terminal; in a pipe and in the other formats it stands whole."""


def show(columns: Sequence[str], rows: Iterable[Sequence[object]], *, file: TextIO | None = None) -> None:
    """Write a table with a heading to `file` (standard output); None is an empty cell."""
    out = file or sys.stdout
    texts = [[cell(value) for value in row] for row in rows]
    if out.isatty():
        _draw(*_readable(columns, texts), out)
    else:
        for line in (columns, *texts):
            out.write("\t".join(line) + "\n")


def _readable(columns: Sequence[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """For eyes: a column `x` gives way to its `x_name`, and columns without a value are left out."""
    keep = [
        n
        for n, column in enumerate(columns)
        if f"{column}_name" not in columns and (not rows or any(row[n] for row in rows))
    ]
    names = [columns[n].removesuffix("_name").replace("_", " ") for n in keep]
    return names, [[textwrap.shorten(row[n], WIDEST, placeholder=" …") for n in keep] for row in rows]


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

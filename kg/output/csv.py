"""The claims of a graph → a table with one row a claim, as a .csv or .parquet file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

ENDS = ("iri", "label", "type")
QUALIFIERS = (
    "modality",
    "attributed_to",
    "item",
    "value",
    "unit",
    "bound",
    "start",
    "end",
    "place",
    "confidence",
    "quote",
    "begin",
    "end_char",
    "article",
    "article_title",
    "article_date",
    "article_source",
)
COLUMNS = (
    "claim",
    *(f"subject_{key}" for key in ENDS),
    "predicate",
    *(f"object_{key}" for key in ENDS),
    *QUALIFIERS,
)
NUMBERS = {"value": "float64", "confidence": "float64", "begin": "int64", "end_char": "int64"}
"""The columns that hold numbers, with their Arrow types; all others hold text."""


def rows(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    """One row a claim, by article and place in it; a column that the claim does not fill is None."""
    edges = sorted(
        graph.edges(keys=True, data=True), key=lambda edge: (edge[3]["article"], edge[3]["begin"], str(edge[2]))
    )
    for subject, object_, claim, data in edges:
        row: dict[str, Any] = {"claim": claim, "predicate": data["predicate"]}
        for end, iri in (("subject", subject), ("object", object_)):
            node = graph.nodes[iri]
            row |= {f"{end}_iri": iri, f"{end}_label": node["label"], f"{end}_type": node["type"]}
        yield row | {name: data.get(name) for name in QUALIFIERS}


def write_csv(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the table as CSV (RFC 4180, UTF-8, with a heading)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(graph))


def write_parquet(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the table as Parquet. Raises UsageError if pyarrow is not installed."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as error:
        raise UsageError(f"{path}: .parquet needs pyarrow: pip install 'geopolkg[parquet]'") from error
    types = {"float64": pa.float64(), "int64": pa.int64()}
    schema = pa.schema([(name, types[NUMBERS[name]] if name in NUMBERS else pa.string()) for name in COLUMNS])
    table = [
        {
            name: float(value) if NUMBERS.get(name) == "float64" and value is not None else value
            for name, value in row.items()
        }
        for row in rows(graph)
    ]
    pq.write_table(pa.Table.from_pylist(table, schema=schema), path)

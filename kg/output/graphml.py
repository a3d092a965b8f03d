"""A NetworkX graph of claims → a .graphml or .gexf file for Gephi, Cytoscape, yEd."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx as nx

from kg.output.xml import speakable


def write_graphml(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the graph as GraphML; an attribute that is None is left out."""
    nx.write_graphml_xml(plain(graph), path, encoding="utf-8")


def write_gexf(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the graph as GEXF 1.2; an attribute that is None is left out."""
    flat = plain(graph)
    for *_, data in flat.edges(data=True):
        # to GEXF, "start" and "end" of an edge are its life in the animation, of one type throughout the file
        for name in ("start", "end"):
            if name in data:
                data[f"{name}_date"] = data.pop(name)
        data["label"] = data["predicate"]
    nx.write_gexf(flat, path, encoding="utf-8")


def plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph with attributes that XML formats can hold: strings and numbers only, lists joined by " | ", no None."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    flat.add_nodes_from((node, _attributes(data)) for node, data in graph.nodes(data=True))
    for a, b, key, data in graph.edges(keys=True, data=True):
        flat.add_edge(a, b, key, **_attributes(data))
    return flat


def _attributes(data: dict[str, Any]) -> dict[str, str | int | float]:
    return {name: _scalar(value) for name, value in data.items() if value is not None}


def _scalar(value: Any) -> str | int | float:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int | float):
        return value
    text = " | ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)
    return speakable(text)

"""A graph of claims → what the page draws: pyvis's nodes, edges and options, and the claims behind them."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import networkx as nx
from pyvis.network import Network  # type: ignore[import-untyped]

from kg.config import GP, ID
from kg.output.html.layout import bends, positions
from kg.vocabulary.ontology import Ontology

MAX_NODES = 499
"""Nodes drawn at most: above that the picture says nothing (and NetworkX's springs would need SciPy)."""

MAX_EDGES = 1500
"""Edges drawn at most: vis-network pans 2,000 at 17 frames a second, 10,000 at 4."""

CLAIM = tuple("modality attributed_to item value unit bound start end place confidence quote article".split())
"""What the page shows of a claim, by the name of the edge's attribute."""

FORMS = {
    "Country": ("country", "dot"),
    "Person": ("person", "triangle"),
    "InternationalOrganization": ("international", "hexagon"),
    "GovernmentBody": ("government", "square"),
    "ArmedForce": ("armed", "triangleDown"),
    "ArmedGroup": ("armed", "triangleDown"),
    "Organization": ("organization", "pentagon"),
    "PoliticalParty": ("organization", "pentagon"),
    "MediaOutlet": ("organization", "pentagon"),
    "Company": ("organization", "pentagon"),
    "Place": ("place", "diamond"),
    "City": ("place", "diamond"),
    "Region": ("place", "diamond"),
    "Item": ("item", "cross"),
    "Weapon": ("item", "cross"),
    "Technology": ("item", "cross"),
    "Programme": ("item", "cross"),
    "Commodity": ("item", "cross"),
    "Event": ("event", "star"),
    "Conflict": ("event", "star"),
    "Meeting": ("event", "star"),
    "Agreement": ("event", "star"),
}
"""Class of the ontology → its group in the legend, and the group's shape. Colours stand in page.css."""

OTHER = ("other", "dot")
"""Group and shape of what has no class, such as the generic mentions of `--open`."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "multiselect": False, "tooltipDelay": 3600000},
    "nodes": {"chosen": False},
    "edges": {"chosen": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}}, "selectionWidth": 0},
}
"""Options of vis-network: nothing moves by itself, and the page itself shows what is selected."""


@dataclass(frozen=True, slots=True)
class Bond:
    """All claims of one relation between two nodes: one edge of the drawing."""

    source: str
    target: str
    relation: str
    symmetric: bool
    claims: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The edge's id, a function of its ends and relation."""
        return f"{_short(self.source)}|{self.relation}|{_short(self.target)}"


def drawing(
    graph: nx.MultiDiGraph[str],
    *,
    ontology: Ontology,
    class_labels: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    """What the page draws, ready for JSON: the strongest part of `graph` if it is too big to be read.

    `class_labels` stands before the ontology's. Keys of the answer: `nodes`, `edges`, `options` (pyvis's), `claims`,
    `articles`, `relations`, `classes`, and `cut` (None, or how much was left out).
    """
    everything = _bonds(graph, ontology)
    bonds = _strongest(everything)
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    drawn.add_nodes_from(node for bond in bonds for node in (bond.source, bond.target))
    if len(bonds) == len(everything):
        drawn.add_nodes_from(sorted(graph)[: MAX_NODES - len(drawn)])
    for bond in bonds:
        drawn.add_edge(bond.source, bond.target, key=bond.id)
    nodes, edges, options = _network(graph, drawn, bonds)
    types = {str(graph.nodes[node].get("type") or "") for node in drawn}
    cut = {
        "nodes": [len(drawn), len(graph)],
        "edges": [len(bonds), len(everything)],
        "claims": [sum(len(bond.claims) for bond in bonds), graph.number_of_edges()],
    }
    return {
        "prefix": ID,
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "claims": [_claim(bond, data, graph) for bond in bonds for data in bond.claims],
        "articles": _articles(bonds),
        "relations": _relations(bonds, ontology),
        "classes": {name: list(class_labels.get(name) or _class_labels(name, ontology)) for name in sorted(types)},
        "cut": cut if len(drawn) < len(graph) or len(bonds) < len(everything) else None,
    }


def _bonds(graph: nx.MultiDiGraph[str], ontology: Ontology) -> list[Bond]:
    """Claims gathered by ends and relation, in a fixed order; a symmetric relation has one bond whatever the way."""
    found: dict[tuple[str, str, str], Bond] = {}
    rows = sorted(graph.edges(keys=True, data=True), key=lambda row: (row[0], row[1], str(row[2])))
    for source, target, key, data in rows:
        relation = str(data.get("predicate") or data.get("label_es") or "").removeprefix(GP)
        both_ways = relation in ontology.relations and ontology.relations[relation].symmetric
        ends = (min(source, target), max(source, target)) if both_ways else (source, target)
        bond = found.setdefault((*ends, relation), Bond(*ends, relation, both_ways))
        bond.claims.append({**data, "id": str(key)})
    return [found[name] for name in sorted(found)]


def _strongest(bonds: list[Bond]) -> list[Bond]:
    """The bonds that most articles and claims state, those of well connected nodes first, within the limits."""
    degree: dict[str, int] = defaultdict(int)
    for bond in bonds:
        degree[bond.source] += 1
        degree[bond.target] += 1

    def strength(bond: Bond) -> tuple[int, int, int, str]:
        articles = {claim.get("article") for claim in bond.claims}
        return (-len(articles), -len(bond.claims), -degree[bond.source] - degree[bond.target], bond.id)

    nodes: set[str] = set()
    kept: list[Bond] = []
    for bond in sorted(bonds, key=strength):
        ends = {bond.source, bond.target}
        if len(kept) < MAX_EDGES and len(nodes | ends) <= MAX_NODES:
            nodes |= ends
            kept.append(bond)
    return kept


def _network(
    graph: nx.MultiDiGraph[str], drawn: nx.MultiDiGraph[str], bonds: list[Bond]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """pyvis's nodes, edges and options; positions fixed, the best connected nodes first."""
    network = Network(directed=True, cdn_resources="in_line")
    place = positions(drawn)
    weight = {node: sum(len(b.claims) for b in bonds if node in (b.source, b.target)) for node in drawn}
    for node in sorted(drawn, key=lambda name: (-weight[name], name)):
        data = graph.nodes[node]
        label = str(data.get("label") or _short(node))
        kind = str(data.get("type") or "")
        group, shape = FORMS.get(kind, OTHER)
        network.add_node(
            node,
            label=label,
            shape=shape,
            group=group,
            size=round(min(11 + 4 * math.log2(1 + weight[node]), 32), 1),
            x=place[node][0],
            y=place[node][1],
            type=kind,
            labels=[str(name) for name in data.get("labels") or (label,)],
        )
    bent = bends({bond.id: (bond.source, bond.target) for bond in bonds}, place)
    for bond in bonds:
        network.add_edge(
            bond.source,
            bond.target,
            id=bond.id,
            relation=bond.relation,
            arrows="" if bond.symmetric else "to",
            smooth=_smooth(bent[bond.id]),
        )
    network.set_options(json.dumps(OPTIONS))
    nodes, edges, _, _, _, options = network.get_network_data()
    return nodes, edges, json.loads(options)


def _smooth(bend: float) -> dict[str, Any]:
    """vis-network's words for a bend: none, or to the right or left of the way."""
    return {"enabled": bend != 0, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}


def _claim(bond: Bond, data: Mapping[str, Any], graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """One claim as the page shows it; what the text does not give is left out."""
    shown = {name: _plain(data[name]) for name in CLAIM if data.get(name) not in (None, "")}
    for name in ("attributed_to", "item", "place"):
        iri = str(shown.get(name, ""))
        if iri in graph:
            shown[name] = str(graph.nodes[iri].get("label") or _short(iri))
    return {"id": data["id"].removeprefix(ID), "edge": bond.id, **shown}


def _articles(bonds: list[Bond]) -> dict[str, dict[str, str]]:
    """Title, date and source of each article, by its id."""
    articles: dict[str, dict[str, str]] = {}
    for bond in bonds:
        for claim in bond.claims:
            named = {name: claim.get(f"article_{name}") for name in ("title", "date", "source")}
            articles[str(claim.get("article") or "")] = {name: str(value) for name, value in named.items() if value}
    return dict(sorted(articles.items()))


def _relations(bonds: list[Bond], ontology: Ontology) -> dict[str, dict[str, Any]]:
    """Labels (Spanish, English), the same read backwards, and family of each relation drawn."""
    relations: dict[str, dict[str, Any]] = {}
    for bond in bonds:
        claim, known = bond.claims[0], ontology.relations.get(bond.relation)
        spanish = str(claim.get("label_es") or (known.label_es if known else bond.relation))
        relations[bond.relation] = {
            "labels": [spanish, known.label_en if known else spanish],
            "inverse": [known.inverse_es, known.inverse_en] if known else None,
            "family": str(claim.get("family") or (known.family if known else "other")),
            "symmetric": bond.symmetric,
        }
    return dict(sorted(relations.items()))


def _class_labels(name: str, ontology: Ontology) -> tuple[str, str]:
    """Spanish and English label of a class; its name where the ontology lacks it."""
    known = ontology.classes.get(name)
    return (known.label_es, known.label_en) if known else (name, name)


def _short(iri: str) -> str:
    """An IRI without the prefix that all entities share."""
    return iri.removeprefix(ID)


def _plain(value: Any) -> str | int | float:
    """A value that JSON knows: decimals as numbers, anything else as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | float) else str(value)

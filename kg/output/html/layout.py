"""A graph → where each node stands on the page: computed once, so that the page needs no physics."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

SEED = 7
"""Starts the spring layout; any fixed number does, so that two builds of one graph agree."""

EDGE = 230.0
"""Usual length of an edge in pixels: a label such as "suministra armas a (3)" is some 140 wide."""

APART = (150.0, 84.0)
"""Least distance of two nodes across and down: names are wider than high."""

LABELLED = 1.5
"""How many times that distance the two ends of an edge stand apart at least: its label stands between them."""

MARGIN = 75.0
"""Space around a component."""

ASPECT = 1.6
"""Width to height of the whole drawing: that of most screens and report pages."""

CELL = 20.0
"""Width of the columns in which components are stacked."""

CLEAR = 34.0
"""Least distance of an edge from a node that is none of its ends: that node's radius."""

CROWD = 150
"""Nodes up to which edges step aside: beyond, no way is clear, and arcs only add to the tangle."""

SIDESTEPS = (0.0, 0.16, -0.16, 0.3, -0.3)
"""Bends tried, in this order, for an edge that runs through a third node."""

Points = NDArray[np.float64]


def positions(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Where each node of `graph` stands, in whole pixels around (0, 0): components side by side, the largest first.

    The same graph gives the same positions, whatever the order of its nodes. `graph` must have fewer than 500 nodes,
    since NetworkX needs SciPy from there on.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(s, o), max(s, o)) for s, o in graph.edges() if s != o}))
    parts = sorted((sorted(part) for part in nx.connected_components(simple)), key=lambda part: (-len(part), part))
    return _pack([(part, _place(simple.subgraph(part), part)) for part in parts])


def _place(graph: nx.Graph[str], order: list[str]) -> Points:
    """One component: springs, turned so that its long side lies flat, then pushed apart."""
    if len(order) == 1:
        return np.zeros((1, 2))
    if len(order) == 2:
        return np.array([[-EDGE / 2, 0.0], [EDGE / 2, 0.0]])
    ordered: nx.Graph[str] = nx.Graph()  # a subgraph's nodes come in the order of a set of strings: not the same twice
    ordered.add_nodes_from(order)
    ordered.add_edges_from(sorted(graph.edges()))
    found = nx.spring_layout(ordered, k=1.6 / math.sqrt(len(order)), iterations=300, seed=SEED)
    points = np.array([found[node] for node in order])
    points -= points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    points = points @ (axes * np.sign(axes.sum(axis=1, keepdims=True) + 1e-9)).T
    index = {node: i for i, node in enumerate(order)}
    ends = np.array([(index[a], index[b]) for a, b in ordered.edges()])
    lengths = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    least = np.ones((len(order), len(order)))
    least[ends[:, 0], ends[:, 1]] = least[ends[:, 1], ends[:, 0]] = LABELLED
    return _separate(points * (EDGE / max(float(np.median(lengths)), 1e-6)), least)


def _separate(points: Points, least: Points) -> Points:
    """Push nodes apart that stand closer than `least` times `APART`."""
    stretch = np.array(APART)
    scaled = points / stretch
    for _ in range(120):
        delta = scaled[:, None, :] - scaled[None, :, :]
        distance = np.linalg.norm(delta, axis=2)
        np.fill_diagonal(distance, np.inf)
        lack = np.clip(least - distance, 0.0, None)
        if not lack.any():
            break
        scaled = scaled + 0.5 * (delta / np.maximum(distance, 1e-6)[:, :, None] * lack[:, :, None]).sum(axis=1)
    moved: Points = scaled * stretch
    return moved


def _pack(parts: list[tuple[list[str], Points]]) -> dict[str, tuple[int, int]]:
    """Lay components side by side, each as high up as it goes, in the width that makes the whole fit a screen best."""
    boxes = [points.max(axis=0) - points.min(axis=0) + 2 * MARGIN for _, points in parts]
    if not boxes:
        return {}
    least = max(float(box[0]) for box in boxes)
    wide = max(math.sqrt(sum(float(box[0] * box[1]) for box in boxes) * ASPECT), least)
    tried = [_stack(boxes, least + (2 * wide - least) * i / 8) for i in range(9)]
    corners = min(tried, key=lambda found: _extent(found, boxes))
    placed: dict[str, Points] = {}
    for (part, points), corner in zip(parts, corners, strict=True):
        placed.update(zip(part, points - points.min(axis=0) + corner, strict=True))
    everything = np.array(list(placed.values()))
    middle = (everything.max(axis=0) + everything.min(axis=0)) / 2
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in ((n, p - middle) for n, p in placed.items())}


def _stack(boxes: list[Points], width: float) -> list[Points]:
    """The upper left corner of each box in a strip of `width`: where it lies highest, then leftmost."""
    skyline = np.zeros(max(1, round(width / CELL)))
    corners = []
    for box in boxes:
        cells = min(len(skyline), math.ceil(box[0] / CELL))
        heights = np.lib.stride_tricks.sliding_window_view(skyline, cells).max(axis=1)
        left = int(heights.argmin())
        corners.append(np.array([left * CELL, heights[left]]))
        skyline[left : left + cells] = heights[left] + box[1]
    return corners


def _extent(corners: list[Points], boxes: list[Points]) -> float:
    """How much room boxes so placed take on a screen: the side that fills it first."""
    ends = np.array([corner + box for corner, box in zip(corners, boxes, strict=True)]).max(axis=0)
    return max(float(ends[0]) / ASPECT, float(ends[1]))


def bends(edges: Mapping[str, tuple[str, str]], place: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """How far each edge bends (0 is straight, above 0 to the right of its way), by its id.

    Several edges between two nodes fan out side by side; all of a pair bend aside where they would run through a
    third node.
    """
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, (source, target) in edges.items():
        pairs[min(source, target), max(source, target)].append(name)
    names = sorted(place)
    points = np.array([place[node] for node in names], dtype=float).reshape(-1, 2)
    index = {node: i for i, node in enumerate(names)}
    bent: dict[str, float] = {}
    for (first, second), beside in sorted(pairs.items()):
        step = min(0.38, 1.2 / len(beside))
        fan = [(i - (len(beside) - 1) / 2) * step for i in range(len(beside))]
        aside = 0.0 if first == second else _aside(fan, points, index[first], index[second])
        for name, offset in zip(sorted(beside), fan, strict=True):
            bent[name] = round((offset + aside) * (1 if edges[name][0] == first else -1), 3)
    return bent


def _aside(fan: list[float], points: Points, first: int, second: int) -> float:
    """The least bend that keeps a fan of edges clear of all other nodes, or the one that comes nearest to it."""
    others = np.delete(points, [first, second], axis=0)
    if not 0 < len(others) <= CROWD:
        return 0.0
    room = {}
    for aside in SIDESTEPS:
        curves = np.concatenate([_curve(points[first], points[second], offset + aside) for offset in fan])
        gap = np.linalg.norm(curves[:, None, :] - others[None, :, :], axis=2).min()
        if gap >= CLEAR:
            return aside
        room[aside] = float(gap)
    return max(room, key=lambda aside: room[aside])


def _curve(start: Points, end: Points, bend: float) -> Points:
    """Points along an edge as vis-network draws it: a quadratic curve over one point beside the way."""
    angle = math.copysign(abs(bend), bend) * math.pi / 2
    x, y = end - start
    reach = abs(bend) * 0.5 + 0.5
    turned = np.array([x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)])
    via = start + reach * turned
    t = np.linspace(0.1, 0.9, 9)[:, None]
    curve: Points = (1 - t) ** 2 * start + 2 * t * (1 - t) * via + t**2 * end
    return curve

"""A graph of claims → one self-contained HTML page: data, code and style inside, nothing fetched, nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import networkx as nx

from kg.output.html.network import drawing
from kg.vocabulary.ontology import Ontology

TITLE = "Grafo de relaciones internacionales"
"""Heading of a page that got none."""

_MARK = re.compile(r"\{\{(\w+)\}\}")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def write(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    title: str = TITLE,
    class_labels: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Write `graph` to `path` as one HTML file; arguments as for `render`. Raises OSError if it cannot be written."""
    path.write_text(render(graph, title=title, class_labels=class_labels), encoding="utf-8", newline="\n")


def render(
    graph: nx.MultiDiGraph[str],
    *,
    title: str = TITLE,
    class_labels: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """The page of `graph`, a MultiDiGraph with one edge a claim; the same graph gives the same page.

    Nodes carry `label`, `labels` and `type`; edges `predicate`, `label_es`, `family`, `modality`, `quote`, the
    claim's qualifiers and `article`, `article_title`, `article_date`, `article_source` (what is absent is None).
    `class_labels` gives Spanish and English labels of classes other than the ontology's, by the class's name.
    """
    shipped = files("kg.output.html")
    style, code, vis = _read(shipped / "page.css"), _read(shipped / "page.js"), _vis()
    data = drawing(graph, ontology=Ontology.load(), class_labels=class_labels or {})
    filling = {
        "policy": _policy(scripts=(vis, code), styles=(style,)),
        "title": html.escape(title),
        "style": style,
        "vis": vis,
        "code": code,
        "data": _json({"title": title, "texts": json.loads(_read(shipped / "texts.json")), **data}),
    }
    return _MARK.sub(lambda mark: filling[mark[1]], _read(shipped / "page.html"))


def _policy(*, scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A content security policy under which these very scripts and styles run, and nothing else is run or fetched."""

    def hashes(texts: Iterable[str]) -> str:
        digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _json(data: Any) -> str:
    """`data` as JSON that can stand inside a script element: no character of it ends the element or breaks the file."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _vis() -> str:
    """vis-network as pyvis ships it, licence notice included; its source map is not at hand, so not named either."""
    lib = files("pyvis") / "lib"
    newest = max((d for d in lib.iterdir() if d.name.startswith("vis-")), key=lambda d: _version(d.name))
    return _read(newest / "vis-network.min.js").split("//# sourceMappingURL=")[0]


def _version(name: str) -> list[int]:
    """The numbers in a name: "vis-9.1.2" → [9, 1, 2]."""
    return [int(number) for number in re.findall(r"\d+", name)]


def _read(file: Traversable) -> str:
    """A shipped text file, with line ends as the browser's parser makes them: the policy's hashes rest on it."""
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")

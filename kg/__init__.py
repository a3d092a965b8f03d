"""`kg`: Spanish geopolitical news → a knowledge graph of sourced claims that can be questioned.

    source ─articles.read→ Article ─nlp.extract→ Claim ─graph.put→ store ─query→ rows ─output→ file, page
    (file, folder,          (text,     (who did what   (RDF: one named graph
     URL, feed, -)           date)      to whom, with    an article, plain
                                        its sentence)    triples by default)

    from kg import KnowledgeGraph

    graph = KnowledgeGraph("kg-store")          # KnowledgeGraph() keeps it in memory
    graph.add("article.txt", date="2024-06-19")
    for row in graph.query("SELECT ?who WHERE { ?who gp:suppliesArmsTo id:RUS }"):
        print(row["who"])

Importing `kg` is quick: spaCy, the store and the rest are imported when they are used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.build import KnowledgeGraph, extract
    from kg.errors import KGError
    from kg.model import Article, ArticleReport, Claim, Entity, Modality, Period, Quantity, Report

__all__ = [
    "Article",
    "ArticleReport",
    "Claim",
    "Entity",
    "KGError",
    "KnowledgeGraph",
    "Modality",
    "Period",
    "Quantity",
    "Report",
    "__version__",
    "extract",
]

__version__ = "0.1.0"

_HOMES = {"KnowledgeGraph": "kg.build", "extract": "kg.build", "KGError": "kg.errors"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES.get(name, "kg.model")), name)


def __dir__() -> list[str]:
    return sorted(__all__)

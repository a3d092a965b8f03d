"""The graph for NetworkX: one edge a claim, and every filter."""

from __future__ import annotations

import pytest
from samples import ARMS, KIM, NORTH_KOREA, PUTIN, RUSSIA, SENTENCE, UKRAINE, article, claim

from kg.config import ID
from kg.errors import GraphError
from kg.graph.network import to_networkx
from kg.graph.store import Store
from kg.model import Modality


@pytest.fixture(scope="module")
def store() -> Store:
    opened = Store()
    opened.put(article("a"), [ARMS, claim(PUTIN, "meetsWith", KIM)])
    opened.put(article("b", date="2024-01"), [claim(RUSSIA, "attacks", UKRAINE), ARMS])
    opened.put(article("c", date=None), [claim(NORTH_KOREA, "suppliesArmsTo", RUSSIA, Modality.DENIED)])
    return opened


def test_one_node_an_entity_one_edge_a_claim(store: Store) -> None:
    graph = to_networkx(store)
    assert set(graph) == {ID + e.id for e in (RUSSIA, NORTH_KOREA, UKRAINE, PUTIN, KIM)}
    assert graph.number_of_edges() == 5
    node = graph.nodes[ID + "PRK"]
    assert node["label"] == "Corea del Norte" and "RPDC" in node["labels"] and node["type"] == "Country"
    edges = graph.get_edge_data(ID + "PRK", ID + "RUS")
    assert all(key.startswith(ID + "claim/") for key in edges) and len(edges) == 3
    edge = next(e for e in edges.values() if e["article"] == "a")
    assert edge == {
        "predicate": "suppliesArmsTo",
        "label_es": "suministra armas a",
        "label_en": "supplies arms to",
        "family": "cooperative",
        "symmetric": False,
        "modality": "Alleged",
        "attributed_to": "Ministerio de Defensa",
        "item": "proyectiles",
        "value": 3_000_000,
        "unit": "proyectiles",
        "bound": "atLeast",
        "start": "2023-08",
        "end": "2024-02",
        "place": "Vladivostok",
        "confidence": 0.86,
        "quote": SENTENCE,
        "begin": 0,
        "end_char": len(SENTENCE),
        "article": "a",
        "article_iri": edge["article_iri"],
        "article_title": "Título a",
        "article_date": "2024-06-19",
        "article_source": "a.txt",
    }


@pytest.mark.parametrize(
    ("filters", "edges"),
    [
        ({"relations": ["attacks"]}, 1),
        ({"relations": ["attacks", "meetsWith"]}, 2),
        ({"modalities": ["Denied"]}, 1),
        ({"articles": ["b"]}, 2),
        ({"articles": []}, 0),
        ({"since": "2024-06-19"}, 2),
        ({"since": "2024"}, 4),
        ({"since": "2024-01-20"}, 4),
        ({"until": "2024-01"}, 2),
        ({"until": "2023"}, 0),
        ({"focus": "UKR"}, 1),
        ({"focus": ID + "UKR", "depth": 2}, 4),
        ({"focus": "UKR", "depth": 2, "modalities": ["Asserted"]}, 1),
        ({"focus": "UKR", "depth": 9}, 4),
        ({"limit": 2}, 2),
        ({"limit": 0}, 0),
        ({"limit": 99}, 5),
    ],
)
def test_filters(store: Store, filters: dict, edges: int) -> None:
    assert to_networkx(store, **filters).number_of_edges() == edges


def test_a_limit_keeps_the_nearest_then_the_most_supported(store: Store) -> None:
    near = to_networkx(store, focus="UKR", depth=2, limit=1)
    assert {d["predicate"] for *_, d in near.edges(data=True)} == {"attacks"}
    much = to_networkx(store, limit=1)
    assert {d["predicate"] for *_, d in much.edges(data=True)} == {"suppliesArmsTo"}


def test_the_focus_stays_without_edges_and_must_exist(store: Store) -> None:
    assert set(to_networkx(store, focus="UKR", relations=["leads"])) == {ID + "UKR"}
    with pytest.raises(GraphError, match="no entity"):
        to_networkx(store, focus="FRA")

"""A graph → files that other programs read back: rdflib, NetworkX, csv, pandas, pyarrow."""

from __future__ import annotations

import csv as stdlib_csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib

from kg import output
from kg.config import GP, ID, PREFIXES
from kg.errors import UsageError
from kg.output import csv, files, graphml, rdf

QUOTE = 'Dijo: «"coma", y\tsalto»\nde línea; =1+1 <b>&\x0c'


def network() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node(ID + "RUS", label="Rusia", labels=("Rusia", "Russia"), type="Country")
    graph.add_node(ID + "UKR", label="Ucrania", labels=("Ucrania",), type="Country")
    empty = dict.fromkeys(csv.QUALIFIERS)
    claim = empty | {
        "predicate": "invades",
        "label_es": "invade",
        "family": "conflictual",
        "modality": "Asserted",
        "confidence": 0.9,
        "quote": QUOTE,
        "begin": 10,
        "end_char": 50,
        "article": "a",
        "article_title": "Título",
        "article_date": "2022-02-24",
        "article_source": "a.txt",
    }
    graph.add_edge(ID + "RUS", ID + "UKR", key=ID + "claim/1", **claim)
    graph.add_edge(
        ID + "RUS",
        ID + "UKR",
        key=ID + "claim/2",
        **claim
        | {"predicate": "attacks", "value": 3, "unit": "misiles", "bound": "about", "start": "2022-02", "begin": 5},
    )
    return graph


@dataclass
class Graph:
    """The least that can be exported."""

    quads_: list[ox.Quad]

    def quads(self) -> Iterator[ox.Quad]:
        return iter(self.quads_)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        return network()


@pytest.fixture
def graph() -> Graph:
    russia, ukraine, claim = (ox.NamedNode(ID + name) for name in ("RUS", "UKR", "claim/1"))
    article = ox.NamedNode(ID + "article/a")
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    decimal = ox.NamedNode(PREFIXES["xsd"] + "decimal")
    return Graph(
        [
            ox.Quad(claim, ox.NamedNode(GP + "quote"), ox.Literal(QUOTE), article),
            ox.Quad(claim, ox.NamedNode(GP + "confidence"), ox.Literal("0.9", datatype=decimal), article),
            ox.Quad(russia, ox.NamedNode(GP + "invades"), ukraine),
            ox.Quad(russia, label, ox.Literal("Rusia", language="es")),
            ox.Quad(russia, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(GP + "Country")),
        ]
    )


def triples(graph: Graph) -> set[str]:
    return {str(quad.triple) for quad in graph.quads()}


# rdflib 7.6 warns of its own use of what it deprecates
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* is deprecated:DeprecationWarning")
@pytest.mark.parametrize("ending", output.RDF)
def test_rdf_files_are_read_back_by_rdflib(graph: Graph, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    output.export(graph, path)
    dataset = rdflib.Dataset(default_union=True)
    formats = {".jsonld": "json-ld", ".rdf": "xml", ".nq": "nquads", ".ttl": "turtle", ".nt": "nt", ".trig": "trig"}
    target = dataset if ending in (".nq", ".trig", ".jsonld") else dataset.default_graph
    target.parse(data=path.read_bytes(), format=formats[ending])
    assert len(set(dataset.triples((None, None, None)))) == 5
    (quote,) = dataset.objects(rdflib.URIRef(ID + "claim/1"), rdflib.URIRef(GP + "quote"))
    assert str(quote) == (QUOTE.replace("\x0c", "\ufffd") if ending == ".rdf" else QUOTE)


@pytest.mark.parametrize("ending", output.RDF)
def test_rdf_files_are_read_back_by_pyoxigraph(graph: Graph, ending: str) -> None:
    data = rdf.serialize(graph.quads(), ending)
    back = list(ox.parse(data, rdf.FORMATS[ending]))
    assert len(back) == 5
    if ending != ".rdf":
        assert {str(quad.triple) for quad in back} == triples(graph)
    if rdf.FORMATS[ending].supports_datasets:
        assert set(map(str, back)) == set(map(str, graph.quads()))


@pytest.mark.parametrize("ending", output.RDF)
def test_equal_graphs_give_equal_files(graph: Graph, ending: str) -> None:
    assert rdf.serialize(graph.quads(), ending) == rdf.serialize(reversed(graph.quads_), ending)


def test_turtle_is_readable(graph: Graph) -> None:
    text = rdf.serialize(graph.quads(), ".ttl").decode()
    assert "@prefix gp: <https://w3id.org/geopolkg/ontology#> ." in text
    assert "gp:invades id:UKR" in text


@pytest.mark.parametrize(
    ("ending", "read"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)], ids=["graphml", "gexf"]
)
def test_networks_are_read_back_by_networkx(graph: Graph, tmp_path: Path, ending: str, read: object) -> None:
    path = tmp_path / f"graph{ending}"
    output.export(graph, path)
    back = read(path)  # type: ignore[operator]
    assert back.is_directed() and back.is_multigraph()
    assert set(back) == {ID + "RUS", ID + "UKR"}
    assert back.nodes[ID + "RUS"]["label"] == "Rusia"
    edges = {data["predicate"]: data for *_, data in back.edges(data=True)}
    assert set(edges) == {"invades", "attacks"}
    assert edges["invades"]["quote"] == QUOTE.replace("\x0c", "\ufffd")
    assert edges["attacks"]["unit"] == "misiles"
    assert "unit" not in edges["invades"]
    assert edges["attacks"]["value"] == 3


def test_graphml_keeps_the_claims_as_keys(tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    graphml.write_graphml(network(), path)
    back = nx.read_graphml(path)
    assert {key for *_, key in back.edges(keys=True)} == {ID + "claim/1", ID + "claim/2"}


def test_csv_has_a_row_a_claim_in_the_order_of_the_text(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    output.export(graph, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(stdlib_csv.DictReader(file))
    assert tuple(rows[0]) == csv.COLUMNS
    assert [row["predicate"] for row in rows] == ["attacks", "invades"]
    assert rows[1]["subject_iri"] == ID + "RUS"
    assert rows[1]["object_label"] == "Ucrania"
    assert rows[1]["quote"] == QUOTE
    assert rows[1]["value"] == ""
    frame = pd.read_csv(path)
    assert frame["confidence"].tolist() == [0.9, 0.9]


def test_parquet_has_the_same_rows_with_types(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    output.export(graph, path)
    frame = pd.read_parquet(path)
    assert tuple(frame.columns) == csv.COLUMNS
    assert frame["value"].tolist()[0] == 3.0
    assert frame["begin"].tolist() == [5, 10]
    assert frame["quote"].tolist() == [QUOTE, QUOTE]


def test_parquet_without_pyarrow_says_what_to_install(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'geopolkg\[parquet\]'"):
        output.export(graph, tmp_path / "claims.parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", output.ENDINGS)
def test_an_empty_graph_is_written(tmp_path: Path, ending: str) -> None:
    class Empty(Graph):
        def to_networkx(self) -> nx.MultiDiGraph[str]:
            return nx.MultiDiGraph()

    path = tmp_path / f"empty{ending}"
    output.export(Empty([]), path)
    assert path.exists()


@pytest.mark.parametrize("name", ["graph.xyz", "graph", "graph.ttl.gz"])
def test_an_unknown_ending_names_the_known_ones(graph: Graph, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"known are \.ttl \.trig"):
        output.export(graph, tmp_path / name)


def test_an_old_file_is_replaced(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text("old")
    path.chmod(0o600)
    output.export(graph, path)
    assert "old" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text("old")
    with pytest.raises(RuntimeError), files.replacing(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_no_folder_is_refused(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        output.export(graph, tmp_path / "missing" / "graph.nt")
    (tmp_path / "graph.nt").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        output.export(graph, tmp_path / "graph.nt")

"""Users' queries: what is refused, what is answered, and how."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from samples import ARMS, KIM, MINISTRY, NORTH_KOREA, PUTIN, RUSSIA, SHELLS, UKRAINE, article, claim

from kg.config import ID
from kg.errors import QueryError
from kg.graph import sparql
from kg.graph.results import Term
from kg.graph.store import Store
from kg.model import Modality
from kg.vocabulary import queries

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d || ?g != ?j) }"


@pytest.fixture(scope="module", params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    with Store(None if request.param == "memory" else tmp_path_factory.mktemp("store")) as opened:
        opened.put(
            article("a"),
            [
                ARMS,
                claim(PUTIN, "meetsWith", KIM),
                claim(RUSSIA, "attacks", UKRAINE, attributed_to=MINISTRY),
                claim(PUTIN, "leads", RUSSIA),
                claim(RUSSIA, "seeks", SHELLS, Modality.POSSIBLE),
            ],
        )
        opened.put(
            article("b"),
            [claim(NORTH_KOREA, "suppliesArmsTo", RUSSIA, Modality.DENIED), claim(KIM, "meetsWith", PUTIN)],
        )
        yield opened


REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:.SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'a'SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    'SELECT * { ?s ?p """a""b\\""""SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }',
    "SELECT * { ?s ?p '\\\\' SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o # '\nSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s <http://x#y> ?o SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(?o<3) SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } FILTER(?o>3) }",
    "SELECT * { ?s ?p ?o . SERVICE ?o { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'a'@en-SERVICE . SERVICE ?s { ?a ?b ?c } }",
    "LOAD <file:///etc/passwd>",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
    "# SELECT\nDROP ALL",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ; LOAD <http://127.0.0.1:9/>",
    "",
    "# nothing",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_would_write_or_reach_out_is_refused(store: Store, query: str) -> None:
    with pytest.raises(QueryError):
        sparql.refuse(query)
    with pytest.raises(QueryError):
        store.query(query)


ALLOWED = [
    "SELECT * { ?service ?load ?x }",
    "SELECT * { $SERVICE ?p 'SERVICE <http://x> { LOAD }' }",
    "# SERVICE LOAD\nSELECT * { ?s ?p ?o }",
    "SELECT * { ?s <http://x/SERVICE> ?o # LOAD\n }",
    "PREFIX service: <http://x/> SELECT * { ?s service:load service:service.LOAD }",
    'SELECT * { ?s ?p """SERVICE " \\""" LOAD""" }',
    "SELECT * { ?s ?p '''LOAD ' SERVICE''' }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    "BASE <http://x/> ASK { <INSERT> <DELETE> <drop> }",
    "SELECT (1 AS ?insert) { }",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_words_in_strings_names_and_comments_are_no_keywords(store: Store, query: str) -> None:
    store.query(query)


def test_prefixes_are_declared_and_may_be_declared_anew(store: Store) -> None:
    assert store.query("ASK { id:PRK gp:suppliesArmsTo id:RUS }")
    assert not store.query("PREFIX id: <http://elsewhere/> ASK { id:PRK gp:suppliesArmsTo id:RUS }")
    for prefix in ("rdf", "rdfs", "owl", "xsd", "prov", "skos", "dcterms"):
        store.query(f"SELECT * {{ ?s {prefix}:x ?o }}")


def test_errors_fit_on_a_line_and_tell_where(store: Store) -> None:
    for query, words in (
        ("SELECT ?x WHERE {\n ?x ?y }", "2:"),
        ("SELECT * { ?x foo:bar ?y }", "unknown prefix"),
        ("SELECT * { ?s ?p ?o \n SERVICE ?s {} }", "2:2"),
    ):
        with pytest.raises(QueryError) as caught:
            store.query(query)
        assert words in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 300


def test_rows_are_read_by_name_place_and_attribute(store: Store) -> None:
    result = store.query("SELECT ?who ?none WHERE { ?who gp:suppliesArmsTo id:RUS OPTIONAL { ?who gp:x ?none } }")
    (row,) = result
    assert result.kind == "select" and result.variables == ("who", "none") and len(result) == 1 and result
    assert row["who"] == row.who == row[0] == ID + "PRK" and row.who.kind == "iri"
    assert row.none is None and list(row) == [ID + "PRK", None] and row.asdict() == {"who": ID + "PRK"}
    assert "PRK" in repr(row) and len(row) == 2 and row == row and hash(row)
    with pytest.raises(KeyError):
        row["other"]
    with pytest.raises(AttributeError, match="who, none"):
        _ = row.other


def test_literals_keep_their_type(store: Store) -> None:
    (row,) = store.query(
        'SELECT ?v ?l ("x" AS ?plain) WHERE { ?q gp:value ?v . id:PRK rdfs:label ?l FILTER(LANG(?l) = "es") }'
    )
    assert int(row.v) == 3_000_000 and row.v.datatype.endswith("#decimal")
    assert row.l.language == "es" and row.l.n3() == '"Corea del Norte"@es' and row.plain.n3() == '"x"'
    assert Term(ID, "iri").n3() == f"<{ID}>" and Term("b1", "blank").n3() == "_:b1"


def test_ask_and_graphs(store: Store) -> None:
    answer = store.query("ASK { ?s gp:leads ?o }")
    assert answer.kind == "ask" and answer and list(answer) == [] and json.loads(answer.serialize("json"))["boolean"]
    graph = store.query("CONSTRUCT { ?s gp:leads ?o } WHERE { ?s gp:leads ?o . ?any a gp:Article }")
    assert graph.kind == "graph" and [row.object for row in graph] == [ID + "RUS"]
    assert "id:RUS" in graph.serialize("ttl") and len(store.query("DESCRIBE id:RUS")) > 2
    for form in ("ttl", "nt", "jsonld", "xml"):
        assert "RUS" in graph.serialize(form)
    with pytest.raises(QueryError, match="ttl, nt, jsonld"):
        graph.serialize("csv")


def test_tables_in_every_format(store: Store) -> None:
    result = store.query("SELECT ?who WHERE { ?who gp:suppliesArmsTo id:RUS }")
    assert result.serialize("csv").split() == ["who", ID + "PRK"]
    assert result.serialize("tsv").split() == ["?who", f"<{ID}PRK>"]
    assert json.loads(result.serialize())["results"]["bindings"][0]["who"]["value"] == ID + "PRK"
    assert ID + "PRK" in result.serialize("xml")
    with pytest.raises(QueryError, match="json, xml, csv, tsv"):
        result.serialize("ttl")


def test_a_deadline_ends_a_query(store: Store) -> None:
    with pytest.raises(QueryError, match="longer than 0.3 s"):
        store.query(SLOW, timeout=0.3)


def test_a_query_with_time_to_spare_is_answered_as_without(store: Store) -> None:
    query = "SELECT ?s ?o WHERE { ?s gp:leads ?o } ORDER BY ?s"
    assert store.query(query, timeout=60).rows == store.query(query).rows
    with pytest.raises(QueryError, match="1:"):
        store.query("SELECT * { ?x", timeout=60)


def test_values_are_bound_to_variables(store: Store) -> None:
    query = "SELECT ?who ?whom WHERE { ?who gp:suppliesArmsTo ?whom }"
    for value in (ID + "RUS", "id:RUS", Term(ID + "RUS", "iri")):
        assert [row.who for row in store.query(query, bindings={"whom": value})] == [ID + "PRK"]
    assert not store.query(query, bindings={"?whom": "id:PRK"})
    assert not store.query(query, bindings={"whom": 'Rusia" } #'})
    assert store.query(query, bindings={"whom": "id:RUS"}, timeout=60)
    with pytest.raises(QueryError):
        store.query(query, bindings={"other": "id:RUS"})
    with pytest.raises(QueryError, match="no RDF term"):
        store.query(query, bindings={"whom": "http://x y"})


# Saved queries

VALUES = {"entity": ["Rusia", "Kim Jong-un", "PRK"], "article": ["a"], "relation": ["suppliesArmsTo", "meetsWith"]}
VALUES |= {"modality": ["Possible"], "class": ["Country"], "text": ["x"]}


@pytest.mark.parametrize("saved", queries.saved().values(), ids=lambda saved: saved.name)
def test_a_saved_query_selects_by_its_parameters(store: Store, saved: queries.SavedQuery) -> None:
    required = {p.name: VALUES[p.kind][0] for p in saved.parameters if p.required}
    everything = store.run(saved, required)
    assert everything.kind == "select"
    for parameter in saved.parameters:
        for value in VALUES[parameter.kind]:
            bound = store.bind(saved, {**required, parameter.name: value})[parameter.name]
            some = store.run(saved, {**required, parameter.name: value})
            if parameter.required:
                assert {row[parameter.name] for row in some} <= {bound}
            else:
                assert set(some.rows) == {row for row in everything if row[parameter.name] == bound}, parameter


def test_saved_queries_answer_what_they_ask(store: Store) -> None:
    def run(name: str, **parameters: str):
        return store.run(queries.named(name), parameters)

    rows = run("arms-suppliers", recipient="Rusia").rows
    assert {row.supplier for row in rows} == {ID + "PRK"}
    assert {row.modality.rpartition("#")[2] for row in rows} == {"Alleged", "Denied"}
    alleged = next(row for row in rows if row.modality.endswith("Alleged"))
    assert (alleged.source_name, alleged.item, alleged.bound) == ("Ministerio de Defensa", "proyectiles", "atLeast")
    assert (alleged.value, alleged.start, alleged["end"]) == ("3000000", "2023-08", "2024-02")
    (row,) = run("contradictions")
    assert (row.subject, row.relation.rpartition("#")[2]) == (ID + "PRK", "suppliesArmsTo")
    (row,) = run("corroborated")
    assert row.relation.endswith("meetsWith") and row.articles == "2"
    assert {row.other for row in run("meetings", who="putin")} == {ID + KIM.id}
    assert [row.leader for row in run("leaders", what="Rusia")] == [ID + PUTIN.id]
    assert {row.entity for row in run("instances", type="Person")} == {ID + PUTIN.id, ID + KIM.id}
    assert len(run("article-claims", article="b")) == 2
    assert [row.date for row in run("timeline")][0] == "2023-08"


def test_every_saved_query_gives_something_here(store: Store) -> None:
    silent = {"sanctions", "accusations", "visits", "members"}
    for name, saved in queries.saved().items():
        required = {p.name: VALUES[p.kind][0] for p in saved.parameters if p.required}
        assert bool(store.run(saved, required)) is (name not in silent), name


def test_wrong_parameters_are_named(store: Store) -> None:
    saved = queries.named("neighbours")
    for parameters, words in (
        ({}, "needs --param who="),
        ({"who": "Rusia", "x": "y"}, "no parameter 'x'"),
        ({"who": "Francia"}, "no entity is called 'Francia'"),
    ):
        with pytest.raises(QueryError, match=words):
            store.run(saved, parameters)
    with pytest.raises(QueryError, match="is no relation"):
        store.run(queries.named("evidence"), {"relation": "envies"})
    with pytest.raises(QueryError, match="no saved query 'x'"):
        queries.named("x")


def test_asking_imports_nothing_heavy() -> None:
    code = "import sys, kg.graph.store, kg.vocabulary.queries; print(*sys.modules)"
    here = Path(__file__).parent.parent.parent
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=here).stdout
    assert not {"spacy", "rdflib", "pyshacl", "networkx", "oxrdflib"} & set(modules.split())

"""The store is a pure function of the set of its articles, and every change is whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    ARMS,
    CITY,
    KIM,
    MINISTRY,
    NAMELESS,
    NORTH_KOREA,
    PUTIN,
    RUSSIA,
    SENTENCE,
    UKRAINE,
    article,
    claim,
    claims,
)

from kg.config import GP, ID
from kg.errors import GraphError, StoreBusyError
from kg.graph.disk import Disk
from kg.graph.store import ONTOLOGY_GRAPH, Store
from kg.model import Article, Claim, Entity, Modality

DENIAL = claim(NORTH_KOREA, "suppliesArmsTo", RUSSIA, Modality.DENIED)
MEETING = claim(PUTIN, "meetsWith", KIM)


def content(store: Store) -> set[str]:
    """All quads but the clock's."""
    return {str(q) for q in store.quads() if "generatedAtTime" not in q.predicate.value}


def default_graph(store: Store) -> set[str]:
    return {str(q.triple) for q in store.quads() if str(q.graph_name) == "DEFAULT"}


def plain(store: Store, predicate: str) -> set[tuple[str, str]]:
    rows = store.query(f"SELECT ?s ?o WHERE {{ ?s gp:{predicate} ?o }}")
    return {(row["s"].removeprefix(ID), row["o"].removeprefix(ID)) for row in rows}


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    with Store(None if request.param == "memory" else tmp_path / "store") as opened:
        yield opened


# What an article brings


def test_an_article_brings_entities_and_relations(store: Store) -> None:
    report = store.put(article("a"), [ARMS])
    assert (report.status, report.claims) == ("added", 1)
    assert report.new_relations == ("Corea del Norte suministra armas a Rusia",)
    assert "Corea del Norte (Country)" in report.new_entities and len(report.new_entities) == 5
    assert plain(store, "suppliesArmsTo") == {("PRK", "RUS")}
    labels = {row["l"].n3() for row in store.query("SELECT ?l WHERE { id:PRK rdfs:label ?l }")}
    assert '"Corea del Norte"@es' in labels


def test_the_same_text_again_changes_nothing(store: Store) -> None:
    store.put(article("a"), [ARMS])
    before = set(map(str, store.quads()))
    assert store.put(article("a"), [MEETING]).status == "unchanged"
    assert store.put(article("a"), [ARMS], replace=True).status == "unchanged"
    assert set(map(str, store.quads())) == before


def test_a_second_article_corroborates_and_contradicts(store: Store) -> None:
    store.put(article("a"), [ARMS, MEETING])
    report = store.put(article("b"), [DENIAL, claim(KIM, "meetsWith", PUTIN)])
    assert report.corroborated == ("Kim Jong-un se reúne con Vladimir Putin",)
    assert report.contradicted == ("Corea del Norte suministra armas a Rusia (denied here, stated by a)",)
    assert report.new_relations == () == report.new_entities
    third = store.put(article("c"), [ARMS])
    assert third.contradicted == ("Corea del Norte suministra armas a Rusia (stated here, denied by b)",)


def test_a_denial_leaves_no_plain_triple_unless_another_states_it(store: Store) -> None:
    store.put(article("a"), [DENIAL])
    assert plain(store, "suppliesArmsTo") == set()
    store.put(article("b"), [ARMS])
    assert plain(store, "suppliesArmsTo") == {("PRK", "RUS")}
    store.remove("b")
    assert plain(store, "suppliesArmsTo") == set()


def test_symmetric_relations_hold_both_ways_and_count_once(store: Store) -> None:
    store.put(article("a"), [MEETING])
    one, other = PUTIN.id, KIM.id
    assert plain(store, "meetsWith") == {(one, other), (other, one)}
    assert store.stats().relations == 1


def test_plain_triples_count_once_however_many_articles_state_them(store: Store) -> None:
    for name in "abc":
        store.put(article(name), [ARMS])
    (row,) = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s gp:suppliesArmsTo ?o }")
    assert row.n == "1"


def test_no_triple_stands_in_two_graphs(store: Store) -> None:
    store.put(article("a"), [ARMS, MEETING, claim(RUSSIA, "attacks", UKRAINE, attributed_to=NAMELESS)])
    store.put(article("b"), [ARMS, DENIAL, claim(RUSSIA, "attacks", UKRAINE, attributed_to=NAMELESS)])
    triples = [str(q.triple) for q in store.quads()]
    assert len(triples) == len(set(triples))


def test_an_edited_article_is_refused_without_replace(store: Store) -> None:
    store.put(article("a"), [ARMS])
    before = set(map(str, store.quads()))
    edited = article("a", text="editado")
    report = store.put(edited, [MEETING])
    assert report.status == "failed" and "--replace" in report.reason
    assert set(map(str, store.quads())) == before
    assert store.put(edited, [MEETING], replace=True).status == "replaced"
    assert [a.sha256 for a in store.articles()] == [edited.sha256]
    assert plain(store, "suppliesArmsTo") == set()


def test_articles_of_one_agency_differ_by_id_and_web_pages_by_address(store: Store) -> None:
    assert store.put(article("a", source="EFE"), []).status == "added"
    assert store.put(article("b", source="EFE"), []).status == "added"
    assert store.put(article("a", source="AFP"), [], replace=False).status == "unchanged"
    assert store.put(article("a", text="otro", source="AFP"), []).status == "added"
    assert store.put(article("c", source="https://example.org/x"), []).status == "added"
    assert store.put(article("d", source="https://example.org/x"), []).status == "failed"


def test_articles_without_source_differ_by_id(store: Store) -> None:
    one = Article("Un texto.", "a")
    assert store.put(one, []).status == "added"
    assert store.put(replace(one, text="Otro texto."), []).status == "failed"
    assert store.put(replace(one, text="Otro texto.", id="b"), []).status == "added"
    assert store.put(replace(one, text="Más texto.", source="a.txt"), []).status == "added"


def test_a_new_reading_of_the_same_text_replaces_the_old_one(store: Store) -> None:
    store.put(article("a"), [ARMS])
    assert store.put(article("a"), [MEETING], replace=True).status == "replaced"
    assert plain(store, "suppliesArmsTo") == set()
    assert len(store.claims()) == 1


def test_removing_takes_only_what_rests_on_the_article_alone(store: Store) -> None:
    store.put(article("a"), [ARMS, MEETING])
    store.put(article("b"), [ARMS])
    assert store.remove("a") == 2
    assert plain(store, "suppliesArmsTo") == {("PRK", "RUS")} and plain(store, "meetsWith") == set()
    assert store.find("Putin") == [] and store.find("rusia")
    with pytest.raises(GraphError, match="no article 'a'"):
        store.remove("a")


def test_an_article_is_named_by_id_iri_or_hash(store: Store) -> None:
    for name in "abc":
        store.put(article(name), [ARMS])
    (a, b, c) = store.articles()
    assert store.article(a.iri).id == "a" and store.article(a.sha256[:16]) == article("a")
    assert store.remove(b) == 1
    assert store.remove(article("c")) == 1
    store.put(article("a", source="other.txt", text="otro"), [])
    with pytest.raises(GraphError, match="2 articles are called 'a'"):
        store.remove("a")
    assert c.claims == 1


def test_claims_outside_the_ontology_are_refused_whole(store: Store) -> None:
    for bad in (
        claim(RUSSIA, "envies", UKRAINE),
        claim(RUSSIA, "attacks", Entity("x", "x", "Planet")),
        claim(RUSSIA, "attacks", UKRAINE, attributed_to=Entity("y", "y", "")),
    ):
        with pytest.raises(GraphError, match="of the ontology"):
            store.put(article("a"), [ARMS, bad])
    assert store.articles() == () and store.stats().claims == 0


def test_unlisted_entities_known_by_several_names_get_the_longest(store: Store) -> None:
    names = [("Grupo X", "Organization"), ("Grupo Armado X", "ArmedGroup"), ("Grupo Armado Y", "Organization")]
    found = [Entity("org/grupo_x", label, kind, (label,)) for label, kind in names]
    for name, entity in zip("abc", found, strict=True):
        store.put(article(name), [claim(RUSSIA, "supports", entity)])
    expected = Entity("org/grupo_x", "Grupo Armado X", "ArmedGroup", ("Grupo Armado X", "Grupo Armado Y", "Grupo X"))
    assert store.find("grupo x") == [expected]
    store.remove("b")
    assert store.entity("org/grupo_x").label == "Grupo Armado Y"


@given(
    st.lists(st.lists(claims, max_size=3), min_size=2, max_size=4),
    st.randoms(use_true_random=False),
    st.lists(claims, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_order_and_detours_leave_no_trace(parts: list[list[Claim]], chance: random.Random, extra: list[Claim]) -> None:
    named = [(article(str(number)), part) for number, part in enumerate(parts)]
    straight, shuffled, detour = Store(), Store(), Store()
    for one in named:
        straight.put(*one)
    for one in chance.sample(named, len(named)):
        shuffled.put(*one)
    detour.put(article("0", text="antes"), extra)
    detour.put(*named[-1])
    detour.put(article("extra"), extra)
    for one in named[:-1]:
        detour.put(*one, replace=True)
    detour.remove("extra")
    assert content(straight) == content(shuffled) == content(detour)
    for name, _ in named:
        straight.remove(name)
    assert default_graph(straight) == set()


# Reading


def test_the_ontology_is_in_its_own_graph_and_seen_by_queries(store: Store) -> None:
    assert store.query("ASK { gp:visits a owl:ObjectProperty }")
    assert {q.graph_name for q in store.quads()} == {ONTOLOGY_GRAPH}
    store.put(article("a"), [ARMS])
    assert store.query("ASK { id:PRK a/rdfs:subClassOf* gp:Actor }")
    assert store.query(f"ASK {{ GRAPH <{ONTOLOGY_GRAPH.value}> {{ gp:Country a owl:Class }} }}")


def test_claims_come_back_with_everything(store: Store) -> None:
    store.put(article("a"), [ARMS, MEETING, claim(RUSSIA, "attacks", UKRAINE, attributed_to=NAMELESS)])
    (stored,) = store.claims(subject="PRK", predicate="suppliesArmsTo")
    got = stored.claim
    assert (got.quantity, got.period, got.confidence) == (ARMS.quantity, ARMS.period, ARMS.confidence)
    assert (got.item.id, got.place.id, got.attributed_to.id) == (ARMS.item.id, CITY.id, MINISTRY.id)
    assert got.quote == SENTENCE and (got.begin, got.end) == (ARMS.begin, ARMS.end)
    assert stored.article.id == "a" and stored.article.date == "2024-06-19"
    (nameless,) = store.claims(object="UKR")
    assert nameless.claim.attributed_to == NAMELESS
    assert len(store.claims(entity="RUS")) == 2
    assert len(store.claims(entity="PRK", depth=2)) == 2
    assert store.claims(modality=Modality.DENIED) == () == store.claims(entity="RUS", subject="PRK", object="UKR")
    assert len(store.claims(article="a")) == 3
    with pytest.raises(GraphError, match="no entity"):
        store.claims(entity="FRA")


def test_names_are_found_without_accents_and_case(store: Store) -> None:
    store.put(article("a"), [ARMS, MEETING])
    for name in ("corea del NORTE", "rpdc", "prk", "id:PRK", ID + "PRK", "Córea del Norte "):
        assert [e.id for e in store.find(name)] == ["PRK"], name
    assert [e.id for e in store.find("vladimir_putin")] == [PUTIN.id]
    assert [e.id for e in store.find("norte")] == ["PRK"]
    assert store.find("Francia") == store.find("") == []


def test_counts(store: Store) -> None:
    store.put(article("a"), [ARMS, MEETING])
    store.put(article("b"), [DENIAL])
    stats = store.stats()
    assert (stats.articles, stats.claims, stats.relations, stats.entities) == (2, 3, 2, 7)
    assert stats.by_modality == {"Alleged": 1, "Asserted": 1, "Denied": 1}
    assert stats.by_relation == {"meetsWith": 1, "suppliesArmsTo": 1}
    assert stats.by_type["Country"] == 2


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib 7.6 warns of its own use of default_context
def test_rdflib_sees_the_same_union(store: Store) -> None:
    import rdflib

    store.put(article("a"), [ARMS])
    triple = rdflib.URIRef(ID + "PRK"), rdflib.URIRef(GP + "suppliesArmsTo"), rdflib.URIRef(ID + "RUS")
    assert triple in store.rdf
    assert len(list(store.rdf.query("SELECT ?c WHERE { ?c a gp:Claim }"))) == 1
    store.put(article("b"), [MEETING])
    assert len(list(store.rdf.query("SELECT ?c WHERE { ?c a gp:Claim }"))) == 2


def test_an_older_vocabulary_is_renewed_with_the_next_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(article("a"), [ARMS])
    fresh = content(store)
    from kg.graph import store as module

    old = module._ontology_quads("old")[:-40] + module._ontology_quads("old")[-1:]
    with store._backend.writing() as quads:
        quads.update(
            f"DROP GRAPH {ONTOLOGY_GRAPH} ; DELETE WHERE {{ ?s rdfs:label ?o }}".replace(
                "rdfs:label", f"<{module.plain.label.value}>"
            )
        )
        triples = "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in old)
        quads.update(f"INSERT DATA {{ GRAPH {ONTOLOGY_GRAPH} {{ {triples} }} }}")
    assert content(store) != fresh
    store.put(article("b"), [MEETING])
    store.remove("b")
    assert content(store) == fresh


# The folder


def test_a_reader_needs_a_store(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no store at .*: add an article first: kg add"):
        Store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_writer_makes_nothing_before_the_first_article(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "store"
    with Store(path) as store:
        assert store.articles() == () and store.query("ASK { gp:visits ?p ?o }")
        with pytest.raises(GraphError):
            store.put(article("a"), [claim(RUSSIA, "envies", UKRAINE)])
        assert not path.exists()
        store.put(article("a"), [ARMS])
    assert json.loads((path / "kg-store.json").read_text())["format"] == 1
    assert sorted(p.name for p in path.iterdir()) == ["kg-store.json", "lock", "oxigraph", "queue"]


def test_a_folder_keeps_its_articles(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(article("a"), [ARMS])
        before = content(store)
    with Store(tmp_path, read_only=True) as reader:
        assert content(reader) == before
        with pytest.raises(GraphError, match="reading only"):
            reader.put(article("b"), [])


def test_a_reader_sees_what_others_add(tmp_path: Path) -> None:
    with Store(tmp_path) as writer, Store(tmp_path) as second:
        writer.put(article("a"), [ARMS])
        with Store(tmp_path, read_only=True) as reader:
            assert len(reader.articles()) == 1
            second.put(article("b"), [MEETING])
            assert len(reader.articles()) == len(writer.articles()) == 2


def test_other_folders_and_formats_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(GraphError, match="is no kg store"):
        Store(tmp_path)
    with pytest.raises(GraphError, match="is no kg store"):
        Store(tmp_path / "notes.txt")
    other = tmp_path / "other"
    other.mkdir()
    for text in ('{"format": 99}', "[]"):
        (other / "kg-store.json").write_text(text)
        with pytest.raises(GraphError, match="format"):
            Store(other)
    (other / "kg-store.json").write_text("{")
    with pytest.raises(GraphError, match="cannot be read"):
        Store(other)


def test_a_damaged_store_is_said_to_be(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(article("a"), [ARMS])
    (tmp_path / "oxigraph" / "CURRENT").write_text("nonsense")
    with Store(tmp_path, read_only=True) as reader, pytest.raises(GraphError, match="is damaged"):
        reader.articles()
    with Store(tmp_path) as writer, pytest.raises(GraphError, match="is damaged"):
        writer.put(article("b"), [ARMS])


def test_a_lock_that_stays_is_reported(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(article("a"), [ARMS])
        _ = store.rdf  # holds the folder for reading
        impatient = Disk(tmp_path, store._fill, read_only=False, patience=0.05)
        with pytest.raises(StoreBusyError, match="another process holds the store"), impatient.writing():
            pass
        with impatient.reading() as quads:
            assert quads.match()
        store.put(article("b"), [ARMS])  # lets go of rdf
    with impatient.writing() as held, Store(tmp_path, read_only=True) as reader:
        reader._backend._patience = 0.05
        with pytest.raises(StoreBusyError):
            reader.articles()
        assert held.match()


READER = """
import sys
sys.path[:0] = sys.argv[2:]
from kg.graph.store import Store
store = Store(sys.argv[1], read_only=True)
print("ready", flush=True)
while True:
    print(len(store.articles()), len(store.claims()), flush=True)
"""


def test_a_stream_of_readers_keeps_no_writer_out(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(article("start"), [ARMS])
        command = [sys.executable, "-c", READER, str(tmp_path), str(Path(__file__).parent.parent.parent)]
        readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        try:
            for reader in readers:
                assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
            store._backend._patience = 3
            for name in "abcd":
                assert store.put(article(name), [ARMS]).status == "added"
        finally:
            for reader in readers:
                reader.kill()
        for reader in readers:
            with reader:
                seen = [tuple(map(int, line.split())) for line in reader.stdout.read().splitlines()[:-1]]
            assert all(1 <= articles <= claims <= 5 for articles, claims in seen)
            assert seen == sorted(seen)


def test_threads_share_a_store(store: Store) -> None:
    store.put(article("start"), [ARMS])
    counts: list[int] = []

    def read() -> None:
        for _ in range(10):
            counts.append(len(store.articles()))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for name in "abc":
        store.put(article(name), [MEETING])
    for thread in threads:
        thread.join()
    assert len(counts) == 30 and set(counts) <= {1, 2, 3, 4}


WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from samples import ARMS, MINISTRY, RUSSIA, article, claim
from kg.graph.store import Store
from dataclasses import replace
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1000):
    many = [replace(ARMS, begin=n, end=n + 60) for n in range(60)]
    store.put(article("same", text=f"versión {number}"), many, replace=True)
    print(number, flush=True)
"""


@pytest.mark.parametrize("moment", [0.0, 0.004, 0.02, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.6])
def test_a_kill_leaves_before_or_after(tmp_path: Path, moment: float) -> None:
    here = Path(__file__).parent
    command = [sys.executable, "-c", WRITER, str(tmp_path / "store"), str(here), str(here.parent.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)
        finished = [int(line) for line in process.stdout.read().split()]
    with Store(tmp_path / "store") as store:
        found = store.articles()
        assert len(found) == (1 if finished or found else 0)
        if found:
            assert found[0].claims == 60 == len(store.claims())
            clean = Store()
            clean.put(store.article("same"), [s.claim for s in store.claims()])
            assert default_graph(store) == default_graph(clean)
        if finished:
            text = store.article("same").text
            assert int(text.rpartition(" ")[2]) in (finished[-1], finished[-1] + 1)
        assert store.put(article("next"), [MEETING]).status == "added"

"""An article goes in, answers come out: what users rely on, over the real pipeline and the seed articles."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from conftest import FIRST, SEEDS, Ask

from kg import Article, Claim, KnowledgeGraph
from kg.build import Extractor
from kg.config import ID
from kg.vocabulary.ontology import Ontology

Run = Callable[..., Result]
Articles = dict[str, Article]
Claims = dict[str, list[Claim]]


# the seed articles


def test_the_index_tells_of_every_seed() -> None:
    lines = [json.loads(line) for line in (SEEDS / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["file"] for line in lines} == {path.name for path in SEEDS.glob("*.txt")}
    for line in lines:
        assert line.keys() >= {"title", "date", "source", "lang", "licence"}
        date.fromisoformat(line["date"])


def test_every_seed_has_many_claims(seeds: Articles, seed_claims: Claims) -> None:
    assert {name: len(claims) for name, claims in seed_claims.items() if len(claims) < 12} == {}
    assert seeds.keys() == seed_claims.keys()


# claims


def test_quotes_are_the_text_at_their_offsets(seeds: Articles, seed_claims: Claims) -> None:
    for name, claims in seed_claims.items():
        text = seeds[name].text
        for claim in claims:
            assert claim.quote == text[claim.begin : claim.end]
            assert claim.quote == claim.quote.strip() != ""
            for mention in (claim.subject_mention, claim.object_mention):
                assert mention in text


def test_claims_are_in_the_words_of_the_ontology(seed_claims: Claims) -> None:
    ontology = Ontology.load()
    for claim in itertools.chain.from_iterable(seed_claims.values()):
        assert claim.predicate in ontology.relations
        assert claim.subject.id and claim.object.id and claim.subject.id != claim.object.id
        assert {claim.subject.type, claim.object.type} <= ontology.classes.keys()
        assert 0 <= claim.confidence <= 1
        assert re.fullmatch(r"[^\s<>\"{}|\\^`]+", claim.subject.id + claim.object.id)


def test_claims_come_in_the_order_of_the_text(seed_claims: Claims) -> None:
    for claims in seed_claims.values():
        assert [claim.begin for claim in claims] == sorted(claim.begin for claim in claims)


def test_extraction_depends_on_the_article_alone(seeds: Articles, seed_claims: Claims, spanish: Extractor) -> None:
    for name in reversed(seeds):
        assert spanish(seeds[name]) == seed_claims[name]


def test_claims_survive_the_way_through_rdf(seeds: Articles, seed_claims: Claims) -> None:
    for name, claims in seed_claims.items():
        with KnowledgeGraph() as graph:
            graph.put(seeds[name], claims)
            back = [stored.claim for stored in graph.store.claims()]
        assert {key(claim) for claim in back} == {key(claim) for claim in claims}


def key(claim: Claim) -> tuple[object, ...]:
    """What a claim says, entities by their ids."""
    ends = (claim.subject.id, claim.predicate, claim.object.id)
    others = [entity and entity.id for entity in (claim.attributed_to, claim.place)]
    item = claim.item and claim.item.label
    return (*ends, claim.modality, *others, item, claim.quantity, claim.period, claim.begin, claim.end, claim.quote)


# the graph


def lines_of(articles: list[Article], claims: Claims) -> list[str]:
    """The graph of some articles, put in in this order, as sorted N-Quads without timestamps."""
    with KnowledgeGraph() as graph:
        for article in articles:
            graph.put(article, claims[article.id])
        return sorted(line for line in graph.serialize("nq").splitlines() if "generatedAtTime" not in line)


def test_the_order_of_articles_does_not_matter(seeds: Articles, seed_claims: Claims) -> None:
    first, *others = (lines_of(list(order), seed_claims) for order in itertools.permutations(seeds.values()))
    assert len(others) == 5
    for other in others:
        assert other == first


def test_taking_an_article_out_leaves_what_the_others_say(seeds: Articles, seed_claims: Claims) -> None:
    others = [article for name, article in seeds.items() if name != FIRST]
    with KnowledgeGraph() as graph:
        for article in seeds.values():
            graph.put(article, seed_claims[article.id])
        graph.remove(FIRST)
        left = sorted(line for line in graph.serialize("nq").splitlines() if "generatedAtTime" not in line)
    assert left == lines_of(others, seed_claims)


def test_no_triple_stands_in_two_graphs(seed_graph: KnowledgeGraph) -> None:
    found = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in seed_graph.quads()]
    assert len(found) == len(set(found))


def test_denied_claims_leave_no_plain_triple(spanish: Extractor) -> None:
    article = Article("Corea del Norte suministra armas a Rusia. Irán niega que suministre armas a Rusia.", "denial")
    claims = spanish(article)
    assert {claim.modality for claim in claims} == {"Asserted", "Denied"}
    with KnowledgeGraph() as graph:
        graph.put(article, claims)
        for claim in claims:
            triple = f"<{ID}{claim.subject.id}> gp:{claim.predicate} <{ID}{claim.object.id}>"
            assert bool(graph.query(f"ASK {{ {triple} }}")) is (claim.modality == "Asserted")


# the commands


def test_a_graph_is_built_asked_drawn_and_built_again(kg_command: Run) -> None:
    first = kg_command("add", str(SEEDS))
    assert first.exit_code == 0, first.output
    assert first.stdout.count(": added, ") == 3
    valid = kg_command("validate")
    assert (valid.exit_code, valid.stdout) == (0, "")
    before = json.loads(kg_command("stats", "--json").stdout)
    assert before["articles"] == 3
    second = kg_command("add", str(SEEDS))
    assert (second.exit_code, second.stdout.count(": unchanged, ")) == (0, 3)
    assert json.loads(kg_command("stats", "--json").stdout) == before
    assert kg_command("view").exit_code == 0
    assert "Corea del Norte" in Path("kg-graph.html").read_text(encoding="utf-8")


def test_bad_input_leaves_the_graph_as_it_was(kg_command: Run) -> None:
    assert kg_command("add", str(SEEDS / f"{FIRST}.txt")).exit_code == 0
    before = kg_command("export", "before.nq")
    assert before.exit_code == 0
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 8,
        "latin.txt": "Москва обвинила Киев".encode("koi8-r"),
        "broken.pdf": b"%PDF-1.7 nothing",
        "broken.docx": b"PK nothing",
        "broken.jsonl": b'{"text": ',
        "empty.html": b"<html></html>",
        "long.txt": b"Rusia invadi\xc3\xb3 Ucrania. " * 250_000,
        "article.odt": b"?",
    }
    Path("bad").mkdir()
    for name, data in bad.items():
        (Path("bad") / name).write_bytes(data)
        result = kg_command("add", f"bad/{name}")
        assert result.exit_code == 2, name
        trouble, *rest = result.stderr.splitlines()
        assert trouble.startswith("kg: ") and name.partition(".")[0] in trouble, result.stderr
        assert rest in ([], ["kg: 0 articles done, 1 failed (see above)"])
        assert result.stdout == ""
    edited = kg_command("add", str(edited_seed()))
    assert edited.exit_code == 2 and "--replace" in edited.stderr
    kg_command("export", "after.nq")
    assert Path("after.nq").read_text(encoding="utf-8") == Path("before.nq").read_text(encoding="utf-8")


def edited_seed() -> Path:
    """The first article with another text under the same source."""
    folder = Path("edited")
    folder.mkdir()
    text = (SEEDS / f"{FIRST}.txt").read_text(encoding="utf-8")
    (folder / f"{FIRST}.txt").write_text(text + "\nRusia invadió Ucrania.", encoding="utf-8")
    index = (SEEDS / "index.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "index.jsonl").write_text(next(line for line in index if FIRST in line), encoding="utf-8")
    return folder / f"{FIRST}.txt"


def test_a_folder_keeps_going_past_a_bad_file(kg_command: Run) -> None:
    Path("mixed").mkdir()
    (Path("mixed") / "a.txt").write_bytes(b"")
    (Path("mixed") / "b.txt").write_text("Rusia invadió Ucrania en 2022.", encoding="utf-8")
    result = kg_command("add", "mixed")
    assert result.exit_code == 1
    assert "b: added, 1 claim" in result.stdout
    assert "a.txt" in result.stderr
    assert kg_command("query", "ASK { id:RUS gp:invades id:UKR }").stdout == "true\n"


def test_a_long_text_is_read_to_its_end(kg_command: Run) -> None:
    sentence = "El presidente ruso, Vladimir Putin, visitó China el lunes. "
    text = sentence * 1_000
    Path("long.txt").write_text(text, encoding="utf-8")
    result = kg_command("extract", "long.txt", "--format", "jsonl")
    assert result.exit_code == 0
    claims = [json.loads(line) for line in result.stdout.splitlines()]
    visits = [claim for claim in claims if claim["predicate"] == "visits"]
    assert len(visits) == 1_000
    assert all(text[claim["begin"] : claim["end_char"]] == claim["quote"] for claim in visits)


# the questions that the graph was made for, asked of the first article alone


def test_who_supplies_arms_to_russia(ask: Ask) -> None:
    rows = ask("arms-suppliers", recipient="Rusia")
    assert {row["supplier"] for row in rows} == {"PRK"}
    alleged = [row for row in rows if row["modality"] == "Alleged"]
    sources = {row.get("source_name") for row in alleged}
    assert "Estados Unidos" in sources
    assert sources & {"Corea del Sur", "Ministerio de Defensa de Corea del Sur"}
    assert not [row for row in rows if row["modality"] == "Asserted"]


def test_how_many_and_when(ask: Ask) -> None:
    rows = ask("arms-suppliers", recipient="Rusia")
    figures = {(row.get("value"), row.get("bound"), row.get("start"), row.get("end")) for row in rows}
    assert ("6700", "about", "2023-08", "2024-02") in figures
    assert ("11000", "about", "2023-09", None) in figures


def test_what_kim_seeks(ask: Ask) -> None:
    rows = ask("seeks", who="Kim Jong-un")
    assert rows and all(row["who"] == "person/kim_jong_un" for row in rows)
    assert any(row["sought_name"].startswith("tecnología militar") for row in rows)


def test_whom_putin_visited_and_when(ask: Ask) -> None:
    rows = ask("visits", who="Putin")
    when = {row["visited"]: row.get("start", row["article_date"]) for row in rows if row["modality"] == "Asserted"}
    assert when["PRK"].startswith("2024-06")
    china = {"CHN", "place/pekin"} & when.keys()
    assert china and all(when[place].startswith("2024-05") for place in china)
    assert {row["modality"] for row in rows if row["visited"] == "VNM"} <= {"Planned"}


def test_whom_putin_met_where_and_when(ask: Ask) -> None:
    rows = ask("meetings", who="Putin")
    (kim,) = (row for row in rows if row["other"] == "person/kim_jong_un")
    assert (kim["place"], kim["start"]) == ("Vladivostok", "2023-09")


def test_who_leads_north_korea_russia_and_china(ask: Ask) -> None:
    leaders = {(row["leader"], row["what"]) for row in ask("leaders")}
    assert leaders >= {("person/kim_jong_un", "PRK"), ("person/vladimir_putin", "RUS"), ("person/xi_jinping", "CHN")}
    assert len([leader for leader, _ in leaders if leader.startswith("person/")]) == 3


def test_who_accuses_whom(ask: Ask) -> None:
    rows = ask("accusations")
    pairs = {(row["accuser"], row["accused"]) for row in rows}
    assert pairs >= {("USA", "PRK"), ("KOR", "PRK")}
    assert {accused for _, accused in pairs} == {"PRK"}
    assert ask("accusations", accuser="Rusia") == []


def test_what_is_alleged_and_by_whom(ask: Ask) -> None:
    rows = ask("alleged")
    assert {(row["subject"], row["relation"], row["object"]) for row in rows} >= {("PRK", "suppliesArmsTo", "RUS")}
    told = {row["source_name"] for row in rows if row["relation"] == "suppliesArmsTo" and "source_name" in row}
    assert "Estados Unidos" in told
    assert not {row["relation"] for row in rows} & {"accuses", "leads"}


# who is the same over all articles

FIRST_NAMED = "El ministro de Defensa de Rumanía, Ion Petrescu, acusó a Rusia y visitó Kiev."

SETS = {
    "a surname with its title": (
        [FIRST_NAMED, "El ministro Petrescu acusó a Rusia de violar el espacio aéreo rumano."],
        "SELECT ?s WHERE { ?s gp:accuses id:RUS }",
        {"person/ion_petrescu"},
    ),
    "a surname whose bearer meets the same person": (
        ["El senador rumano Ion Petrescu se reunió con Emmanuel Macron.", "Petrescu se reunió con Macron en París."],
        f"SELECT ?s WHERE {{ ?s gp:meetsWith <{ID}person/emmanuel_macron> }}",
        {"person/ion_petrescu"},
    ),
    "two bearers of a surname": (
        [
            FIRST_NAMED,
            "El ministro Petrescu acusó a Rusia de violar el espacio aéreo.",
            "El ministro de Cultura de Moldavia, Camil Petrescu, viajó a Ucrania.",
        ],
        "SELECT ?s WHERE { ?s gp:accuses id:RUS }",
        {"person/ion_petrescu", "person/petrescu"},
    ),
    "a surname with another's title": (
        [FIRST_NAMED, "La ministra Petrescu acusó a Rusia de violar el espacio aéreo."],
        "SELECT ?s WHERE { ?s gp:accuses id:RUS }",
        {"person/ion_petrescu", "person/petrescu"},
    ),
    "another state's minister": (
        [FIRST_NAMED, "El ministro moldavo Petrescu acusó a Rusia de violar el espacio aéreo."],
        "SELECT ?s WHERE { ?s gp:accuses id:RUS }",
        {"person/ion_petrescu", "person/petrescu"},
    ),
    "an acronym": (
        [
            "El Frente de Liberación de Azania (FLA) atacó a las tropas de Sudáfrica.",
            "El FLA atacó Durban el lunes, según el Gobierno sudafricano.",
        ],
        "SELECT ?s WHERE { ?s gp:attacks ?o }",
        {"org/frente_de_liberacion_de_azania"},
    ),
    "spellings": (
        ["El comandante Muhammad al Tauhidi atacó Alepo.", "Mohamed Al-Tawhidi atacó Homs."],
        "SELECT ?s WHERE { ?s gp:attacks ?o }",
        {"person/muhammad_al_tauhidi"},
    ),
    "a spelling of a listed name": (
        ["Mohamed bin Salmán visitó Francia.", "Mohammad ibn Salmaan visitó Grecia."],
        "SELECT ?s WHERE { ?s gp:visits ?o }",
        {"person/mohamed_bin_salman"},
    ),
}
"""Articles, a question, and who it is about, once all are in."""


@pytest.mark.parametrize("name", SETS)
def test_who_is_who_follows_from_the_set_of_articles(name: str, spanish: Extractor) -> None:
    texts, question, expected = SETS[name]
    articles = [Article(text, str(number), date="2024-06-01") for number, text in enumerate(texts)]
    graphs = set()
    for order in itertools.permutations(articles):
        with KnowledgeGraph() as graph:
            for article in order:
                graph.put(article, spanish(article))
            assert {row["s"].rpartition("/id/")[2] for row in graph.query(question)} == expected
            assert graph.validate() == []
            graphs.add("\n".join(line for line in graph.serialize("nq").splitlines() if "generatedAtTime" not in line))
    assert len(graphs) == 1


def test_a_link_is_told_shown_and_undone(kg_command: Run) -> None:
    Path("a.txt").write_text("El ministro Petrescu no acusó a Rusia.", encoding="utf-8")
    Path("b.txt").write_text(FIRST_NAMED, encoding="utf-8")
    assert "Petrescu (Person)" in kg_command("add", "a.txt").stdout
    before = kg_command("export", "before.nq")
    added = kg_command("add", "b.txt").stdout
    assert "Petrescu = Ion Petrescu (person/ion_petrescu), in a" in added
    assert "Ion Petrescu acusa a Rusia (stated here, denied by a)" in added
    assert "Ion Petrescu (Person)" not in added
    shown = json.loads(kg_command("show", "Petrescu", "--json").stdout)
    assert shown["iri"].endswith("person/ion_petrescu") and set(shown["labels"]) == {"Ion Petrescu", "Petrescu"}
    assert {(one["predicate"], one["modality"], one["article"]) for one in shown["outgoing"]} >= {
        ("accuses", "Denied", "a"),
        ("accuses", "Asserted", "b"),
    }
    assert [one["claims"] for one in json.loads(kg_command("articles", "--json").stdout)][0] == 1
    again = kg_command("add", "a.txt", "b.txt", "--replace").stdout
    assert "a: unchanged" in again and "b: unchanged" in again
    assert kg_command("remove", "b").exit_code == 0
    assert kg_command("export", "after.nq").exit_code == before.exit_code == 0
    assert Path("after.nq").read_text(encoding="utf-8") == Path("before.nq").read_text(encoding="utf-8")

"""`KnowledgeGraph`: what goes in, and what comes out."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import stub

import kg
from kg import Article, KnowledgeGraph, build
from kg.articles import Failure
from kg.errors import GraphError, KGError, UsageError


@pytest.fixture
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(extractor=stub.extractor)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_articles_come_with_their_claims_in_order(tmp_path: Path, jobs: int) -> None:
    lines = [json.dumps({"text": f"Rusia invade Ucrania. Número {n}.", "id": str(n)}) for n in range(12)]
    lines[3] = "{bad"
    lines[7] = json.dumps({"text": "imposible", "id": "7", "source": "x"})
    source = write(tmp_path / "a.jsonl", "\n".join(lines))
    found = list(build.extract([source, tmp_path / "missing.txt"], jobs=jobs, extractor=stub.extractor))
    names = [item.source if isinstance(item, Failure) else item[0].id for item in found]
    assert names == [
        "0",
        "1",
        "2",
        "a.jsonl, line 4",
        *"456",
        "x",
        *("8", "9", "10", "11"),
        str(tmp_path / "missing.txt"),
    ]
    assert all(len(item[1]) == 1 for item in found if not isinstance(item, Failure))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_in_the_extractor_is_not_hidden(tmp_path: Path, jobs: int) -> None:
    with pytest.raises(RuntimeError, match="a bug"):
        list(build.extract([write(tmp_path / "a.txt", "defecto")], jobs=jobs, extractor=stub.extractor))


def test_a_text_a_file_or_several_are_added(graph: KnowledgeGraph, tmp_path: Path) -> None:
    first = write(tmp_path / "a.txt", "Rusia invade Ucrania.")
    second = write(tmp_path / "b.txt", "Rusia invade Ucrania. Otra vez.")
    (report,) = graph.add(first).articles
    assert (report.article, report.status, report.claims) == ("a", "added", 1)
    assert report.new_relations == ("Rusia invade Ucrania",)
    (report,) = graph.add([second]).articles
    assert report.corroborated == ("Rusia invade Ucrania",)
    (report,) = graph.add(text="Rusia no invade Ucrania.", date="2024").articles
    assert len(report.contradicted) == 1
    assert [article.date for article in graph.articles()] == ["2024", None, None]


def test_two_texts_are_two_articles(graph: KnowledgeGraph) -> None:
    graph.add(text="Rusia invade Ucrania.")
    graph.add(text="Irán ataca Israel.")
    assert graph.stats().articles == 2


def test_adding_again_changes_nothing_and_extracts_nothing(tmp_path: Path) -> None:
    runs = []

    def counting() -> build.Extractor:
        def extract(article: Article) -> list[build.Claim]:
            runs.append(article.id)
            return stub.extract(article)

        return extract

    graph = KnowledgeGraph(extractor=counting)
    source = write(tmp_path / "a.txt", "Rusia invade Ucrania.")
    graph.add(source)
    before = graph.serialize("nq")
    (report,) = graph.add(source).articles
    assert (report.status, report.claims, runs) == ("unchanged", 1, ["a"])
    assert graph.serialize("nq") == before


def test_an_edited_article_needs_replace(graph: KnowledgeGraph, tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "Rusia invade Ucrania.")
    graph.add(source)
    write(source, "Rusia ataca Ucrania.")
    report = graph.add(source)
    assert [item.status for item in report.failed] == ["failed"]
    assert "--replace" in report.failed[0].reason
    assert graph.add(source, replace=True).articles[0].status == "replaced"
    assert graph.stats().by_relation == {"attacks": 1}


def test_what_fails_is_reported_and_the_rest_is_in(graph: KnowledgeGraph, tmp_path: Path) -> None:
    good = write(tmp_path / "a.txt", "Rusia invade Ucrania.")
    report = graph.add([tmp_path / "no.txt", good])
    assert [item.status for item in report.articles] == ["failed", "added"]
    assert report.failed[0].reason == "no such file"


@pytest.mark.parametrize("given", [{}, {"source": "a", "text": "b"}, {"text": "b", "url": "http://c"}])
def test_add_takes_one_kind_of_source(graph: KnowledgeGraph, given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="takes one of"):
        graph.add(**given)  # type: ignore[arg-type]


def test_a_bad_date_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="is no date"):
        graph.add(text="Rusia invade Ucrania.", date="ayer")


def test_queries_rdf_and_networkx_see_the_same(graph: KnowledgeGraph) -> None:
    graph.add(text="Rusia invade Ucrania. Irán apoya Rusia.")
    assert [row["who"] for row in graph.query("SELECT ?who WHERE { ?who gp:invades id:UKR }")] == [
        build.config.ID + "RUS"
    ]
    edges = {(a[-3:], b[-3:], data["predicate"]) for a, b, data in graph.to_networkx().edges(data=True)}
    assert edges == {("RUS", "UKR", "invades"), ("IRN", "RUS", "supports")}


def test_an_entity_is_shown_with_its_evidence(graph: KnowledgeGraph) -> None:
    graph.add(text="Rusia invade Ucrania. Irán apoya a Rusia.", id="a", date="2024-06")
    profile = graph.show("rusia")
    assert profile.iri.endswith("RUS")
    assert [(s.predicate, s.object, s.quote) for s in profile.outgoing] == [
        ("invades", "Ucrania", "Rusia invade Ucrania.")
    ]
    assert [(s.subject, s.article, s.date) for s in profile.incoming] == [("Irán", "a", "2024-06")]


def test_a_claim_is_read_once_more_to_tell_why(graph: KnowledgeGraph) -> None:
    graph.add(text="Rusia invade Ucrania. Irán apoya a Rusia.", id="a", date="2024-06")
    iri = graph.show("Irán").outgoing[0].claim
    found = graph.why(iri)
    assert (found.iri, found.article.id, found.claim.quote) == (iri, "a", "Irán apoya a Rusia.")
    assert found.reader == f"kg {kg.__version__}"
    local = iri.removeprefix(build.config.ID)
    assert graph.why(local) == graph.why(f"id:{local}") == graph.why(local.removeprefix("claim/")[:12]) == found


@pytest.mark.parametrize(("name", "reason"), [("f00", "no claim 'f00'"), ("claim/", "no claim"), ("", "no claim")])
def test_an_unknown_claim_is_told(graph: KnowledgeGraph, name: str, reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        graph.why(name)


def test_the_beginning_of_several_claims_is_told(graph: KnowledgeGraph) -> None:
    texts = [f"{one} ataca {other}." for one in stub.COUNTRIES for other in stub.COUNTRIES if one != other]
    graph.add(text=" ".join(texts))
    claims = sorted(stored.iri.rpartition("/")[2] for stored in graph.store.claims())
    first = next(a[0] for a, b in itertools.pairwise(claims) if a[0] == b[0])
    with pytest.raises(GraphError, match=f"claims begin with '{first}': give more of id:claim/{first}"):
        graph.why(first)


def test_a_claim_that_this_version_does_not_find_is_told(graph: KnowledgeGraph) -> None:
    article = Article("Nada.", "a")
    claim = stub.extract(Article("Rusia invade Ucrania.", "b"))[0]
    graph.put(article, [claim])
    iri = graph.store.claims()[0].iri
    with pytest.raises(GraphError, match=r"found by kg .* and is not by kg .* kg add --replace with the source of a"):
        graph.why(iri)


def test_chains_go_either_way_and_leave_out_what_is_denied(graph: KnowledgeGraph) -> None:
    graph.add(text="Rusia invade Ucrania. Irán apoya a Rusia. Irán no ataca Ucrania. China apoya Israel.")
    (chain,) = graph.path("Ucrania", "irán")
    assert [(step.begin, step.end, step.statements[0].predicate) for step in chain] == [
        ("Ucrania", "Rusia", "invades"),
        ("Rusia", "Irán", "supports"),
    ]
    assert graph.path("Ucrania", "China") == []


@pytest.mark.parametrize("name", ["Atlántida", ""])
def test_an_unknown_entity_is_told(graph: KnowledgeGraph, name: str) -> None:
    graph.add(text="Rusia invade Ucrania.")
    with pytest.raises(UsageError, match="no such entity"):
        graph.show(name)


def test_the_extractor_is_made_once_and_only_when_needed(tmp_path: Path) -> None:
    made = []

    def counting() -> build.Extractor:
        made.append(1)
        return stub.extract

    graph = KnowledgeGraph(extractor=counting)
    graph.query("ASK {}")
    assert made == []
    graph.add(text="Rusia invade Ucrania.")
    graph.add(text="Irán ataca Israel.")
    assert made == [1]


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="fewer --jobs"):
        list(build.extract([write(tmp_path / "a.txt", "x")], jobs=2, extractor=stub.dying))


def test_the_public_names_are_there_and_sorted() -> None:
    import tomllib

    import kg

    assert kg.__all__ == sorted(kg.__all__)
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert dir(kg) == kg.__all__
    with pytest.raises(AttributeError):
        _ = kg.nothing
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == kg.__version__

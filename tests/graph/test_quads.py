"""Claims become quads and come back the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import ARMS, NAMELESS, NORTH_KOREA, RUSSIA, agreed, article, articles, claim, claims

from kg.config import GP, ID
from kg.errors import GraphError
from kg.graph import iris, quads
from kg.model import Article, Claim, Entity, Period, Quantity

EXTRACTOR = ("kg", "1.2.3")
WHEN = "2024-06-19T12:00:00Z"


def graph(article: Article, found: list[Claim]) -> list:
    return quads.to_quads(article, found, generated=WHEN, extractor=EXTRACTOR)


@given(articles, st.lists(claims, max_size=4))
@settings(max_examples=150, deadline=None)
def test_claims_become_quads_and_come_back(given_article: Article, found: list[Claim]) -> None:
    found = agreed(found)
    by_iri: dict[str, Claim] = {}
    for one in found:
        key = iris.claim_id(iris.article_id(given_article), one)
        if key not in by_iri or by_iri[key].confidence < one.confidence:
            by_iri[key] = one
    expected = sorted(by_iri.items(), key=lambda pair: (pair[1].begin, pair[1].end, ID + pair[0]))
    back_article, back = quads.from_quads(graph(given_article, found))
    assert back_article == given_article
    assert back == [one for _, one in expected]


def test_all_quads_lie_in_the_articles_graph() -> None:
    one = article("a")
    assert {q.graph_name.value for q in graph(one, [ARMS])} == {ID + iris.article_id(one)}
    assert iris.article_id(one) == f"article/{one.sha256[:16]}"


def test_a_claim_is_described_as_the_ontology_says() -> None:
    one = article("a")
    text = "\n".join(f"{q.predicate} {q.object}" for q in graph(one, [ARMS]))
    assert f"<{GP}modality> <{GP}Alleged>" in text
    assert f'<{GP}startDate> "2023-08"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>' in text
    assert f'<{GP}value> "3000000"^^<http://www.w3.org/2001/XMLSchema#decimal>' in text
    assert f'<{GP}bound> "atLeast"' in text
    assert f"wasDerivedFrom> <{ID}{iris.article_id(one)}#char=0,{ARMS.end}>" in text
    assert f'<{GP}extractorVersion> "1.2.3"' in text


def test_claims_without_relation_or_named_ends_are_left_out() -> None:
    loose = [
        claim(RUSSIA, "attacks", NAMELESS),
        Claim(**{**_fields(ARMS), "predicate": None, "relation": "dirigida por"}),
    ]
    assert quads.from_quads(graph(article("a"), loose))[1] == []


def _fields(one: Claim) -> dict:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_a_source_without_a_name_keeps_its_label() -> None:
    (back,) = quads.from_quads(graph(article("a"), [claim(RUSSIA, "attacks", NORTH_KOREA, attributed_to=NAMELESS)]))[1]
    assert back.attributed_to == NAMELESS


@pytest.mark.parametrize("text", ["19-06-2024", "2024-13", "2024-02-40", "ayer", "2024-6", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(GraphError, match="no ISO 8601 date"):
        quads.date_literal(text)
    with pytest.raises(GraphError):
        graph(article("a"), [claim(RUSSIA, "attacks", NORTH_KOREA, period=Period(text))])


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(GraphError):
        graph(article("a"), [claim(RUSSIA, "attacks", NORTH_KOREA, quantity=Quantity(Decimal(number)))])


def test_iris_follow_from_content_alone() -> None:
    local = iris.article_id(article("a"))
    assert iris.claim_id(local, ARMS) == iris.claim_id(local, quads.normal(ARMS))
    assert iris.claim_id(local, ARMS) != iris.claim_id(iris.article_id(article("b")), ARMS)
    same = Quantity(Decimal("3E+6"), "x"), Quantity(Decimal("3000000.0"), "x")
    assert iris.quantity_id(local, same[0]) == iris.quantity_id(local, same[1])
    other = Entity(None, "otra fuente", "Mention")
    assert iris.mention_id(local, NAMELESS) != iris.mention_id(local, other)
    assert iris.local(iris.absolute("PRK")) == "PRK"


def test_a_graph_without_article_is_refused() -> None:
    with pytest.raises(GraphError, match="one article"):
        quads.from_quads([])

"""What is stored is whole by the shapes, and what is broken is found."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from samples import ARMS, KIM, NAMELESS, PUTIN, RUSSIA, UKRAINE, article, claim

from kg.config import GP, ID
from kg.graph import check
from kg.graph.store import Store
from kg.model import Modality


@pytest.fixture(scope="module")
def whole() -> Store:
    store = Store()
    store.put(article("a"), [ARMS, claim(PUTIN, "meetsWith", KIM)])
    store.put(
        article("b", date=None),
        [claim(RUSSIA, "attacks", UKRAINE, Modality.DENIED, attributed_to=NAMELESS, item=NAMELESS, place=UKRAINE)],
    )
    return store


def test_what_the_store_writes_is_whole(whole: Store) -> None:
    assert check.violations(whole) == [] == check.validate(whole)


NEEDED = {
    "claim": [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#object",
        GP + "modality",
        GP + "confidence",
        GP + "quote",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
    ],
    "article": [
        "http://purl.org/dc/terms/identifier",
        GP + "text",
        GP + "sha256",
        "http://www.w3.org/ns/prov#generatedAtTime",
        GP + "extractorName",
        GP + "extractorVersion",
    ],
    "quantity": [GP + "value", GP + "bound"],
    "mention": [GP + "name", GP + "mentionType"],
}


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in NEEDED.items() for path in paths])
def test_what_lacks_a_part_is_found(whole: Store, kind: str, path: str) -> None:
    quads = whole.quads()
    gone = next(q for q in quads if q.predicate.value == path and q.subject.value.startswith(f"{ID}{kind}/"))
    found = check.of_quads([q for q in quads if q != gone])
    assert (gone.subject.value, path) in {(v.focus, v.path) for v in found}
    assert all(v.message and str(v) for v in found)


def test_an_entity_without_label_is_found(whole: Store) -> None:
    quads = [q for q in whole.quads() if not (q.subject.value == ID + "UKR" and q.predicate.value.endswith("#label"))]
    assert ID + "UKR" in {v.focus for v in check.of_quads(quads)}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (GP + "modality", ox.NamedNode(GP + "Maybe")),
        (GP + "confidence", ox.Literal("1.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        (GP + "bound", ox.Literal("roughly")),
        (GP + "sha256", ox.Literal("abc")),
        (GP + "startDate", ox.Literal("ayer")),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate", ox.NamedNode(GP + "envies")),
        ("http://www.w3.org/ns/prov#wasDerivedFrom", ox.NamedNode(ID + "article/x")),
    ],
)
def test_a_wrong_value_is_found(whole: Store, path: str, value: ox.NamedNode | ox.Literal) -> None:
    quads = whole.quads()
    index = next(n for n, q in enumerate(quads) if q.predicate.value == path and "/id/" in q.subject.value)
    old = quads[index]
    quads[index] = ox.Quad(old.subject, old.predicate, value, old.graph_name)
    assert (old.subject.value, path) in {(v.focus, v.path) for v in check.of_quads(quads)}


def test_ends_outside_domain_or_range_are_found() -> None:
    store = Store()
    store.put(article("a"), [claim(RUSSIA, "launches", UKRAINE)])
    (violation,) = check.violations(store)
    assert violation.focus == ID + "UKR" and "gp:launches" in violation.message

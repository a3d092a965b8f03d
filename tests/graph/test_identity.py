"""Who is whom over all articles: the rules by themselves, and in the graph, in whatever order the articles come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import KIM, PUTIN, RUSSIA, SENTENCE, UKRAINE, article, claim

from kg.config import GP, ID
from kg.graph import identity
from kg.graph.check import validate
from kg.graph.identity import Identity, Links, Seen
from kg.graph.store import Store
from kg.model import Article, Claim, Entity, Modality, Traits
from kg.vocabulary.gazetteer import slug

RULES = Identity.load()


def person(name: str, *, gender: str = "", country: str = "", role: str = "", body: str = "") -> Entity:
    """A person that no list knows, as an article tells of him."""
    traits = Traits(*(frozenset({text} - {""}) for text in (gender, country, body, role)))
    return Entity(f"person/{slug(name)}", name, "Person", (name,), traits)


def body(name: str, *others: str, kind: str = "Organization", country: str = "") -> Entity:
    """An organization that no list knows, with the acronyms that the article introduces."""
    return Entity(f"org/{slug(name)}", name, kind, (name, *others), Traits(countries=frozenset({country} - {""})))


def place(name: str, kind: str = "Place") -> Entity:
    return Entity(f"place/{slug(name)}", name, kind, (name,))


def links(*seen: Entity | tuple[Entity, set[str]], date: str = "2024-06") -> dict[str, str]:
    """Who is whom among entities of as many articles, each with those it shares a claim with: "0" is the first's."""
    mentions = []
    for number, one in enumerate(seen):
        entity, beside = one if isinstance(one, tuple) else (one, set())
        mentions.append(Seen(str(number), entity, date, frozenset(beside)))
    found: Links = RULES.links(mentions)
    return {article: to for (article, _), to in found.items()}


ION = person("Ion Petrescu", gender="m", country="ROU", role="ministro de defensa")
FLA = body("Frente de Liberación de Azania", "FLA", kind="ArmedGroup")


# A shorter name


@pytest.mark.parametrize(
    "short",
    [
        person("Petrescu", role="ministro"),
        person("Petrescu", country="ROU"),
        person("Petrescu", gender="m", country="ROU", role="ministro de defensa"),
        (person("Petrescu"), {"person/emmanuel_macron"}),
        (person("Petrescu"), {"RUS", "UKR"}),
    ],
)
def test_a_surname_is_the_one_person_who_bears_it(short: Entity | tuple[Entity, set[str]]) -> None:
    company = {"person/emmanuel_macron", "RUS", "UKR"}
    assert links(short, (ION, company)) == {"0": "person/ion_petrescu"}


@pytest.mark.parametrize(
    "short",
    [
        person("Petrescu"),
        (person("Petrescu"), {"RUS"}),
        person("Petrescu", gender="f", role="ministra"),
        person("Petrescu", country="MDA", role="ministro"),
        person("Petrescu", role="ministro de justicia"),
        (person("Petrescu", role="cantante"), {"person/emmanuel_macron"}),
        (person("Petrescu", country="ROU"), {"person/ion_petrescu"}),
        person("Ion", country="ROU"),
        person("Petrescu Ion", country="ROU"),
        replace(body("Petrescu", country="ROU"), type="Company"),
    ],
)
def test_doubt_links_nobody(short: Entity | tuple[Entity, set[str]]) -> None:
    assert links(short, (ION, {"person/emmanuel_macron", "RUS"})) == {}


def test_of_two_who_bear_a_surname_the_one_who_fits_is_meant() -> None:
    camil = person("Camil Petrescu", gender="m", country="MDA", role="ministro")
    assert links(person("Petrescu", role="ministro"), ION, camil) == {}
    assert links(person("Petrescu", country="MDA"), ION, camil) == {"0": "person/camil_petrescu"}


def test_a_namesake_in_the_same_article_is_somebody_else() -> None:
    short = person("Petrescu", country="ROU")
    together = [Seen("a", short), Seen("a", ION), Seen("b", ION)]
    assert RULES.links(together) == {}


def test_given_name_and_surname_are_the_longer_name() -> None:
    full = person("José Luis García Pérez", country="MEX", role="diputado")
    assert links(person("José García", country="MEX"), full) == {"0": "person/jose_luis_garcia_perez"}
    assert links(person("García Pérez", country="MEX"), full) == {"0": "person/jose_luis_garcia_perez"}
    assert links(person("José Pérez", country="PER"), full) == {}
    chain = person("José García Pérez", country="MEX")
    assert set(links(person("García", country="MEX"), chain, full).values()) == {"person/jose_luis_garcia_perez"}


def test_where_the_family_name_comes_first_it_stands_alone() -> None:
    assert links(person("Hyon", role="portavoz"), person("Hyon Chol-rim", role="portavoz")) == {
        "0": "person/hyon_chol_rim"
    }
    assert links(person("Chol", role="portavoz"), person("Yongbyon Chol-rim", role="portavoz")) != {}


def test_a_listed_person_whom_the_articles_name_is_meant_by_the_surname() -> None:
    fidan = RULES._entity("person/hakan_fidan")
    short = (person("Fidan"), {"person/serguei_lavrov"})
    assert links(short, (fidan, {"person/serguei_lavrov"})) == {"0": "person/hakan_fidan"}
    assert links(short) == {}


def test_a_listed_person_whom_nobody_names_needs_state_and_office() -> None:
    exact = person("Fidan", country="TUR", role="foreign_minister")
    assert links(exact) == {"0": "person/hakan_fidan"}
    assert links(exact, date="2010") == {}
    assert links(person("Fidan", country="TUR")) == {}


# Spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed al Tauhidi", "Muhammad Al-Tawhidi"),
        ("Abdel Fatah Salmani", "Abdelfattah as-Salmani"),
        ("Dmitri Voronkov", "Dmitry Voronkoff"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    found = links(person(one), person(other))
    assert len(found) == 1 and set(found.values()) <= {f"person/{slug(one)}", f"person/{slug(other)}"}
    assert links(person(one, country="IRQ"), person(other, country="SYR")) == {}
    assert links(person(one, gender="m"), person(other, gender="f")) == {}


def test_a_spelling_that_the_lists_lack_is_theirs() -> None:
    assert links(person("Volodymyr Zelenskiyy", country="UKR")) == {"0": "person/volodimir_zelenski"}
    assert links(person("Volodymyr Zelenskiyy", country="MDA")) == {}
    assert links(body("Al-Shabbaab", kind="ArmedGroup")) == {"0": "org/al_shabab"}
    assert links(place("Djibuti")) == {"0": "DJI"}
    assert links(place("Djibuti", "City")) != {"0": "DJI"}


def test_short_words_and_classes_keep_apart() -> None:
    assert links(body("Liwa"), body("Liwaa")) == {}
    assert links(body("Liwa al Tauhid"), body("Liwaa al-Tawheed", kind="ArmedGroup")) == {"0": "org/liwaa_al_tawheed"}
    assert links(body("Liwa al Tauhid", kind="Company"), body("Liwaa al-Tawheed", kind="ArmedGroup")) == {}
    assert links(body("Tauhidiya"), place("Tawhidiyya")) == {}


# Acronyms


def test_an_acronym_is_what_another_article_introduces_with_it() -> None:
    assert links(body("FLA"), FLA) == {"0": "org/frente_de_liberacion_de_azania"}
    assert links(body("FLA"), body("Frente de Liberación de Azania")) == {}
    assert links(body("FLA", kind="Company"), FLA) == {}
    assert links(body("FLA", country="TGO"), replace(FLA, traits=Traits(countries=frozenset({"ZAF"})))) == {}
    assert links((body("FLA"), {FLA.id or ""}), FLA) == {}


def test_an_acronym_of_two_is_nobodys() -> None:
    other = body("Federación Laborista de Armorica", "FLA")
    assert links(body("FLA"), FLA, other) == {}
    assert links(body("FLA", kind="ArmedGroup"), FLA, replace(other, type="Company")) == {
        "0": "org/frente_de_liberacion_de_azania"
    }


def test_a_listed_organization_may_be_introduced_with_an_acronym_that_the_lists_lack() -> None:
    listed = RULES._entity("org/al_shabab")
    assert links(body("HSMJ"), replace(listed, labels=(*listed.labels, "HSMJ"))) == {"0": "org/al_shabab"}


# In the graph


def content(store: Store) -> set[str]:
    return {str(q) for q in store.quads() if "generatedAtTime" not in q.predicate.value}


def objects(store: Store, predicate: str) -> set[tuple[str, str]]:
    rows = store.query(f"SELECT ?s ?o WHERE {{ ?s gp:{predicate} ?o }}")
    return {(row["s"].removeprefix(ID), row["o"].removeprefix(ID)) for row in rows}


SHORT = person("Petrescu", role="ministro")
ACCUSATION = claim(SHORT, "accuses", RUSSIA, subject_mention="el ministro Petrescu")


def test_a_later_article_tells_who_an_earlier_one_meant() -> None:
    with Store() as store:
        store.put(article("a"), [ACCUSATION])
        alone = content(store)
        assert objects(store, "accuses") == {("person/petrescu", "RUS")}
        report = store.put(article("b"), [claim(ION, "accuses", RUSSIA), claim(ION, "visits", UKRAINE)])
        assert objects(store, "accuses") == {("person/ion_petrescu", "RUS")}
        assert report.same_as == ("Petrescu = Ion Petrescu (person/ion_petrescu), in a",)
        assert report.corroborated == ("Ion Petrescu acusa a Rusia",)
        assert report.new_relations == ("Ion Petrescu visita Ucrania",)
        assert report.new_entities == ("Ucrania (Country)",)
        assert [e.id for e in store.find("Petrescu")] == ["person/ion_petrescu"]
        first, second = store.claims(predicate="accuses")
        assert first.claim.subject == second.claim.subject
        assert first.claim.subject_mention == "el ministro Petrescu"
        assert store.stats().relations == 2
        assert validate(store) == []
        store.remove("b")
        assert content(store) == alone


def test_an_earlier_article_tells_who_a_later_one_means() -> None:
    with Store() as store:
        store.put(article("b"), [claim(ION, "accuses", RUSSIA)])
        report = store.put(article("a"), [replace(ACCUSATION, modality=Modality.DENIED)])
        assert report.same_as == ("Petrescu = Ion Petrescu (person/ion_petrescu)",)
        assert report.contradicted == ("Ion Petrescu acusa a Rusia (denied here, stated by b)",)
        assert report.new_entities == report.new_relations == ()
        assert (
            store.put(article("a"), [replace(ACCUSATION, modality=Modality.DENIED)], replace=True).status == "unchanged"
        )


def test_a_second_bearer_of_the_name_undoes_the_link() -> None:
    with Store() as store:
        store.put(article("a"), [ACCUSATION])
        store.put(article("b"), [claim(ION, "visits", UKRAINE)])
        camil = person("Camil Petrescu", country="MDA", role="ministro")
        report = store.put(article("c"), [claim(camil, "visits", RUSSIA)])
        assert report.parted == ("Petrescu ≠ person/ion_petrescu, in a",)
        assert objects(store, "accuses") == {("person/petrescu", "RUS")}
        store.remove("c")
        assert objects(store, "accuses") == {("person/ion_petrescu", "RUS")}


def test_what_was_read_is_kept_beside_what_it_is() -> None:
    with Store() as store:
        store.put(article("a"), [claim(PUTIN, "accuses", KIM, attributed_to=SHORT)])
        store.put(article("b"), [claim(ION, "visits", UKRAINE)])
        assert {to for _, to in objects(store, "attributedTo")} == {"person/ion_petrescu"}
        assert {to for _, to in objects(store, "attributedToAsRead")} == {"person/petrescu"}
        assert {to for _, to in objects(store, "refersToAsRead")} == {"person/petrescu"}


def test_an_edited_article_that_no_longer_tells_undoes_the_link() -> None:
    with Store() as store:
        store.put(article("a"), [ACCUSATION])
        alone = objects(store, "accuses")
        store.put(article("b"), [claim(ION, "visits", UKRAINE)])
        store.put(article("b", text="otro"), [claim(PUTIN, "visits", UKRAINE)], replace=True)
        assert objects(store, "accuses") == alone


def test_other_rules_link_all_articles_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with Store() as store:
        store.put(article("a"), [ACCUSATION])
        store.put(article("b"), [claim(ION, "visits", UKRAINE)])
        linked = content(store)
        monkeypatch.setattr(Identity, "links", lambda self, seen: {})
        monkeypatch.setattr(Identity, "keys", lambda self, entity: frozenset())
        monkeypatch.setattr(identity, "digest", lambda: "none")
        store.put(article("c"), [])
        assert objects(store, "accuses") == {("person/petrescu", "RUS")}
        assert objects(store, "nameKey") == set()
        monkeypatch.undo()
        store.remove("c")
        assert content(store) == linked


FULL = ("Ion Petrescu", "Camil Petrescu", "Ion Petrescu Voda", "Mohamed Petrescu", "Mohammed Petresku")
NAMES = (*FULL, "Petrescu", "Petresku", "Voda", "Hakan Fidan Petrescu", "Fidan")
people = st.builds(
    person,
    st.sampled_from(NAMES),
    gender=st.sampled_from(["", "m", "f"]),
    country=st.sampled_from(["", "", "ROU", "MDA", "TUR"]),
    role=st.sampled_from(["", "ministro", "ministro de defensa", "foreign_minister"]),
)
bodies = st.one_of(
    st.builds(body, st.sampled_from(["FLA", "Liwa Tauhid"]), country=st.sampled_from(["", "ZAF"])),
    st.builds(body, st.sampled_from(["Frente Libre de Azania", "Frentte Libre de Azania"]), st.just("FLA")),
)
FIDAN = replace(RULES._entity("person/hakan_fidan"), traits=Traits())
ends = st.one_of(people, bodies, st.sampled_from([RUSSIA, PUTIN, FIDAN]))
pairs = st.tuples(ends, ends).filter(lambda pair: pair[0].id != pair[1].id)
statements = st.builds(
    lambda pair, modality: claim(pair[0], "accuses", pair[1], modality),
    pairs,
    st.sampled_from([Modality.ASSERTED, Modality.DENIED]),
)
small = st.lists(st.lists(statements, min_size=1, max_size=3), min_size=2, max_size=4)


@given(small, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_articles_is_no_matter_and_removal_undoes(found: list[list[Claim]], random) -> None:
    sources: list[tuple[Article, list[Claim]]] = [(article(str(n)), claims) for n, claims in enumerate(found)]
    with Store() as straight, Store() as shuffled, Store() as fewer:
        for one, claims in sources:
            straight.put(one, claims)
        random.shuffle(sources)
        for one, claims in sources:
            shuffled.put(one, claims)
        assert content(shuffled) == content(straight)
        gone, *rest = sources
        for one, claims in rest:
            fewer.put(one, claims)
        straight.remove(gone[0])
        assert content(straight) == content(fewer)
        for stored in straight.claims():
            assert stored.claim.subject != stored.claim.object


@given(small)
@settings(max_examples=50, deadline=None)
def test_no_triple_stands_in_two_graphs_and_plain_triples_follow_from_claims(found: list[list[Claim]]) -> None:
    with Store() as store:
        for number, claims in enumerate(found):
            store.put(article(str(number)), claims)
        triples = [str(q.triple) for q in store.quads()]
        assert len(triples) == len(set(triples))
        stated = {(c.claim.subject.id, c.claim.object.id) for c in store.claims() if c.claim.modality != "Denied"}
        assert objects(store, "accuses") == stated
        typed = {
            q.subject.value for q in store.quads() if str(q.graph_name) == "DEFAULT" and "#type" in str(q.predicate)
        }
        mentioned = {q.object.value for q in store.quads() if q.predicate.value == GP + "refersTo"}
        assert typed == mentioned


def test_the_sentence_stays_as_it_was() -> None:
    with Store() as store:
        store.put(article("a"), [ACCUSATION])
        store.put(article("b"), [claim(ION, "visits", UKRAINE)])
        assert {stored.claim.quote for stored in store.claims()} == {SENTENCE}

"""Articles and claims to test the graph with: some by hand, any number by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from kg.graph import quads
from kg.model import Article, Bound, Claim, Entity, Modality, Period, Quantity

RUSSIA = Entity("RUS", "Rusia", "Country", ("Rusia", "Moscú", "Russia"))
NORTH_KOREA = Entity("PRK", "Corea del Norte", "Country", ("Corea del Norte", "North Korea", "RPDC"))
UKRAINE = Entity("UKR", "Ucrania", "Country", ("Ucrania",))
PUTIN = Entity("person/vladimir_putin", "Vladimir Putin", "Person", ("Vladimir Putin", "Putin"))
KIM = Entity("person/kim_jong_un", "Kim Jong-un", "Person", ("Kim Jong-un",))
MINISTRY = Entity("org/ministerio_de_defensa", "Ministerio de Defensa", "GovernmentBody", ("Ministerio de Defensa",))
CITY = Entity("place/vladivostok", "Vladivostok", "City", ("Vladivostok",))
SHELLS = Entity("item/proyectiles", "proyectiles", "Weapon", ("proyectiles",))
NAMELESS = Entity(None, "fuentes de inteligencia", "Mention", ("fuentes de inteligencia",))

SENTENCE = "Corea del Norte habría enviado a Rusia más de tres millones de proyectiles, según el Ministerio de Defensa."


def claim(
    subject: Entity, predicate: str, object: Entity, modality: Modality = Modality.ASSERTED, **more: object
) -> Claim:
    """A claim on the whole of `SENTENCE`."""
    return Claim(subject, predicate, object, modality, 0, len(SENTENCE), SENTENCE, **more)  # type: ignore[arg-type]


ARMS = claim(
    NORTH_KOREA,
    "suppliesArmsTo",
    RUSSIA,
    Modality.ALLEGED,
    subject_mention="Corea del Norte",
    object_mention="Rusia",
    attributed_to=MINISTRY,
    item=SHELLS,
    quantity=Quantity(Decimal(3_000_000), "proyectiles", Bound.AT_LEAST),
    period=Period("2023-08", "2024-02"),
    place=CITY,
    confidence=0.86,
)


def article(name: str, *, text: str = "", source: str | None = None, date: str | None = "2024-06-19") -> Article:
    """An article of its own text, which begins with `SENTENCE`."""
    return Article(
        f"{SENTENCE}\n\n{text or name}", name, title=f"Título {name}", date=date, source=source or f"{name}.txt"
    )


ACTORS = (RUSSIA, NORTH_KOREA, UKRAINE, PUTIN, KIM, MINISTRY)
RELATIONS = ("suppliesArmsTo", "meetsWith", "attacks", "alliedWith", "accuses")

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
dates = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)
unlisted = st.builds(
    lambda key, label, kind, names: Entity(f"org/{key}", label, kind, (label, *names)),
    st.sampled_from("abc"),
    texts.filter(bool),
    st.sampled_from(["Organization", "Company", "ArmedGroup"]),
    st.lists(texts.filter(bool), max_size=2),
)
entities = st.one_of(st.sampled_from(ACTORS), unlisted)
nameless = st.builds(lambda label: Entity(None, label, "Mention", (label,)), texts.filter(bool))
quantities = st.builds(
    Quantity,
    st.decimals(min_value=-(10**12), max_value=10**12, places=3),
    texts,
    st.sampled_from(Bound),
)
periods = st.builds(Period, st.none() | dates, st.none() | dates)
claims = st.builds(
    Claim,
    subject=entities,
    predicate=st.sampled_from(RELATIONS),
    object=entities,
    modality=st.sampled_from(Modality),
    begin=st.integers(0, 50),
    end=st.integers(50, 99),
    quote=texts.filter(bool),
    subject_mention=texts,
    object_mention=texts,
    attributed_to=st.none() | entities | nameless,
    item=st.none() | st.just(SHELLS) | nameless,
    quantity=st.none() | quantities,
    period=st.none() | periods,
    place=st.none() | st.just(CITY),
    confidence=st.floats(0, 1).map(lambda number: round(number, 4)),
    relation=st.none() | texts.filter(bool),
)
articles = st.builds(
    Article,
    text=texts.filter(bool),
    id=texts.filter(bool),
    title=texts,
    date=st.none() | dates,
    source=texts,
    language=st.sampled_from(["es", "pt"]),
)


def agreed(found: list[Claim]) -> list[Claim]:
    """Claims as one article gives them: one value for an entity throughout, no claim twice, in normal form."""
    known: dict[str, Entity] = {}

    def one(entity: Entity | None) -> Entity | None:
        return known.setdefault(entity.id or f"?{entity.label}", entity) if entity is not None else None

    tidy = [
        quads.normal(
            replace(
                c,
                subject=one(c.subject),
                object=one(c.object),
                attributed_to=one(c.attributed_to),
                item=one(c.item),
                place=one(c.place),
            )
        )
        for c in found
    ]
    return tidy

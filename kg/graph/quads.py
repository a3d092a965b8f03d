"""One article and its claims ↔ the quads of the article's named graph. Pure: nothing is read or written here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox

from kg.config import GP, PREFIXES
from kg.errors import GraphError
from kg.graph import iris
from kg.graph.terms import Object, Quad, quad
from kg.model import Article, Bound, Claim, Entity, Modality, Period, Quantity, Traits

RDF, XSD, PROV, DCTERMS = (PREFIXES[p] for p in ("rdf", "xsd", "prov", "dcterms"))

type_ = ox.NamedNode(RDF + "type")
subject_, predicate_, object_ = (ox.NamedNode(RDF + end) for end in ("subject", "predicate", "object"))
derived_from = ox.NamedNode(PROV + "wasDerivedFrom")
generated_at = ox.NamedNode(PROV + "generatedAtTime")
identifier, title, date, source, language = (
    ox.NamedNode(DCTERMS + name) for name in ("identifier", "title", "date", "source", "language")
)


def gp(name: str) -> ox.NamedNode:
    """A term of the ontology: "modality" → gp:modality."""
    return ox.NamedNode(GP + name)


AS_READ = {
    subject_: gp("subjectAsRead"),
    object_: gp("objectAsRead"),
    gp("attributedTo"): gp("attributedToAsRead"),
    gp("place"): gp("placeAsRead"),
    gp("refersTo"): gp("refersToAsRead"),
}
"""Properties that name an entity → those that keep which it was for the article alone, where all articles tell more."""

_KEPT = frozenset(AS_READ.values())

LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_DATES = (
    (re.compile(r"\d{4}"), ox.NamedNode(XSD + "gYear")),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), ox.NamedNode(XSD + "gYearMonth")),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), ox.NamedNode(XSD + "date")),
)
_DECIMAL, _DATE_TIME = ox.NamedNode(XSD + "decimal"), ox.NamedNode(XSD + "dateTime")
_CONFIDENCE_DIGITS = 6

Properties = Mapping[str, list[Object]]
"""The properties of one node: predicate IRI → objects."""


def storable(claim: Claim) -> bool:
    """Whether the graph holds such a claim: it takes a relation of the ontology and two named ends."""
    return claim.predicate is not None and claim.subject.id is not None and claim.object.id is not None


def date_literal(text: str) -> ox.Literal:
    """An ISO 8601 date of year, month or day precision as xsd:gYear, xsd:gYearMonth or xsd:date.

    Raises `GraphError` where it is none of these.
    """
    for form, datatype in _DATES:
        if form.fullmatch(text):
            return ox.Literal(text, datatype=datatype)
    raise GraphError(f"date {text!r} is no ISO 8601 date: write YYYY, YYYY-MM or YYYY-MM-DD")


def decimal_literal(value: Decimal) -> ox.Literal:
    """A number as xsd:decimal. Raises `GraphError` for NaN and infinity."""
    if not value.is_finite():
        raise GraphError(f"{value} is no number that can be stored")
    return ox.Literal(iris.decimal(value), datatype=_DECIMAL)


def to_quads(article: Article, claims: Iterable[Claim], *, generated: str, extractor: tuple[str, str]) -> list[Quad]:
    """The named graph of an article: its description, its claims, and how it names entities.

    `generated` is an xsd:dateTime, `extractor` a name and a version. Claims without a relation of the ontology or
    without two named ends are left out (`storable`). Raises `GraphError` for dates and numbers that are none.
    """
    local = iris.article_id(article)
    node = ox.NamedNode(iris.absolute(local))
    triples = _article_triples(node, article, generated, extractor)
    entities: dict[str, Entity] = {}
    best: dict[str, Claim] = {}
    for claim in claims:
        if storable(claim):
            claim_local = iris.claim_id(local, claim)
            if claim_local not in best or best[claim_local].confidence < claim.confidence:
                best[claim_local] = claim
    for claim_local, claim in best.items():
        triples += _claim_triples(local, ox.NamedNode(iris.absolute(claim_local)), claim)
        for entity in (claim.subject, claim.object, claim.attributed_to, claim.item, claim.place):
            if entity is not None:
                key = iris.mention_id(local, entity)
                entities[key] = _merged(entities[key], entity) if key in entities else entity
    for key, entity in entities.items():
        triples += _mention_triples(ox.NamedNode(iris.absolute(key)), entity)
    return [quad(*triple, node) for triple in dict.fromkeys(triples)]


Statement = tuple[ox.NamedNode, ox.NamedNode, Object]


def _article_triples(
    node: ox.NamedNode, article: Article, generated: str, extractor: tuple[str, str]
) -> list[Statement]:
    triples: list[Statement] = [
        (node, type_, gp("Article")),
        (node, identifier, ox.Literal(article.id)),
        (node, language, ox.Literal(article.language)),
        (node, gp("text"), ox.Literal(article.text)),
        (node, gp("sha256"), ox.Literal(article.sha256)),
        (node, generated_at, ox.Literal(generated, datatype=_DATE_TIME)),
        (node, gp("extractorName"), ox.Literal(extractor[0])),
        (node, gp("extractorVersion"), ox.Literal(extractor[1])),
    ]
    if article.title:
        triples.append((node, title, ox.Literal(article.title)))
    if article.date is not None:
        triples.append((node, date, date_literal(article.date)))
    if article.source:
        triples.append((node, source, ox.Literal(article.source)))
    return triples


def _claim_triples(article: str, node: ox.NamedNode, claim: Claim) -> list[Statement]:
    assert claim.predicate is not None
    sentence = ox.NamedNode(f"{iris.absolute(article)}#char={claim.begin},{claim.end}")
    confidence = round(Decimal(str(claim.confidence)), _CONFIDENCE_DIGITS)
    triples: list[Statement] = [
        (node, type_, gp("Claim")),
        (node, subject_, _end(article, claim.subject)),
        (node, predicate_, gp(claim.predicate)),
        (node, object_, _end(article, claim.object)),
        (node, gp("modality"), gp(claim.modality.value)),
        (node, gp("confidence"), decimal_literal(confidence)),
        (node, derived_from, sentence),
        (node, gp("quote"), ox.Literal(claim.quote)),
    ]
    texts = (
        ("subjectMention", claim.subject_mention),
        ("objectMention", claim.object_mention),
        ("relationPhrase", claim.relation),
    )
    triples += [(node, gp(name), ox.Literal(text)) for name, text in texts if text]
    ends = (("attributedTo", claim.attributed_to), ("item", claim.item), ("place", claim.place))
    triples += [(node, gp(name), _end(article, entity)) for name, entity in ends if entity is not None]
    if claim.period is not None:
        dates = (("startDate", claim.period.start), ("endDate", claim.period.end))
        triples += [(node, gp(name), date_literal(text)) for name, text in dates if text is not None]
    if claim.quantity is not None:
        quantity = ox.NamedNode(iris.absolute(iris.quantity_id(article, claim.quantity)))
        triples += [
            (node, gp("quantity"), quantity),
            (quantity, type_, gp("Quantity")),
            (quantity, gp("value"), decimal_literal(claim.quantity.value)),
            (quantity, gp("bound"), ox.Literal(claim.quantity.bound.value)),
        ]
        if claim.quantity.unit:
            triples.append((quantity, gp("unit"), ox.Literal(claim.quantity.unit)))
    return triples


def _end(article: str, entity: Entity) -> ox.NamedNode:
    """The node that stands for an entity: its own, else (a source or item without a name) the article's mention."""
    return ox.NamedNode(iris.absolute(entity.id if entity.id is not None else iris.mention_id(article, entity)))


def _mention_triples(node: ox.NamedNode, entity: Entity) -> list[Statement]:
    triples: list[Statement] = [
        (node, type_, gp("Mention")),
        (node, gp("name"), ox.Literal(entity.label)),
        (node, gp("mentionType"), ox.Literal(entity.type)),
    ]
    triples += [(node, gp("otherName"), ox.Literal(name)) for name in entity.labels if name != entity.label]
    traits = entity.traits
    for name, ids in (("mentionCountry", traits.countries), ("mentionBody", traits.bodies)):
        triples += [(node, gp(name), ox.NamedNode(iris.absolute(one))) for one in sorted(ids)]
    for name, words in (("mentionGender", traits.genders), ("mentionRole", traits.roles)):
        triples += [(node, gp(name), ox.Literal(word)) for word in sorted(words)]
    if entity.id is not None:
        triples.append((node, gp("refersTo"), ox.NamedNode(iris.absolute(entity.id))))
    else:
        triples.append((node, LABEL, ox.Literal(entity.label)))
    return triples


def _merged(one: Entity, other: Entity) -> Entity:
    """Two values for one entity of an article as one, whichever comes first."""
    label = min(one.label, other.label, key=lambda name: (-len(name), name))
    names = {one.label, other.label, *one.labels, *other.labels} - {label}
    return Entity(one.id, label, min(one.type, other.type), (label, *sorted(names)), one.traits | other.traits)


def normal(claim: Claim) -> Claim:
    """A claim as the graph gives it back: names sorted after the label, confidence rounded, no explanation."""

    def tidy(entity: Entity) -> Entity:
        return replace(entity, labels=(entity.label, *sorted(set(entity.labels) - {entity.label})))

    period, quantity = claim.period, claim.quantity
    return Claim(
        subject=tidy(claim.subject),
        predicate=claim.predicate,
        object=tidy(claim.object),
        modality=claim.modality,
        begin=claim.begin,
        end=claim.end,
        quote=claim.quote,
        subject_mention=claim.subject_mention,
        object_mention=claim.object_mention,
        attributed_to=tidy(claim.attributed_to) if claim.attributed_to else None,
        item=tidy(claim.item) if claim.item else None,
        quantity=quantity,
        period=period if period and (period.start or period.end) else None,
        place=tidy(claim.place) if claim.place else None,
        confidence=float(round(Decimal(str(claim.confidence)), _CONFIDENCE_DIGITS)),
        relation=claim.relation or None,
    )


def relinked(quads: Iterable[Quad], links: Mapping[str, str]) -> list[Quad]:
    """The quads of whole nodes of an article's graph with other entities in the place of those that were read.

    `links` maps ids as read to ids; what it does not name stays, or is again, as it was read.
    """
    quads = list(quads)
    as_read = {(q.subject, q.predicate): q.object for q in quads}
    out = []
    for one in quads:
        if one.predicate in AS_READ:
            read = as_read.get((one.subject, AS_READ[one.predicate]), one.object)
            entity = ox.NamedNode(iris.absolute(links.get(iris.local(read.value), iris.local(read.value))))
            out.append(quad(one.subject, one.predicate, entity, one.graph_name))
            if entity != read:
                out.append(quad(one.subject, AS_READ[one.predicate], read, one.graph_name))
        elif one.predicate not in _KEPT:
            out.append(one)
    return out


def grouped(quads: Iterable[Quad]) -> dict[str, dict[str, list[Object]]]:
    """Quads as node IRI → predicate IRI → objects."""
    nodes: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for one in quads:
        nodes[one.subject.value][one.predicate.value].append(one.object)
    return nodes


def from_quads(quads: Iterable[Quad]) -> tuple[Article, list[Claim]]:
    """The article and the claims that an article's named graph holds; the claims in the order of the text.

    The inverse of `to_quads` for claims that are `storable` and `normal`. Raises `GraphError` where the graph holds
    no article.
    """
    nodes = grouped(quads)
    entities: dict[str, Entity] = {}
    articles = []
    for iri, node in nodes.items():
        kind = _text(node, type_)
        if kind == GP + "Mention":
            entity = mention_of(node)
            key = iris.absolute(entity.id) if entity.id is not None else iri
            entities[key] = _merged(entities[key], entity) if key in entities else entity
        elif kind == GP + "Article":
            articles.append(node)
    if len(articles) != 1:
        raise GraphError(f"a named graph must hold one article, this one holds {len(articles)}: run kg validate")
    claims = [
        (claim_of(node, entities.__getitem__, nodes.__getitem__), iri)
        for iri, node in nodes.items()
        if _text(node, type_) == GP + "Claim"
    ]
    claims.sort(key=lambda pair: (pair[0].begin, pair[0].end, pair[1]))
    return article_of(articles[0]), [claim for claim, _ in claims]


def article_of(node: Properties) -> Article:
    """An article's description as a value."""
    return Article(
        text=_text(node, gp("text")) or "",
        id=_text(node, identifier) or "",
        title=_text(node, title) or "",
        date=_text(node, date),
        source=_text(node, source) or "",
        language=_text(node, language) or "",
    )


def mention_of(node: Properties) -> Entity:
    """How an article names an entity, as a value."""
    refers_to = _text(node, gp("refersTo"))
    label = _text(node, gp("name")) or ""
    others = sorted(name.value for name in node.get(GP + "otherName", ()))
    traits = Traits(
        frozenset(gender.value for gender in node.get(GP + "mentionGender", ())),
        frozenset(iris.local(one.value) for one in node.get(GP + "mentionCountry", ())),
        frozenset(iris.local(one.value) for one in node.get(GP + "mentionBody", ())),
        frozenset(role.value for role in node.get(GP + "mentionRole", ())),
    )
    kind = _text(node, gp("mentionType")) or ""
    return Entity(iris.local(refers_to) if refers_to else None, label, kind, (label, *others), traits)


def claim_of(node: Properties, entity: Callable[[str], Entity], properties: Callable[[str], Properties]) -> Claim:
    """A claim as a value. `entity` gives the entity of an IRI, `properties` those of a quantity's node."""

    def end(name: str) -> Entity | None:
        iri = _text(node, gp(name))
        return entity(iri) if iri is not None else None

    def required(predicate: ox.NamedNode) -> str:
        value = _text(node, predicate)
        if value is None:
            raise GraphError(f"a claim lacks <{predicate.value}>: run kg validate")
        return value

    begin, end_char = required(derived_from).rpartition("#char=")[2].split(",")
    start, until = _text(node, gp("startDate")), _text(node, gp("endDate"))
    quantity = _text(node, gp("quantity"))
    return Claim(
        subject=entity(required(subject_)),
        predicate=required(predicate_).removeprefix(GP),
        object=entity(required(object_)),
        modality=Modality(required(gp("modality")).removeprefix(GP)),
        begin=int(begin),
        end=int(end_char),
        quote=required(gp("quote")),
        subject_mention=_text(node, gp("subjectMention")) or "",
        object_mention=_text(node, gp("objectMention")) or "",
        attributed_to=end("attributedTo"),
        item=end("item"),
        quantity=_quantity_of(properties(quantity)) if quantity is not None else None,
        period=Period(start, until) if start or until else None,
        place=end("place"),
        confidence=float(required(gp("confidence"))),
        relation=_text(node, gp("relationPhrase")),
    )


def _quantity_of(node: Properties) -> Quantity:
    return Quantity(
        Decimal(_text(node, gp("value")) or "0"),
        _text(node, gp("unit")) or "",
        Bound(_text(node, gp("bound")) or "exact"),
    )


def _text(node: Properties, predicate: ox.NamedNode) -> str | None:
    objects = node.get(predicate.value)
    return objects[0].value if objects else None

"""A Doc with propositions → claims: plain values with quote and offsets, nothing of spaCy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Doc

from kg.model import Claim, Entity, Modality, Traits
from kg.nlp.actors import Actors, Ref
from kg.nlp.confidence import confidence, properties
from kg.nlp.explain import explanation
from kg.nlp.propositions import Proposition
from kg.nlp.traits import traits
from kg.nlp.tree import Tree

ORDER = {modality: rank for rank, modality in enumerate(Modality)}


def claims(doc: Doc) -> list[Claim]:
    """The claims of an analysed text, one a triple and sentence, the strongest modality kept.

    Propositions without a relation of the ontology, or with an end that has no name, are there if `doc._.open` is set.
    """
    best: dict[tuple[object, ...], Claim] = {}
    tree: Tree = doc._.tree
    told = traits(doc)
    for p in doc._.propositions:
        claim = _claim(doc, tree, p, told)
        if claim.subject.id is not None and claim.subject.id == claim.object.id:
            continue
        key: tuple[object, ...] = (claim.begin, claim.subject, claim.predicate, claim.object)
        if claim.predicate is None:
            key = (*key, claim.relation, p.trigger)
        before = best.get(key)
        if before is None or _rank(claim) < _rank(before):
            best[key] = claim
    return sorted(best.values(), key=_order)


def _rank(claim: Claim) -> tuple[int, int]:
    """The strongest modality first, then the most qualifiers; the confidence is left out, or fitting it would change
    what it is fitted on."""
    qualifiers = (claim.item, claim.quantity, claim.period, claim.place, claim.attributed_to)
    return ORDER[claim.modality], sum(one is None for one in qualifiers)


def _order(claim: Claim) -> tuple[object, ...]:
    ends = (claim.subject.id or "", claim.subject.label, claim.object.id or "", claim.object.label)
    return (
        claim.begin,
        claim.predicate is None,
        claim.predicate or "",
        *ends,
        claim.relation or "",
        claim.modality.value,
    )


def _claim(doc: Doc, tree: Tree, p: Proposition, told: Mapping[str, Traits]) -> Claim:
    begin, end = sentence(tree, p.trigger)
    text = tree.source
    actors: Actors = doc._.actors
    fitted = p.relation and p.subject.named and p.object.named  # the annotated claims, on which weights were fitted
    probability, reasons = confidence(properties(tree, actors, p) if fitted else (), p.loose)
    return Claim(
        subject=_told(_entity(actors, p.subject), told),
        predicate=p.relation or None,
        object=_told(_entity(actors, p.object), told),
        modality=p.modality,
        begin=begin,
        end=end,
        quote=text[begin:end],
        subject_mention=_mention(tree, p, p.subject),
        object_mention=_mention(tree, p, p.object),
        relation=p.open_relation or None,
        attributed_to=_told(p.source, told) if p.source is not None else None,
        item=p.item,
        quantity=p.quantity,
        period=p.period,
        place=_told(p.place, told) if p.place is not None else None,
        confidence=probability,
        explanation=explanation(tree, actors, p, reasons),
    )


def sentence(tree: Tree, token: int) -> tuple[int, int]:
    """Character offsets of the sentence of a token, without white space around it."""
    first, last = tree.sentences[tree.sentence[token]]
    while first < last - 1 and not tree.text[first].strip():
        first += 1
    while last - 1 > first and not tree.text[last - 1].strip():
        last -= 1
    return tree.begin[first], tree.end[last - 1]


def _entity(actors: Actors, ref: Ref) -> Entity:
    if ref.entity.id is None or ref.entity.id not in actors.made:
        return ref.entity
    return actors.made[ref.entity.id]


def _told(entity: Entity, told: Mapping[str, Traits]) -> Entity:
    """An entity with what the text says of it."""
    traits = told.get(entity.id or "")
    return replace(entity, traits=traits) if traits is not None else entity


def _mention(tree: Tree, p: Proposition, ref: Ref) -> str:
    """The whole noun phrase that stands for a referent; "" for a dropped subject."""
    if ref.begin == ref.end:
        return ""
    if p.whole:
        return tree.source[ref.begin : ref.end]
    first, last = tree.phrase(ref.token)
    return tree.source[min(ref.begin, tree.begin[first]) : max(ref.end, tree.end[last])]

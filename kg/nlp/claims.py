"""A Doc with propositions → claims: plain values with quote and offsets, nothing of spaCy."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.model import Claim, Entity, Explanation, Modality
from kg.nlp.actors import Actors, Ref
from kg.nlp.propositions import Proposition
from kg.nlp.tree import Tree

ORDER = {modality: rank for rank, modality in enumerate(Modality)}


def claims(doc: Doc, *, open_relations: bool = False) -> list[Claim]:
    """The claims of an analysed text, one a (triple, source, sentence), the strongest modality of a sentence kept."""
    best: dict[tuple[object, ...], Claim] = {}
    tree: Tree = doc._.tree
    for p in doc._.propositions:
        claim = _claim(doc, tree, p)
        if claim.subject.id == claim.object.id:
            continue
        key = (claim.begin, claim.subject.id, claim.predicate, claim.object.id)
        before = best.get(key)
        if before is None or (ORDER[claim.modality], -claim.confidence) < (ORDER[before.modality], -before.confidence):
            best[key] = claim
    return sorted(best.values(), key=_order)


def _order(claim: Claim) -> tuple[object, ...]:
    return (claim.begin, claim.subject.id or "", claim.predicate or "", claim.object.id or "", claim.modality.value)


def _claim(doc: Doc, tree: Tree, p: Proposition) -> Claim:
    begin, end = sentence(tree, p.trigger)
    text = tree.source
    actors: Actors = doc._.actors
    return Claim(
        subject=_entity(actors, p.subject),
        predicate=p.relation,
        object=_entity(actors, p.object),
        modality=p.modality,
        begin=begin,
        end=end,
        quote=text[begin:end],
        subject_mention=_mention(text, p.subject),
        object_mention=_mention(text, p.object),
        attributed_to=p.source,
        item=p.item,
        quantity=p.quantity,
        period=p.period,
        place=p.place,
        confidence=_confidence(p),
        explanation=Explanation(
            frame=p.frame,
            trigger=tree.text[p.trigger],
            subject_path=p.subject_path,
            object_path=p.object_path,
            modality_cue=p.modality_cue,
            source_rule=p.source_rule,
        ),
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


def _mention(text: str, ref: Ref) -> str:
    return text[ref.begin : ref.end]


def _confidence(p: Proposition) -> float:
    base = 0.9 if p.frame.startswith("titles") else 0.8
    return round(max(0.3, base - 0.12 * p.weak), 2)

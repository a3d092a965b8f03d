"""A proposition → how likely it is right: properties of its extraction, weighed as `confidence.json` says.

The weights are those of a logistic regression fitted on annotated articles (`python -m training.confidence`); what the
figure is worth stands in `docs/confidence.md`.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.model import Modality
from kg.nlp.actors import Actors, Ref
from kg.nlp.propositions import Proposition
from kg.nlp.tree import Tree
from kg.vocabulary.ontology import Ontology

WEIGHTS = Path(__file__).with_name("confidence.json")


LOOSE = 0.12
"""What each doubt about the clause that joins an open relation's parts takes off. Not fitted; it only ranks them."""


def confidence(found: tuple[str, ...], loose: int = 0) -> tuple[float, tuple[tuple[str, float], ...]]:
    """The probability of properties, rounded to hundredths so that it is the same on every machine, and their weights
    in log odds. `loose` counts the doubts about an open relation."""
    weights = current()
    likely = max(probability(weights, found) - LOOSE * loose, 0.05)
    return round(likely, 2), tuple((name, weights.get(name, 0.0)) for name in found)


def probability(weights: Mapping[str, float], found: Iterable[str]) -> float:
    """The logistic function of the summed weights of properties and of "base"; one without a weight counts nothing."""
    return 1 / (1 + math.exp(-weights["base"] - sum(weights.get(name, 0.0) for name in found)))


@functools.cache
def current() -> dict[str, float]:
    """The weights of `confidence.json`, in log odds."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def properties(tree: Tree, actors: Actors, p: Proposition) -> tuple[str, ...]:
    """What tells a good extraction from a bad one, by name; each holds or does not."""
    return tuple(_properties(tree, actors, p))


def _properties(tree: Tree, actors: Actors, p: Proposition) -> Iterator[str]:
    kind = _kind(tree, p)
    yield f"trigger: {kind}"
    if p.relation and kind not in ("title", "place"):
        yield f"relation: {_group(p.relation)}"
    if p.modality is not Modality.ASSERTED:
        yield f"modality: {p.modality.value}"
    yield f"subject: {_reference(tree, p.subject, p.subject_role, p.subject_path)}"
    if kind != "title":  # what a title leads stands in the title
        yield f"object: {_reference(tree, p.object, p.object_role, p.object_path)}"
    for end, ref in (("subject", p.subject), ("object", p.object)):
        if ref.entity.id is not None and ref.how != "phrase" and ref.entity.id not in actors.gazetteer.known:
            yield f"{end}: in no list"


@functools.cache
def _group(relation: str) -> str:
    """The PLOVER event that a relation falls under, else its family."""
    known = Ontology.load().relations[relation]
    return known.plover or known.family


def _kind(tree: Tree, p: Proposition) -> str:
    """What says the relation: a title, a place beside another, or a verb, noun or adjective of the lexicon."""
    if p.frame.startswith("titles"):
        return "title"
    if p.frame.startswith("places"):
        return "place"
    if tree.pos[p.trigger] in ("VERB", "AUX") or "VerbForm=Part" in tree.feats[p.trigger]:
        return "verb"
    return "noun" if tree.pos[p.trigger] in ("NOUN", "PROPN") else "adjective"


def _reference(tree: Tree, ref: Ref, role: str, path: str) -> str:
    """How an end was resolved, in few kinds."""
    if ref.how in ("dropped", "speaker") or role == "poss" or path.startswith("enclitic"):
        return "dropped, possessive or enclitic"
    if ref.how == "anaphora" and tree.pos[ref.token] == "PRON":
        return "pronoun"
    if ref.how in ("anaphora", "both") or path.startswith("doer of"):
        return "noun that points back"
    if ref.how in ("title", "government", "military", "body", "member", "proxy", "document"):
        return "title or body"
    if ref.how in ("adjective", "demonym"):
        return "adjective of nationality"
    return "phrase" if ref.how in ("phrase", "generic") else "name"

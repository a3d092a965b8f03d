"""A Doc after the pipeline → what it offers to be linked: resolved phrases, and words that say a relation."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.model import Entity
from kg.nlp.actors import Actors, Ref
from kg.nlp.arguments import Arguments
from kg.nlp.relations import Relations
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import Gazetteer
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.ontology import Ontology


def mentions(doc: Doc) -> Iterator[tuple[int, Entity]]:
    """Every phrase that was resolved to an entity with a name: its offset and the entity; dropped subjects at the verb.

    A capital is given twice, as itself and as the country that it may act for.
    """
    tree: Tree = doc._.tree
    actors: Actors = doc._.actors
    arguments: Arguments = doc._.arguments
    for i in range(tree.n):
        found: list[Ref] = []
        if tree.pos[i] in ("VERB", "AUX"):
            found += (ref for arg in arguments.subject(i) for ref in arg.refs or ())
        else:
            found += actors.refs(i, each=False)
            if tree.pos[i] in ("NOUN", "PROPN"):
                found += (
                    ref for role in ("adj", "poss") for a in arguments.noun(i).get(role, ()) for ref in a.refs or ()
                )
        for ref in found:
            if ref.named:
                yield tree.begin[i], ref.entity
                if ref.acts_for:
                    yield tree.begin[i], actors.entity(ref.acts_for)


def triggers(doc: Doc) -> Iterator[tuple[int, str, str]]:
    """Every word that begins a predicate of the lexicon, or a title: its offset, itself, and the relation it says.

    A frame counts where its conditions (`where`, `not`) hold, whoever its ends are.
    """
    tree: Tree = doc._.tree
    lexicon = Lexicon.load()
    relations = Relations(
        tree, doc._.names, doc._.actors, doc._.arguments, Gazetteer.load(), lexicon, Ontology.load(), generic=False
    )
    for i in range(tree.n):
        said = {
            frame.relation
            for kind, frames in relations.frames(i)
            for frame in frames
            if relations.holds(i, frame, relations.roles(i, kind))
        }
        for rest, frame in lexicon.phrases.get(tree.lemma[i], ()):
            following = range(i + 1, min(i + 1 + len(rest), tree.n))
            if len(following) == len(rest) and all(
                word in (tree.lower[k], tree.lemma[k]) for k, word in zip(following, rest, strict=True)
            ):
                said.add(frame.relation)
        title = doc._.actors.titles.get(i)
        if title is not None and title.title.relation:
            said.add(title.title.relation)
        for relation in sorted(said):
            yield tree.begin[i], tree.text[i], relation

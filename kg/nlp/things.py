"""A noun phrase → the thing or event that it names: its class by the noun that heads it, and its label in the text."""

from __future__ import annotations

from kg.model import Entity
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import slug
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.ontology import Ontology

CLASSES = {
    "Weapon": "Weapon",
    "Technology": "Technology",
    "Programme": "Programme",
    "Goods": "Commodity",
    "War": "Conflict",
    "Meeting": "Meeting",
    "Agreement": "Agreement",
    "Exercise": "Event",
    "Event": "Event",
}
"""Noun classes of the lexicon → the ontology's class of what they head; the first that fits counts."""

COMPLEMENTS = frozenset(("de", "con", ""))
"""Prepositions of the complements that belong to a thing's name; the others say when, where or what for."""

PARTIES = frozenset(("entre", "contra"))
"""Prepositions of the complements that belong to the name of an event too: "la guerra entre …"."""


class Things:
    """Answers, for one text, what thing or event a noun heads."""

    def __init__(self, tree: Tree, lexicon: Lexicon, ontology: Ontology) -> None:
        self.tree = tree
        self.classes = lexicon.classes
        self.ontology = ontology

    def class_of(self, token: int, allowed: tuple[str, ...] = ("Item", "Event")) -> str | None:
        """The class of the thing by its head noun, among those at or below `allowed`; None where no list knows it."""
        tree = self.tree
        forms = {tree.lemma[token], tree.lower[token]}
        forms |= {" ".join((tree.lemma[token], *tree.lower[token + 1 : token + size])) for size in (2, 3)}
        for name, kind in CLASSES.items():
            if forms & self.classes.get(name, frozenset()) and any(self.ontology.is_a(kind, c) for c in allowed):
                return kind
        return None

    def entity(self, token: int, last: int, kind: str) -> Entity:
        """The entity that the words from `token` to `last` name."""
        text = self.tree.span(token, last)
        folder = "event" if self.ontology.is_a(kind, "Event") else "item"
        return Entity(f"{folder}/{slug(text)}", text, kind, (text,))

    def last(self, token: int) -> int:
        """The last token of a thing's name: its adjectives and complements, without time, place and purpose."""
        tree = self.tree
        end = token
        for c in tree.children[token]:
            if c < token or tree.dep[c] not in ("amod", "nmod", "flat", "compound", "nummod", "fixed"):
                continue
            if tree.dep[c] == "nmod" and tree.preposition(c) not in COMPLEMENTS:
                if tree.preposition(c) not in PARTIES or self.class_of(token, ("Item",)) is not None:
                    continue
            if c <= end + 5:
                end = max(end, self.last(c))
        name = self._following_name(end)
        return name if name is not None and tree.sentence[name] == tree.sentence[token] else end

    def _following_name(self, end: int) -> int | None:
        """The end of a name set beside: "cazas F-35", "ejercicios Zapad", "tanques Leclerc"."""
        tree = self.tree
        name = tree.doc._.names.at.get(end + 1)
        if name is not None and name.start == end + 1:
            return int(name.end) - 1
        k = end + 1
        if k >= tree.n or not tree.text[k][:1].isupper() or tree.text[end][:1].isupper():
            return None
        model = any(ch.isdigit() for ch in tree.text[k])
        beside = tree.pos[k] == "PROPN" and tree.head[k] == end and tree.dep[k] in ("appos", "flat")
        return k if model or beside else None

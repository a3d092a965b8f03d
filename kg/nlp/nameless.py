"""Who acts where a text gives no names: "guerrilleros", "la población", "los" for "tres jóvenes"; for `--open`."""

from __future__ import annotations

from kg.nlp.actors import Actors, Ref
from kg.nlp.arguments import Arguments
from kg.nlp.tree import RELATIVES, Tree
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.ontology import Relation

DOINGS = (
    "War", "Attack", "Crime", "Statement", "Punishment", "Protest", "Lawsuit", "Ultimatum", "Vengeance", "Agreement",
    "Negotiation", "Sanction",
)  # fmt: skip
"""Classes of nouns for what is done, not for whom it is done to."""

ABSTRACT = ("ción", "sión", "miento")
SINGULAR, PLURAL = frozenset(("lo", "la", "le", "él", "ella")), frozenset(("los", "las", "les", "ellos", "ellas"))
MOVEMENTS = frozenset(("MOBILIZE", "YIELD"))
FORCE = frozenset(("ASSAULT", "COERCE", "THREATEN"))


class Nameless:
    """Answers, for one text, whom a phrase or pronoun without a name can stand for."""

    def __init__(self, tree: Tree, actors: Actors, arguments: Arguments, lexicon: Lexicon) -> None:
        self.tree = tree
        self.actors = actors
        self.arguments = arguments
        self.doings = frozenset(word for group in DOINGS for word in lexicon.classes[group])
        self.nobody = lexicon.cue("actors", "nobody")
        self.collectives = lexicon.cue("actors", "collectives")
        self.talks = lexicon.classes["Agreement"] | lexicon.classes["Negotiation"]
        self.armed = lexicon.classes["Forces"] | lexicon.cue("actors", "group") | lexicon.cue("actors", "military")
        self.ground = lexicon.classes["Border"] | {"zona", "región", "territorio", "carretera", "vía", "frontera"}
        self.weapons = lexicon.classes["Weapon"] | lexicon.classes["Projectile"]

    def end(self, ref: Ref, classes: tuple[str, ...], *, subject: bool) -> bool:
        """Whether a phrase without a name can be an end of a relation whose ends are of some classes."""
        tree = self.tree
        lemma = tree.lemma[ref.token]
        if ref.begin == ref.end or tree.pos[ref.token] in ("VERB", "AUX", "ADV", "ADP", "SYM"):
            return False
        if not subject and "Actor" not in classes and tree.preposition(ref.token) == "a":
            return False  # "capturaron a tres": no place
        if not subject and "Agreement" in classes and lemma in self.talks:
            return True
        if lemma == "fuerza" and "Number=Sing" in tree.feats[ref.token] and tree.preposition(ref.token) in ("a", "por"):
            return False  # "a la fuerza"
        if tree.lower[ref.token + 1 : ref.token + 2] == ["organizado"]:
            return True  # "el crimen organizado"
        if lemma in self.nobody | self.doings or (subject and lemma in self.weapons - self.armed):
            return False
        return lemma in self.collectives or not lemma.endswith(ABSTRACT)

    def plausible(self, relation: Relation, subject: Ref, other: Ref, role: str) -> bool:
        """Whether a relation between two, one without a name, is one of world affairs.

        Troops move and occupy; that civilians leave their homes or ride on a bus is no withdrawal and no visit.
        """
        if "Place" not in relation.range:
            place = self.tree.lemma[other.token] in self.ground and relation.plover not in FORCE
            return not place or other.named
        if relation.plover == "CONSULT":
            return subject.named or (not other.named and role in ("obj", "a"))
        force = self.tree.lemma[subject.token] in self.armed
        if relation.plover in MOVEMENTS or "Actor" not in relation.range:
            talks = self.tree.lemma[other.token] in self.talks | {"mesa"}
            return force or talks or (subject.named and subject.entity.type != "Person")
        return True

    def antecedent(self, i: int) -> list[Ref]:
        """Whom a personal pronoun of the third person means: who was last acted on, else who acted, of its number."""
        tree = self.tree
        lower = tree.lower[i]
        if lower not in SINGULAR | PLURAL or tree.pos[i] != "PRON":
            return []
        verb = tree.head[i]
        start = tree.sentences[max(0, tree.sentence[i] - 1)][0]
        mine = {arg.token for arg in self.arguments.subject(verb)}
        for deps in (("obj", "iobj", "obl"), ("nsubj",)):
            for k in range(i - 1, start - 1, -1):
                if tree.dep[k] not in deps or tree.head[k] == verb or k in mine or not self._people(k):
                    continue
                if ("Number=Plur" in tree.feats[k] or len(tree.conjuncts(k)) > 1) == (lower in PLURAL):
                    return self.actors.refs(k)
        return []

    def dropped(self, v: int) -> list[Ref]:
        """Who does what a finite verb without a subject says: the subject of the verb before, of its number."""
        tree = self.tree
        finite = tree.finite_verb(v)
        if not tree.finite(v) or "Person=1" in tree.feats[finite] or "Person=2" in tree.feats[finite]:
            return []
        if tree.child(v, "nsubj", "csubj") is not None or any(tree.lower[c] == "se" for c in tree.children[v]):
            return []
        plural = "Number=Plur" in tree.feats[finite]
        start = tree.sentences[max(0, tree.sentence[v] - 1)][0]
        for k in range(v - 1, start - 1, -1):
            if tree.dep[k] != "nsubj" or tree.lower[k] in RELATIVES or not self._people(k):
                continue
            if ("Number=Plur" in tree.feats[k] or len(tree.conjuncts(k)) > 1) == plural:
                return self.actors.refs(k)
        return []

    def _people(self, k: int) -> bool:
        tree = self.tree
        if tree.pos[k] not in ("NOUN", "PROPN") or (tree.dep[k] == "obl" and tree.preposition(k) != "a"):
            return False
        lemma = tree.lemma[k]
        return lemma not in self.nobody | self.doings and (lemma in self.collectives or not lemma.endswith(ABSTRACT))

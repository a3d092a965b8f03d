"""Names set beside one another that say who heads or belongs to what: "el Brasil de Lula", "X, al frente de la ONU"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.nlp.actors import ORGANIZATIONS, Actors, Ref
from kg.nlp.mentions import Name, Names
from kg.nlp.propositions import Proposition
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import Gazetteer
from kg.vocabulary.lexicon import Lexicon

ARTICLES = ("el", "la", "los", "las")
LED = frozenset(("PoliticalParty", "ArmedGroup", "ArmedForce", "Company"))
"""What is told by its leader's name: "el Frente Popular de George Habash"."""


class Heads:
    """Finds heads and members in one text."""

    def __init__(self, tree: Tree, names: Names, actors: Actors, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.tree = tree
        self.names = names
        self.actors = actors
        self.gazetteer = gazetteer
        self.titles = lexicon.titles
        self.command = sorted(lexicon.cue("office", "at_the_head"))
        self.under = sorted(lexicon.cue("office", "under"))
        self.bodies = lexicon.cue("actors", "military_body") | lexicon.cue("actors", "junta")

    def find(self) -> Iterator[Proposition]:
        """All heads and members that names beside one another give."""
        tree = self.tree
        for name in {id(n): n for n in self.names.at.values()}.values():
            yield from self._after(name)
            before = name.start - (tree.lower[name.start] not in ARTICLES)
            if before > 0 and tree.lower[before - 1] != "por":  # "la liberación por las FARC de Ingrid Betancourt"
                yield from self._of_leader(before, name.end, self._single(name), name.head)
        for i in range(tree.n):
            if tree.lemma[i] in self.bodies and i not in self.names.at:
                k = i + 1
                while k < tree.n and tree.pos[k] == "ADJ":
                    k += 1
                refs = [r for r in self.actors.refs(i, each=False) if r.how in ("body", "government")]
                yield from self._of_leader(i - 1, k, refs[0] if refs else None, i)

    def _after(self, name: Name) -> Iterator[Proposition]:
        """A head after "al frente de", an office that is the body's name, members in brackets."""
        tree, ref = self.tree, self._single(name)
        k = name.end
        if ref is None or k + 2 >= tree.n:
            return
        if ref.entity.type == "Person":
            at = self._past(k + (tree.lower[k] == ","), self.command)
            body = self._name(at) if at else None
            if body is not None and body.entity.type in ORGANIZATIONS:
                yield self._leads(ref, body, name.head)
        elif ref.entity.type in ORGANIZATIONS:
            if tree.lower[name.start] in self.titles or tree.span(name.start, name.start + 1).lower() in self.titles:
                person = self._name(k + (tree.lower[k] == ","))
                if person is not None and person.entity.type == "Person":
                    yield self._leads(person, ref, name.head)
            at = self._past(k + (tree.lower[k] == ","), self.under)
            if at:
                while at < tree.n and (tree.lower[at] in self.titles or self.actors.demonym(at)):
                    at += 1
                person = self._name(at)
                if person is not None and person.entity.type == "Person":
                    yield self._leads(person, ref, name.head)
            if tree.lower[k] == "(":
                for member in self._listed(k + 1):
                    yield Proposition("memberOf", name.head, member, ref, frame="titles.toml (miembros)")

    def _past(self, i: int, phrases: list[str]) -> int:
        """The token after the phrase that begins at token `i`, or 0."""
        for words in phrases:
            parts = words.split()
            if list(self.tree.lower[i : i + len(parts)]) == parts:
                return i + len(parts)
        return 0

    def _listed(self, i: int) -> list[Ref]:
        """The actors of "(Estados Unidos, la Unión Europea y Rusia)", if nothing else stands in the brackets."""
        tree, found = self.tree, list[Ref]()
        while i < tree.n and tree.lower[i] != ")":
            name = self.names.at.get(i)
            if name is not None:
                ref = self._single(name)
                if ref is None or ref.entity.type not in ORGANIZATIONS | {"Country"}:
                    return []
                found.append(ref)
                i = name.end
            elif tree.lower[i] in (",", "y", "e", *ARTICLES):
                i += 1
            else:
                return []
        return found if len(found) > 2 else []

    def _of_leader(self, before: int, k: int, body: Ref | None, token: int) -> Iterator[Proposition]:
        """ "el Brasil de Lula", "el Frente Popular de George Habash", "el Ejército del general Al Burhan"."""
        tree = self.tree
        if body is None or before < 0 or tree.lower[before] not in ARTICLES or k + 1 >= tree.n:
            return
        if tree.lower[k] not in ("de", "del"):
            return
        k += 1
        while k < tree.n and tree.lower[k] in self.titles and self.titles[tree.lower[k]].kind == "military":
            k += 1
        person = self._name(k)
        if person is None or person.entity.type != "Person":
            return
        if body.entity.type == "Country":
            terms = [o for o in self.gazetteer.held_by.get(person.entity.id or "", ()) if o.of == body.entity.id]
            if body.how == "government" or any(o.held(self.actors.date) for o in terms):
                yield self._leads(person, body, token)
        elif body.entity.type in LED:
            yield self._leads(person, body, token)

    def _name(self, i: int) -> Ref | None:
        """What the name denotes that begins at token `i`, an article aside."""
        if i < self.tree.n and self.tree.lower[i] in ARTICLES and i not in self.names.at:
            i += 1
        name = self.names.at.get(i)
        return self._single(name) if name is not None and name.start == i else None

    def _single(self, name: Name) -> Ref | None:
        refs = self.actors.refs(name.head, each=False)
        return refs[0] if refs else None

    def _leads(self, person: Ref, body: Ref, token: int) -> Proposition:
        return Proposition("leads", token, person, body, frame="titles.toml (al frente de)", subject_path="name")

"""Every proposition of a text in its own words: subject, verb phrase with its preposition, one argument a proposition.

Open information extraction after Gashteovski, Gemulla and del Corro (2017), "MinIE", EMNLP: clauses are cut along the
dependency tree, binary, appositions and copulas as "ser". Neither the lexicon nor the ontology is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Entity
from kg.nlp.actors import Actors, Ref
from kg.nlp.arguments import Arg, Arguments
from kg.nlp.propositions import Proposition
from kg.nlp.tree import RELATIVES, Tree


class OpenRelations:
    """Finds the open propositions of one text."""

    def __init__(self, tree: Tree, actors: Actors, arguments: Arguments) -> None:
        self.tree = tree
        self.actors = actors
        self.arguments = arguments

    def find(self) -> Iterator[Proposition]:
        """All open propositions, in the order of their predicates."""
        tree = self.tree
        for i in range(tree.n):
            participle = tree.pos[i] == "ADJ" and tree.dep[i] in ("amod", "acl") and self.arguments.passive(i)
            if tree.pos[i] == "VERB" or participle or (tree.pos[i] == "AUX" and tree.dep[i] not in ("aux", "cop")):
                yield from self._verb(i)
            elif tree.child(i, "cop") is not None:
                yield from self._copula(i)
            elif tree.dep[i] == "appos" and tree.head[i] != i and tree.pos[i] in ("NOUN", "PROPN"):
                yield self._made(i, self.end(tree.head[i]), "es", self.end(i))

    def _verb(self, v: int) -> Iterator[Proposition]:
        tree = self.tree
        if self._outer(v) and not tree.finite(v) and self.arguments.raising & {tree.lemma[v]}:
            return
        passive = self.arguments.passive(v)
        subjects = self._subjects(v, passive)
        if not subjects:
            return
        phrase = self.phrase(v)
        for c in tree.children[v]:
            if tree.dep[c] not in ("obj", "iobj", "obl", "nmod", "ccomp", "xcomp", "advmod", "csubj"):
                continue
            if tree.pos[c] in ("ADV", "PUNCT") or (tree.pos[c] == "PRON" and tree.lower[c] not in RELATIVES and c < v):
                continue
            if tree.dep[c] in ("xcomp",) and tree.pos[c] == "VERB":
                continue  # the lower verb says it, with this one before it
            target = self._target(c)
            if target is None:
                continue
            case = "" if tree.dep[c] in ("ccomp", "csubj") else self.case(c)
            for subject in subjects:
                if target == subject.token:
                    continue
                yield self._made(v, self._subject_end(subject), f"{phrase} {case}".strip(), self.end(target))

    def _copula(self, i: int) -> Iterator[Proposition]:
        tree = self.tree
        subjects = self.arguments.logical(i)
        cop = tree.child(i, "cop")
        assert cop is not None
        words = sorted(
            [
                cop,
                *(c for c in tree.children[i] if tree.dep[c] == "aux" or (tree.lower[c] in ("no", "nunca") and c < i)),
            ]
        )
        phrase = " ".join(tree.text[w] for w in words)
        for subject in subjects:
            case = self.case(i)
            yield self._made(i, self._subject_end(subject), f"{phrase} {case}".strip(), self.end(i, predicate=True))
        for c in tree.children[i]:
            if tree.dep[c] in ("obl", "nmod") and c > i and tree.dep[c] == "obl":
                for subject in subjects:
                    head = tree.span(min(words[0], i), i) if i > words[0] else tree.text[i]
                    yield self._made(i, self._subject_end(subject), f"{head} {self.case(c)}".strip(), self.end(c))

    def _subjects(self, v: int, passive: bool) -> list[Arg]:
        roles = self.arguments.verb(v)
        if passive:
            own = self.tree.child(v, "nsubj")
            if own is not None:
                return [Arg(self.arguments._target(own), "nsubj")]
            return [a for a in roles.get("obj", ()) if a.refs is None][:1]
        return self.arguments.subject(v)[:1]

    def _outer(self, v: int) -> bool:
        return self.tree.dep[v] == "xcomp" and self.tree.head[v] != v

    def phrase(self, v: int) -> str:
        """The verb phrase: negation, clitics, auxiliaries and the verbs that govern an infinitive, then the verb."""
        tree = self.tree
        words = [v]
        for c in tree.children[v]:
            if c > v:
                continue
            if tree.dep[c] in ("aux", "expl", "cop") or tree.lower[c] in ("no", "nunca", "tampoco"):
                words.append(c)
            elif tree.pos[c] == "PRON" and tree.lower[c] in ("se", "le", "les", "lo", "la", "los", "las", "me", "nos"):
                words.append(c)
        own = " ".join(tree.text[w] for w in sorted(words))
        if self._outer(v) and tree.pos[tree.head[v]] in ("VERB", "AUX"):
            mark = [tree.text[c] for c in tree.children[v] if tree.dep[c] in ("mark", "case") and c < v]
            return " ".join([self.phrase(tree.head[v]), *mark, own])
        return own

    def case(self, c: int) -> str:
        """The preposition before a complement, as the text has it."""
        tree = self.tree
        words = [k for k in tree.children[c] if tree.dep[k] in ("case",) and k < c]
        words += [g for k in words for g in tree.children[k] if tree.dep[g] == "fixed"]
        return " ".join(tree.text[w] for w in sorted(words))

    def _target(self, c: int) -> int | None:
        tree = self.tree
        if tree.lower[c] in RELATIVES and tree.pos[c] in ("PRON", "ADV", "SCONJ"):
            return self.actors.antecedent(c)
        return c

    def end(self, i: int, *, predicate: bool = False) -> Ref:
        """The end that a phrase is: the entity that it denotes, or a mention in its own words."""
        tree = self.tree
        first, last = self.extent(i)
        refs = [] if predicate else self.actors.refs(i, each=False)
        text = tree.span(first, last)
        if len(tree.conjuncts(i)) == 1 and refs and refs[0].named:
            return Ref(refs[0].entity, i, tree.begin[first], tree.end[last], refs[0].how)
        return Ref(Entity(None, text, "Mention", (text,)), i, tree.begin[first], tree.end[last], "generic")

    def extent(self, i: int) -> tuple[int, int]:
        """First and last token of an argument: the whole phrase without its preposition, appositions and relatives."""
        tree = self.tree
        first = last = i
        for c in tree.children[i]:
            dep = tree.dep[c]
            if dep in ("case", "punct", "appos", "parataxis", "cop", "nsubj", "mark", "aux") and c < i:
                continue
            if dep in ("punct", "appos", "parataxis", "nsubj") or (dep == "acl" and tree.finite(c)):
                continue
            if c > i + 1 and dep in ("amod", "acl") and tree.text[c - 1] == ",":
                continue
            start, end = tree.phrase_full(c)
            first, last = min(first, start), max(last, end)
        return first, last

    def _subject_end(self, subject: Arg) -> Ref:
        if subject.refs:
            return subject.refs[0]
        return self.end(subject.token)

    def _made(self, trigger: int, subject: Ref, phrase: str, obj: Ref) -> Proposition:
        return Proposition("", trigger, subject, obj, frame="open", open_relation=phrase)

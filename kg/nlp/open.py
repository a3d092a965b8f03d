"""Every proposition of a text in its own words: subject, verb phrase with its preposition, one argument a proposition.

Open information extraction after del Corro and Gemulla (2013), "ClausIE", WWW, and Gashteovski, Gemulla and del Corro
(2017), "MinIE", EMNLP: clauses are cut along the dependency tree, binary, appositions and copulas as "ser". Neither the
frames of the lexicon nor the ontology is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.model import Entity
from kg.nlp.actors import Actors, Ref
from kg.nlp.arguments import ACCUSATIVE, DATIVE, REFLEXIVE, Arguments
from kg.nlp.propositions import Proposition
from kg.nlp.tree import RELATIVES, Tree

CLITICS = ACCUSATIVE | DATIVE | REFLEXIVE | {"te", "os"}
NEGATIONS = frozenset(("no", "nunca", "jamás", "tampoco"))
COMPLEMENTS = frozenset(("obj", "iobj", "obl", "nmod", "ccomp", "xcomp", "advcl", "advmod", "dep"))
CLAUSES = frozenset(("acl", "advcl", "appos", "parataxis"))
CLOSING = {")": "(", "]": "[", "»": "«", "”": "“", '"': '"'}
HONORIFICS = frozenset(("señor", "señora", "señorita", "don", "doña", "sr.", "sra."))
PREDICATES = frozenset(("VERB", "AUX"))
PLANNED = frozenset(("previsto", "planeado", "pensado", "decidido", "prever", "planear", "pensar", "decidir"))
DOUBTFUL = 3
"""Doubts about a relation of the ontology, between ends without names, that is no proposition in the text's words."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a predicate speaks of: the head of a phrase that is cut before token `stop`, or a referent without words."""

    token: int
    path: str
    stop: int | None = None
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Complement:
    """One argument of a predicate: its head, the words before it that belong to the relation, and its extent."""

    token: int
    case: str
    path: str
    extent: tuple[int, int]
    weak: int = 0


class OpenRelations:
    """Finds the open propositions of one text."""

    def __init__(self, tree: Tree, actors: Actors, arguments: Arguments) -> None:
        self.tree = tree
        self.actors = actors
        self.arguments = arguments
        self._subjects: dict[int, Subject | None] = {}
        self._left: list[int] = list(range(tree.n))
        self._right: list[int] = list(range(tree.n))
        for i in range(tree.n):
            k = i
            while tree.head[k] != k:
                k = tree.head[k]
                self._left[k] = min(self._left[k], i)
                self._right[k] = max(self._right[k], i)

    def join(self, known: list[Proposition], symmetric: frozenset[str]) -> list[Proposition]:
        """The propositions of the ontology in the text's words, and all that it does not hold.

        One that says the same as an open one, between the same words, stands for both: with the relation of the
        ontology, and verb phrase and ends as the open one has them. Ends of `symmetric` relations may change places.
        """
        opened = list(self.find())
        by_trigger: dict[int, list[Proposition]] = {}
        for p in opened:
            by_trigger.setdefault(p.trigger, []).append(p)
        same: set[int] = set()
        for p in known:
            place = p.frame.startswith("places")
            p.open_relation = self._case(p.object.token) or "en" if place else self.phrase(p.trigger)
            for other in by_trigger.get(p.trigger, ()):
                if p.relation in symmetric and self._within(p.object, other.subject):
                    p.subject, p.object = p.object, p.subject
                if self._within(p.subject, other.object) and self._within(p.object, other.subject):
                    # a passive: the other way round, with the same words
                    p.subject = replace(p.subject, begin=other.object.begin, end=other.object.end)
                    p.object = replace(p.object, begin=other.subject.begin, end=other.subject.end)
                    p.whole = True
                    p.loose += DOUBTFUL * (not (p.subject.named and p.object.named))
                elif self._within(p.subject, other.subject) and self._within(p.object, other.object):
                    p.open_relation = other.open_relation
                    p.subject = replace(p.subject, begin=other.subject.begin, end=other.subject.end)
                    p.object = replace(p.object, begin=other.object.begin, end=other.object.end)
                    p.whole = True
                    same.add(id(other))
            if not p.whole and not (p.subject.named and p.object.named):
                p.loose += DOUBTFUL  # between words that no clause joins, and one of them no one's name
        return [*known, *(p for p in opened if id(p) not in same)]

    def _within(self, end: Ref, phrase: Ref) -> bool:
        """Whether an end is the head of a phrase, or a name beside it ("el senador Mark Ellison")."""
        k = end.token
        while k != phrase.token and self.tree.dep[k] in ("flat", "appos", "compound"):
            k = self.tree.head[k]
        return k == phrase.token

    def find(self) -> Iterator[Proposition]:
        """All open propositions, in the order of their predicates."""
        tree = self.tree
        for i in range(tree.n):
            if tree.child(i, "cop") is not None and not self._state(i):
                yield from self._copula(i)
            elif self._verbal(i) and not self._listing(i):
                yield from self._verb(i)
            if tree.dep[i] == "appos" and tree.head[i] != i and tree.pos[i] in ("NOUN", "PROPN"):
                yield from self._apposition(i)

    def _state(self, i: int) -> bool:
        """Whether copula and participle make one verb: "está situado a orillas del lago"."""
        tree = self.tree
        return "VerbForm=Part" in tree.feats[i] and any(c > i and tree.dep[c] == "obl" for c in tree.children[i])

    def _listing(self, i: int) -> bool:
        """Whether a participle or gerund only names some of several: "once hombres, incluido el sargento"."""
        tree = self.tree
        return tree.lemma[i] in ("incluir", "exceptuar") and not tree.finite(i) and self._detached(i)

    def _verbal(self, i: int) -> bool:
        tree = self.tree
        if tree.pos[i] == "VERB" or (tree.child(i, "cop") is not None and self._state(i)):
            return True
        if tree.pos[i] == "AUX":
            return tree.dep[i] not in ("aux", "cop", "fixed")
        if tree.pos[i] != "ADJ" or "VerbForm=Part" not in tree.feats[i]:
            return False
        return tree.dep[i] in ("amod", "acl", "advcl") or tree.child(i, "aux", "nsubj") is not None or self._pairs(i)

    def _pairs(self, i: int) -> bool:
        """Whether a participle makes one phrase with the verb before it: "se vieron | afectados por"."""
        tree = self.tree
        head = tree.head[i]
        return (
            tree.full_dep[i] == "xcomp:pred"
            and head < i
            and tree.pos[head] in PREDICATES
            and "VerbForm=Part" in tree.feats[i]
            and tree.child(head, "obj") is None
            and any(tree.dep[c] in ("obl", "xcomp") and c > i for c in tree.children[i])
        )

    # -- predicates ---------------------------------------------------------------------------------

    def _verb(self, v: int) -> Iterator[Proposition]:
        if any(self._governor(c) == v for c in self._infinitives(v)):
            return  # the lower verb says it, with this one before it
        subject = self.subject(v)
        phrase = self.phrase(v)
        complements = list(self._complements(v))
        governor = self._governor(v)
        if self.tree.dep[v] != "conj":
            while governor is not None:
                complements += [c for c in self._complements(governor) if c.token != v]
                governor = self._governor(governor)
        if self.tree.lemma[v] == "haber" and subject is None:
            subject, complements = self._existing(complements)
        if subject is None or (subject.ref and complements and all(c.path == "advmod" for c in complements)):
            return  # "ayer llovió" speaks of nobody
        if not complements and (governor := self._governor(v)) is not None:
            # "se negó a | mudarse": nothing follows the infinitive, which is then the argument itself
            phrase = " ".join((self.phrase(governor), *self._marks(v)))
            first, last = self._clause(v)
            complements = [Complement(v, "", self.tree.full_dep[v], (first + len(self._marks(v)), last))]
        for c in complements:
            if c.token != subject.token:
                yield self._made(v, subject, f"{phrase} {c.case}".strip(), c)

    def _existing(self, complements: list[Complement]) -> tuple[Subject | None, list[Complement]]:
        """ "hay tres iglesias en el pueblo": what exists is what is spoken of."""
        for c in complements:
            if c.case == "" and c.path in ("obj", "nsubj", "obl"):
                return Subject(c.token, "existing"), [other for other in complements if other is not c]
        return None, []

    def _copula(self, i: int) -> Iterator[Proposition]:
        tree = self.tree
        subject = self.subject(i)
        if subject is None or self._first_person(i):
            return
        words = [c for c in tree.children[i] if tree.dep[c] in ("cop", "aux") or self._negation(c, i)]
        phrase = " ".join(tree.text[w] for w in words)
        case = self._case(i)
        first, last = self._span(i, predicate=True)
        yield self._made(i, subject, f"{phrase} {case}".strip(), Complement(i, case, "cop", (first, last)))
        if i < words[-1]:
            return
        for c in self._complements(i):
            if c.token > i and c.case and tree.dep[c.token] != "nmod":
                head = f"{phrase} {case} {tree.span(first, last)}".replace("  ", " ")
                yield self._made(i, subject, f"{head} {c.case}", c)

    def _apposition(self, i: int) -> Iterator[Proposition]:
        """ "X, presidente de Y" and "el pintor X": the one is the other."""
        tree = self.tree
        head = tree.head[i]
        if self._detached(i):
            first = next(k for k in range(self._left[i], i + 1) if tree.pos[k] != "PUNCT")
            if tree.dep[first] == "case":
                return  # "tres festivales, entre ellos dos de jazz"
            if (
                tree.pos[head] in ("NUM", "SYM")
                or tree.text[head][0].isdigit()
                or tree.child(head, "nummod") is not None
            ):
                return  # "en 1964, año en que", "a 18,75 dólares, 62 centavos menos"
            if tree.child(i, "det") is None and any(tree.dep[c] == "acl" and tree.finite(c) for c in tree.children[i]):
                return  # "embajador en Londres, cargo que desempeñó"
            if "Number=Plur" not in tree.feats[i]:
                head = max(c for c in tree.conjuncts(head) if c < i)  # "su hermano y su tía, actriz de cine"
            subject = Subject(head, "apposition", self._left[i])
            yield self._made(i, subject, "es", Complement(i, "", "appos", self._span(i)))
        elif tree.pos[i] == "PROPN" and tree.pos[head] == "NOUN" and head < i and tree.lower[head] not in HONORIFICS:
            refs = self.actors.refs(i, each=False)
            if refs and refs[0].entity.type == "Person" and "Number=Plur" not in tree.feats[head]:
                first, _ = self._span(head)
                words = Complement(head, "", "title", (self._after_article(first), self._left[i] - 1), weak=2)
                yield self._made(head, Subject(i, "title"), "es", words)

    def _after_article(self, first: int) -> int:
        return first + 1 if self.tree.lower[first] in ("el", "la", "los", "las") else first

    # -- the verb phrase ----------------------------------------------------------------------------

    def phrase(self, v: int) -> str:
        """The verb phrase: negation, clitics, auxiliaries and the verbs that govern an infinitive, then the verb."""
        tree = self.tree
        words = [v]
        for c in tree.children[v]:
            if (
                (c < v and (tree.dep[c] in ("aux", "expl", "cop") or self._clitic(c)))
                or self._negation(c, v)
                or (tree.dep[c] in ("aux", "fixed", "compound") and tree.pos[c] in PREDICATES)
                or (c == v + 1 and tree.lemma[c] in PLANNED and any(k > c for k in self._infinitives(v)))
            ):
                words.append(c)
                words.extend(g for g in tree.children[c] if tree.dep[g] == "fixed" or tree.dep[g] == "mark")
        own = " ".join(tree.text[w] for w in sorted(words))
        governor = self._governor(v)
        if governor is not None:
            return " ".join((self.phrase(governor), *self._marks(v), own))
        return own

    def _clitic(self, c: int) -> bool:
        tree = self.tree
        return tree.pos[c] == "PRON" and tree.lower[c] in CLITICS and tree.lower[c + 1] not in RELATIVES

    def _negation(self, c: int, i: int) -> bool:
        return c < i and self.tree.lower[c] in NEGATIONS

    def _marks(self, v: int) -> list[str]:
        tree = self.tree
        return [tree.text[c] for c in tree.children[v] if c < v and tree.dep[c] in ("mark", "case", "cc")]

    def _infinitives(self, v: int) -> list[int]:
        return [c for c in self.tree.children[v] if c > v and (self.tree.pos[c] in PREDICATES or self._pairs(c))]

    def _governor(self, v: int) -> int | None:
        """The verb before an infinitive or gerund that makes one phrase with it: "quiere comprar"."""
        tree = self.tree
        head: int = tree.head[v]
        dep = tree.dep[v]
        if self._pairs(v):
            return head
        if head >= v or tree.finite(v) or tree.pos[v] not in PREDICATES:
            return None
        infinitive = "VerbForm=Inf" in self._form(v)
        if not infinitive and "VerbForm=Ger" not in self._form(v):
            return None
        if dep == "conj":
            if any(tree.lower[c] == "que" for c in tree.children[v]) and tree.lemma[head] in ("tener", "haber"):
                return head  # "tuvieron que rediseñar"
            return self._governor(head) if tree.pos[head] in PREDICATES else None
        if not self._verbal(head) or dep not in ("xcomp", "ccomp", "obj", "advcl", "obl"):
            return None
        if dep in ("advcl", "obl") and not (infinitive and v - head <= 2 and self._marks(v)[:1] == ["a"]):
            return None
        if not infinitive and dep != "xcomp":
            return None
        if {"para", "por", "sin", "tras", "al"} & {word.lower() for word in self._marks(v)}:
            return None
        for c in tree.children[head]:
            if c != v and tree.dep[c] in ("obj", "iobj") and tree.pos[c] in ("NOUN", "PROPN"):
                return None  # "obligó a los vecinos a salir"
            if c < v and c > head and tree.pos[c] in ("NOUN", "PROPN") and self._case(c) in ("a", "al"):
                return None
        return head

    # -- subjects -----------------------------------------------------------------------------------

    def subject(self, v: int) -> Subject | None:
        """Whom a predicate speaks of, in the passive too: its own subject, an antecedent, or that of the verb above."""
        if v not in self._subjects:
            self._subjects[v] = None  # a way back to it finds nothing
            self._subjects[v] = self._subject(v)
        return self._subjects[v]

    def _subject(self, v: int) -> Subject | None:
        tree = self.tree
        own = next((c for c in tree.children[v] if tree.dep[c] == "nsubj"), None)
        if own is not None:
            return self._resolved(own, v, tree.full_dep[own])
        if self._first_person(v) or tree.lemma[v] == "haber":
            return None
        if (experiencer := self._experiencer(v)) is not None:
            return Subject(experiencer, "experiencer")
        governor = self._governor(v)
        if governor is not None:
            return self.subject(governor)
        dep, head = tree.dep[v], tree.head[v]
        if head == v:
            return self._dropped(v)
        if dep == "conj":
            return self._shared(v, self.subject(head), "conj")
        if dep in ("acl", "amod"):
            return self._of_noun(v, head)
        if tree.finite(v):
            if dep in ("ccomp", "advcl", "parataxis", "csubj") and self._predicate(head):
                return self._shared(v, self.subject(head), dep) or self._dropped(v)
            return self._dropped(v)
        if tree.pos[head] == "ADV" and dep == "advcl" and self._predicate(tree.head[head]):
            return self._shared(v, self.subject(tree.head[head]), dep)  # "antes de ser nombrado"
        if self._predicate(head):
            controlled = self._controlled(v, head)
            return controlled if controlled is not None else self._shared(v, self.subject(head), dep)
        return None

    def _experiencer(self, v: int) -> int | None:
        """ "a los abogados les preocupa que …": of whom the verb speaks, though a clause is its subject."""
        tree = self.tree
        before = [c for c in tree.children[v] if c < v]
        if tree.child(v, "ccomp", "csubj") is None or not any(tree.lower[c] in DATIVE for c in before):
            return None
        return next((c for c in before if tree.pos[c] in ("NOUN", "PROPN") and self._case(c) in ("a", "al")), None)

    def _predicate(self, i: int) -> bool:
        return self._verbal(i) or self.tree.child(i, "cop") is not None

    def _resolved(self, own: int, v: int, path: str) -> Subject | None:
        tree = self.tree
        if tree.lower[own] in RELATIVES and tree.pos[own] in ("PRON", "SCONJ") and own - 1 >= 0:
            if tree.lower[own - 1] == "lo":
                return Subject(own, path)
            if tree.dep[v] == "conj" and tree.lower[own] == "que" and tree.head[v] != v:
                if tree.dep[tree.head[v]] in ("ccomp", "csubj"):  # "cree que huyó y que cruzó"
                    return self._shared(v, self.subject(tree.head[v]), "conj")
            noun = self.actors.antecedent(own)
            return Subject(noun, "relative", self._clause_start(own, noun)) if noun is not None else None
        return Subject(own, path)

    def _clause_start(self, i: int, noun: int) -> int:
        """The first token of the clause that hangs on a noun and holds token `i`."""
        k = i
        while self.tree.head[k] not in (k, noun):
            k = self.tree.head[k]
        return self._left[k] if self.tree.head[k] == noun else i

    def _of_noun(self, v: int, noun: int) -> Subject | None:
        """The subject of a clause that hangs on a noun: relative, participle or gerund."""
        tree = self.tree
        if not self._predicate(noun) and tree.pos[noun] in PREDICATES:
            return None
        if tree.finite(v):
            relative = [c for c in tree.children[v] if tree.lower[c] in RELATIVES and tree.pos[c] != "DET"]
            when = any(tree.lower[c] in ("cuando", "mientras", "como") for c in tree.children[v])
            if any(tree.lower[c] == "de" and tree.dep[c] in ("mark", "case") for c in tree.children[v]):
                return self._dropped(v)  # "la denuncia de que bombardeó"
            if when or (relative and tree.dep[relative[0]] in ("obj", "obl", "iobj", "advmod", "nmod")):
                above = self._above(noun)
                return self._shared(v, self.subject(above), "acl") if above is not None else None
            return self._shared(v, Subject(noun, "relative", self._left[v]), "acl")
        if "VerbForm=Inf" in self._form(v):
            above = self._above(noun)
            return self._shared(v, self.subject(above), "acl") if above is not None else None
        if self._left[v] < noun:
            return Subject(noun, "participle", None) if self._detached(v) else None
        return Subject(noun, "participle", self._left[v])

    def _above(self, noun: int) -> int | None:
        """The predicate whose clause a noun stands in."""
        k: int = noun
        while self.tree.head[k] != k:
            k = self.tree.head[k]
            if self._predicate(k):
                return k
        return None

    def _controlled(self, v: int, head: int) -> Subject | None:
        """Whom an infinitive is put on by the verb above: "condenó a los hombres por robar"."""
        tree = self.tree
        marks = {word.lower() for word in self._marks(v)}
        if tree.dep[v] not in ("xcomp", "ccomp", "advcl", "obj", "obl") or {"para", "sin", "tras", "al"} & marks:
            return None
        if "VerbForm=Inf" not in tree.feats[v] and "haber" not in (tree.lemma[c] for c in tree.children[v]):
            return None
        if "por" in marks and tree.lemma[head] not in self.arguments.object_control:
            return None
        for c in tree.children[head]:
            if c != v and tree.dep[c] in ("obj", "iobj", "obl") and tree.pos[c] in ("NOUN", "PROPN"):
                if self._case(c) in ("a", "al"):
                    return Subject(c, "object")
        return None

    def _shared(self, v: int, subject: Subject | None, path: str) -> Subject | None:
        """The subject of another predicate, where the verb agrees with it in number."""
        if subject is None or (self.tree.finite(v) and not self._agrees(v, subject)):
            return None
        if path != "conj" and self.tree.quoted[v] and not self.tree.quoted[subject.token]:
            return None  # within a quotation "es" does not speak of who utters it
        return Subject(subject.token, f"{subject.path}<{path}", subject.stop, subject.ref)

    def _agrees(self, v: int, subject: Subject) -> bool:
        tree = self.tree
        verb, noun = tree.feats[tree.finite_verb(v)], tree.feats[subject.token]
        if subject.ref is not None or "Number=" not in noun or tree.pos[subject.token] in ("PROPN", "SYM", "NUM"):
            return True
        many = "Number=Plur" in noun or len(tree.conjuncts(subject.token)) > 1
        return many == ("Number=Plur" in verb) or many

    def _first_person(self, v: int) -> bool:
        feats = self.tree.feats[self.tree.finite_verb(v)]
        return "VerbForm=Fin" in feats and ("Person=1" in feats or "Person=2" in feats)

    def _dropped(self, v: int) -> Subject | None:
        """The dropped subject of a finite verb: who the text tells it is, else the pronoun that is left out."""
        tree = self.tree
        if not tree.finite(v) or any(tree.lower[c] == "se" and "pv" not in tree.full_dep[c] for c in tree.children[v]):
            return None
        refs = self.actors.dropped(v)
        if not refs:
            pronoun = "ellos" if "Number=Plur" in tree.feats[tree.finite_verb(v)] else "él"
            refs = [Ref(Entity(None, pronoun, "Mention", (pronoun,)), v, tree.begin[v], tree.begin[v], "dropped")]
        return Subject(v, "dropped", None, refs[0])

    # -- complements --------------------------------------------------------------------------------

    def _complements(self, v: int) -> Iterator[Complement]:
        tree = self.tree
        for c in tree.children[v]:
            dep, lower = tree.dep[c], tree.lower[c]
            if dep not in COMPLEMENTS or tree.pos[c] in ("PUNCT", "CCONJ") or lower in NEGATIONS:
                continue
            if c == v + 1 and tree.lemma[c] in PLANNED and any(k > c for k in self._infinitives(v)):
                continue  # "tienen previsto reunirse": part of the verb phrase
            if dep == "advcl" and "VerbForm=Part" in tree.feats[c] and not tree.finite(c):
                continue  # "nacido en Bonn, …": it speaks for itself
            if dep == "advmod" or tree.pos[c] == "ADV" and lower not in RELATIVES:
                yield from self._adverb(c)
            elif tree.pos[c] in PREDICATES and (dep in ("ccomp", "xcomp", "advcl") or "VerbForm=Inf" in tree.feats[c]):
                yield from self._clausal(c)
            elif tree.child(c, "cop") is not None:
                yield from self._clausal(c)
            elif lower in RELATIVES and tree.pos[c] in ("PRON", "ADV", "SCONJ"):
                noun = self.actors.antecedent(c)
                if noun is not None and tree.lower[c - 1] != "lo":
                    first, last = self._span(noun, stop=self._clause_start(c, noun))
                    case = "en" if lower == "donde" and not self._case(c) else self._case(c)
                    yield Complement(noun, case, tree.full_dep[c], (first, last))
            elif tree.pos[c] == "PRON" and (lower in CLITICS or lower in RELATIVES):
                continue
            elif tree.pos[c] in ("SCONJ", "ADP"):
                continue
            elif lower == "pesar" and tree.child(c, "acl", "advcl", "ccomp") is not None:
                continue  # "a pesar de que …"
            else:
                yield Complement(c, self._case(c), tree.full_dep[c], self._span(c))

    def _adverb(self, c: int) -> Iterator[Complement]:
        """ "después de la guerra", "antes de partir": an adverb with its complement makes a preposition."""
        tree = self.tree
        measure = [k for k in tree.children[c] if k < c and tree.pos[k] in ("NOUN", "NUM")]
        if measure and c - measure[-1] <= 2:  # "cinco años después", "dos meses más tarde"
            inner = [k for k in tree.children[c] if k > c and tree.dep[k] in ("obl", "nmod") and not self._detached(k)]
            last = self._span(inner[-1])[1] if inner else c
            yield Complement(c, "", f"{tree.full_dep[measure[0]]}>advmod", (self._left[measure[0]], last))
            return
        for k in tree.children[c]:
            if k > c and tree.dep[k] in ("obl", "nmod", "advcl", "ccomp", "xcomp", "acl", "obj"):
                clause = tree.pos[k] in PREDICATES
                first, last = self._clause(k) if clause else self._span(k)
                if clause and not tree.finite(k):
                    first += len(self._marks(k))
                case = " ".join(tree.lower[w] for w in range(c, first))
                if clause and tree.finite(k):
                    first, case = c, ""
                if len(case.split()) <= 4:
                    yield Complement(k, case, f"{tree.full_dep[k]}>advmod", (first, last), weak=2 if clause else 0)
                return
        if tree.pos[c] == "ADV" and len(tree.children[c]) == 0 and tree.lower[c] in TIMES:
            yield Complement(c, "", "advmod", (c, c), weak=1)

    def _clausal(self, c: int) -> Iterator[Complement]:
        """A clause as an argument: with its conjunction, an infinitive without its preposition."""
        tree = self.tree
        dep = tree.dep[c]
        if dep not in ("ccomp", "xcomp") and not tree.finite(c) and "VerbForm=Inf" not in self._form(c):
            return  # gerunds and participles speak for themselves
        first, last = self._clause(c)
        if tree.lower[first : first + 2] == ["lo", "que"] and dep != "ccomp":
            return
        if tree.lower[first + 1 : first + 3] == ["lo", "que"] and tree.text[first - 1] == ",":
            return  # ", por lo que …": what follows, no argument
        if tree.finite(c):
            while first <= c and (tree.dep[first] == "case" or tree.lower[first] in ("de", "a", "en")):
                first += 1
            case = " ".join(tree.lower[w] for w in range(self._clause(c)[0], first))
            yield Complement(c, case, tree.full_dep[c], (first, last), weak=2 if dep == "advcl" else 0)
            return
        if self._governor(c) is not None:
            return
        marks = [k for k in tree.children[c] if k < c and tree.dep[k] in ("mark", "case")]
        case = " ".join(tree.lower[k] for k in marks)
        if marks and marks[0] == first:
            first = marks[-1] + 1
        last = self._without_relative(c, last)
        yield Complement(
            c, case, tree.full_dep[c], (first, last), weak=(2 if case == "al" else 1) if dep == "advcl" else 0
        )

    def _without_relative(self, c: int, last: int) -> int:
        """The last token of a clause without the relative clause at its end that a comma sets off."""
        tree = self.tree
        for k in range(c + 1, last + 1):
            if tree.dep[k] == "acl" and self._right[k] >= last and tree.finite(k) and self._detached(k):
                cut = self._left[k] - 1
                while cut > c and tree.pos[cut] == "PUNCT":
                    cut -= 1
                return max(c, cut)
        return last

    def _form(self, c: int) -> str:
        tree = self.tree
        return " ".join((tree.feats[c], *(tree.feats[k] for k in tree.children[c] if tree.dep[k] in ("aux", "cop"))))

    def _case(self, c: int) -> str:
        """The preposition before a complement, as the text has it, in lower case."""
        tree = self.tree
        words = [k for k in tree.children[c] if tree.dep[k] == "case" and k < c and tree.pos[k] != "PUNCT"]
        if tree.pos[c] in ("NOUN", "PROPN"):  # "trabajó como estibador"
            words += [k for k in tree.children[c] if tree.dep[k] == "mark" and tree.lower[k] == "como" and k < c]
        words += [g for k in words for g in tree.children[k] if tree.dep[g] == "fixed"]
        if words and tree.lower[max(words) + 1] in ("del", "al") and max(words) + 1 < c:
            words.append(max(words) + 1)
        return " ".join(tree.lower[w] for w in sorted(words))

    # -- extents ------------------------------------------------------------------------------------

    def _detached(self, c: int) -> bool:
        """Whether a phrase is set off from what stands before it by a comma, bracket or dash."""
        first = self._left[c]
        return self.tree.pos[first] == "PUNCT" or (first > 0 and self.tree.pos[first - 1] == "PUNCT")

    def _span(self, i: int, *, stop: int | None = None, predicate: bool = False) -> tuple[int, int]:
        """First and last token of a phrase: without its preposition and what a comma sets off, before token `stop`."""
        tree = self.tree
        if tree.lower[i] in RELATIVES and i > 0 and tree.lower[i - 1] == "lo":
            return i - 1, i
        first = last = i
        for c in tree.children[i]:
            dep = tree.dep[c]
            if c < i:
                if predicate and (copula := tree.child(i, "cop")) is not None and c <= copula:
                    continue
                if dep in ("case", "punct", "mark", "cc", "advcl", "parataxis") or (
                    dep in ("cop", "nsubj", "aux", "expl", "obl", "advmod")
                    and (predicate and tree.pos[c] != "ADV" or dep != "advmod")
                ):
                    continue
                if tree.lower[c] in NEGATIONS or (tree.lower[c] in ("del", "al") and tree.dep[c] == "det"):
                    continue
                if dep in CLAUSES and self._detached(i):
                    continue
                first = min(first, self._span(c)[0] if dep in ("nmod", "amod") else self._left[c])
            elif dep == "punct" or dep == "parataxis" or (stop is not None and self._left[c] >= stop):
                continue
            elif predicate and dep in ("obl", "nsubj", "advcl"):
                continue
            elif dep == "conj":
                if tree.finite(c):
                    continue
                last = max(last, self._span(c)[1])
            elif self._detached(c):
                continue
            elif tree.pos[c] in PREDICATES or dep in ("acl", "advcl", "ccomp", "csubj"):
                last = max(last, self._clause(c)[1])
            else:
                last = max(last, self._span(c)[1])
        if stop is not None:
            last = max(i, min(last, stop - 1))
        return self._trimmed(first, last, i)

    def _clause(self, c: int) -> tuple[int, int]:
        """First and last token of a clause, all of it."""
        return self._trimmed(self._left[c], self._right[c], c)

    def _trimmed(self, first: int, last: int, keep: int) -> tuple[int, int]:
        tree = self.tree
        while first < keep and (tree.pos[first] in ("PUNCT", "SPACE", "CCONJ")):
            first += 1
        while last > keep and tree.pos[last] in ("PUNCT", "SPACE") and tree.text[last] != "%":
            opening = CLOSING.get(tree.text[last])
            if opening is not None and opening in tree.text[first:last]:
                break
            last -= 1
        return first, last

    def _made(self, trigger: int, subject: Subject, phrase: str, c: Complement) -> Proposition:
        if subject.ref is not None:
            one = subject.ref
        else:
            one = self._end(subject.token, self._span(subject.token, stop=subject.stop))
        other = self._end(c.token, c.extent, clause=c.token == trigger or self.tree.pos[c.token] in PREDICATES)
        return Proposition(
            "",
            trigger,
            one,
            other,
            frame="open",
            subject_path=subject.path,
            object_path=c.path,
            loose=c.weak,
            open_relation=phrase,
            whole=True,
        )

    def _end(self, i: int, extent: tuple[int, int], *, clause: bool = False) -> Ref:
        """The end that a phrase is: the entity that it denotes, or a mention in its own words."""
        tree = self.tree
        first, last = extent
        refs = [] if clause else self.actors.refs(i, each=False)
        begin, end = tree.begin[first], tree.end[last]
        if refs and refs[0].named and len(tree.conjuncts(i)) == 1:
            return Ref(refs[0].entity, i, begin, end, refs[0].how)
        text = tree.span(first, last)
        return Ref(Entity(None, text, "Mention", (text,)), i, begin, end, "generic")


TIMES = frozenset(
    ("ayer", "hoy", "mañana", "anoche", "anteayer", "actualmente", "recientemente", "anteriormente", "entonces")
)

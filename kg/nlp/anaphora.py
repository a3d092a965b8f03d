"""Pronouns, possessives, dropped subjects and descriptions → the entities named before that they mean.

Without a model, by salience in the manner of Lappin and Leass (1994), "An algorithm for pronominal anaphora
resolution", Computational Linguistics 20(4): recency and grammatical function of the antecedents, filtered by
agreement and class; what an anaphor was resolved to is an antecedent for those after it. A dropped subject goes on with
the subject before (the backward-looking center of Grosz, Joshi and Weinstein 1995, "Centering: a framework for modeling
the local coherence of discourse", Computational Linguistics 21(2)); for the forms of Spanish see Ferrández and Peral
(2000), "A computational approach to zero-pronouns in Spanish", ACL, and Palomar et al. (2001), "An algorithm for
anaphora resolution in Spanish texts", Computational Linguistics 27(4). Where a rule fits none, or only nouns without a
name, nobody is meant: a wrong actor is worse than none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.nlp.tree import RELATIVES, Tree
from kg.vocabulary.gazetteer import Gazetteer

if TYPE_CHECKING:
    from kg.nlp.actors import Actors

ORGANIZATIONS = frozenset(
    (
        "Organization",
        "InternationalOrganization",
        "GovernmentBody",
        "PoliticalParty",
        "ArmedForce",
        "ArmedGroup",
        "MediaOutlet",
        "Company",
    )
)
ACTORS = ORGANIZATIONS | {"Country", "Person"}
PLACES = frozenset(("Place", "City", "Region", "Country"))
ARGUMENTS = ("nsubj", "obj", "iobj", "obl", "nmod")
WINDOW = 4
"""How many sentences back an antecedent may lie; the literature on Spanish uses three to four."""
NUMBERS = {"dos": 2, "ambos": 2, "ambas": 2, "tres": 3, "cuatro": 4, "cinco": 5}
DEMONSTRATIVES = frozenset("este esta éste ésta".split())
PLURALS = frozenset("ellos ellas estos estas éstos éstas".split())


@dataclass(frozen=True, slots=True)
class Ref:
    """What one phrase denotes: an entity, its token, its extent in characters, and how that was found.

    `via` is the referent from which this one was taken over: the antecedent of a pronoun or of a dropped subject.
    """

    entity: Entity
    token: int
    begin: int
    end: int
    how: str
    acts_for: str = ""
    via: Ref | None = field(default=None, compare=False)

    @property
    def named(self) -> bool:
        """Whether the entity has an identity beyond this phrase."""
        return self.entity.id is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention of one entity: its token and sentence, and whether it is or belongs to a subject."""

    token: int
    sentence: int
    ref: Ref
    subject: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Several entities that the text mentions together."""

    token: int
    sentence: int
    refs: tuple[Ref, ...]
    subject: bool


class Anaphora:
    """Answers, for one text, whom a phrase that names nobody means. `history` holds the direct mentions in order."""

    def __init__(self, tree: Tree, gazetteer: Gazetteer, actors: Actors) -> None:
        self.tree = tree
        self.gazetteer = gazetteer
        self.actors = actors
        self.history: list[Seen] = []
        self._inside: set[int] | None = None
        self._resolved: list[Seen] = []
        self._nameless: list[Seen] = []
        self._groups: list[Group] = []
        self._next = 0
        cue = actors.lexicon.cue
        self.propositional = cue("anaphora", "propositional")
        self.crediting = cue("anaphora", "crediting")
        self.pronominal = cue("anaphora", "pronominal")
        self.impersonal = {tuple(words.split()) for words in cue("anaphora", "impersonal")}
        self.parties = cue("anaphora", "parties")
        self.places = cue("anaphora", "places")
        self.weak = cue("anaphora", "weak")
        self.armed = cue("anaphora", "armed")
        self.supranational = cue("anaphora", "supranational")
        self.organizations = actors.lexicon.maps["anaphora.organizations"]
        self.regions, self.states = actors.lexicon.cues["regions"], actors.lexicon.cues["states"]
        self.people = cue("actors", "person") | cue("actors", "people") | cue("actors", "group_people")

    # -- what was mentioned before ------------------------------------------------------------------

    def before(self, i: int) -> list[Seen]:
        """All mentions before token `i` within the window, direct and resolved, in the order of the text."""
        self._visit_up_to(i)
        first = self.tree.sentence[i] - WINDOW
        found = [s for part in (self.history, self._resolved) for s in part if s.token < i and s.sentence >= first]
        return sorted(found, key=lambda seen: seen.token)

    def nameless(self, i: int) -> list[Seen]:
        """People without a name mentioned before token `i`, in its sentence or the one before."""
        first = self.tree.sentence[i] - 1
        return [s for s in self._nameless if s.token < i and s.sentence >= first]

    def groups(self, i: int) -> list[Group]:
        """The groups that the text mentions before token `i` within the window, the last first."""
        self._visit_up_to(i)
        first = self.tree.sentence[i] - WINDOW
        return sorted((g for g in self._groups if g.token < i and g.sentence >= first), key=lambda g: -g.token)

    def _visit_up_to(self, i: int) -> None:
        while self._next < i:
            token, self._next = self._next, self._next + 1
            self._visit(token)

    def _visit(self, k: int) -> None:
        tree, actors = self.tree, self.actors
        if tree.pos[k] in ("VERB", "AUX"):
            if tree.dep[k] in ("aux", "cop") or tree.child(k, "nsubj") is not None or not tree.finite(k):
                return
            refs = [r for r in actors.subject_of(k) if r.how == "dropped"]
            subject = True
        else:
            if tree.dep[k] not in ARGUMENTS or tree.lower[k] in RELATIVES:
                return
            refs = [r for r in actors.refs(k) if r.named and r.entity.type in ACTORS | PLACES]
            subject = tree.dep[k] == "nsubj"
            if not refs and tree.pos[k] == "NOUN" and tree.lemma[k] in self.people:
                self._nameless.append(Seen(k, tree.sentence[k], actors._generic(k)[0], subject))
        if len(refs) > 1:
            self._groups.append(Group(k, tree.sentence[k], tuple(refs), subject))
        own = refs if tree.pos[k] in ("VERB", "AUX") else actors._single(k)
        for ref in own:
            if ref.named and ref.how in ("anaphora", "both", "title", "dropped"):
                self._resolved.append(Seen(k, tree.sentence[k], ref, subject))

    def _ids(self, refs: Collection[Ref]) -> set[str | None]:
        return {ref.entity.id for ref in refs} | {ref.acts_for for ref in refs if ref.acts_for}

    def above(self, i: int) -> set[str | None]:
        """The ids of the subjects of all clauses around token `i`: no description in their scope means them."""
        return self._above(i, nearest=False)

    def _above(self, i: int, *, nearest: bool) -> set[str | None]:
        """The ids of the subjects of the clauses around token `i`, or of the nearest clause only."""
        tree = self.tree
        out: set[str | None] = set()
        k = i
        while tree.head[k] != k:
            beside = tree.dep[k] == "conj"  # "Lula le deseó suerte, y su ministro dijo que el brasileño …"
            k = tree.head[k]
            if not beside and (tree.pos[k] in ("VERB", "AUX") or tree.child(k, "cop") is not None):
                subject = tree.child(k, "nsubj")
                if subject is None and tree.pos[k] in ("VERB", "AUX"):
                    out |= self._ids(self.actors.subject_of(k))
                elif subject is not None and subject != i and not tree.under(i, subject):
                    out |= self._ids(self.actors.refs(subject))
                if nearest:
                    break
        return out

    def _gender_fits(self, seen: Seen, masculine: bool | None) -> bool:
        """Whether a mention can have a gender: a person's sex, an article before the name, a country's ending."""
        entity = seen.ref.entity
        if masculine is None:
            return True
        if entity.id is None:
            return ("Gender=Fem" in self.tree.feats[seen.token]) != masculine
        known = self.gazetteer.known.get(entity.id)
        if entity.type == "Person":
            return known is None or not known.gender or (known.gender == "m") == masculine
        start = self.actors.names.at[seen.token].start if seen.token in self.actors.names.at else seen.token
        for k in (start, start - 1):
            if k >= 0 and self.tree.lower[k] in ("el", "la", "los", "las", "al", "del"):
                return (self.tree.lower[k] not in ("la", "las")) == masculine
        if entity.type == "Country":
            return (not entity.label.endswith(("a", "as"))) == masculine
        return True

    def salient(
        self,
        i: int,
        kinds: Collection[str],
        *,
        near: bool = False,
        masculine: bool | None = None,
        barred: Collection[str | None] = (),
        only: Collection[str] | None = None,
    ) -> Ref | None:
        """The most salient actor of some kinds that the text mentioned before token `i`, or None.

        Weights after Lappin and Leass (1994): subjects above others, one a sentence, halved with each sentence back.
        `near` prefers the last one mentioned over the subject (for "el país" as a destination); `barred` holds ids
        that cannot be meant, `only` those that can.
        """
        tree = self.tree
        weights: dict[str, dict[int, float]] = {}
        refs: dict[str, Ref] = {}
        titled = self.inside_titles() if near else ()
        for seen in reversed(self.before(i)):
            distance = tree.sentence[i] - seen.sentence
            entity = seen.ref.entity
            if seen.ref.acts_for and entity.type not in kinds and "Country" in kinds:
                entity = self.actors.entity(seen.ref.acts_for)
            if entity.type not in kinds or entity.id is None or entity.id in barred:
                continue
            if (only is not None and entity.id not in only) or not self._gender_fits(seen, masculine):
                continue
            weight = 1.0 + (1.5 if seen.subject and not near else 0.0)
            if seen.ref.how == "demonym":
                weight *= 0.6
            each = weights.setdefault(entity.id, {})
            key = 0 if near else seen.sentence
            # a country in a title is less in mind: "el bombardeo del presidente de EE. UU. a una base en ese país"
            last = seen.token - (tree.n if seen.token in titled else 0)
            each[key] = max(each.get(key, -float(tree.n)), last if near else weight * 0.5**distance)
            refs.setdefault(entity.id, seen.ref)
        if not weights:
            return None
        best = max(sorted(weights), key=lambda each: sum(weights[each].values()))
        ref = refs[best]
        if ref.entity.id != best:
            return Ref(self.actors.entity(best), ref.token, ref.begin, ref.end, ref.how, via=ref)
        return ref

    def inside_titles(self) -> set[int]:
        """The tokens of the countries in titles with a name: "el presidente de EE. UU., Donald Trump"."""
        if self._inside is None:
            self._inside = {m.of_token for m in self.actors.titles.values() if m.person is not None}
        return self._inside

    def topic(self, i: int) -> str | None:
        """The country that the text up to token `i` is mostly about: whom "el Gobierno" without more means."""
        scores: dict[str, float] = {}
        for seen in self.history:
            if seen.token >= i:
                break
            country = seen.ref.entity.id if seen.ref.entity.type == "Country" else seen.ref.acts_for or None
            if seen.ref.entity.type == "Person" and seen.ref.entity.id:
                known = self.gazetteer.known.get(seen.ref.entity.id)
                country = known.country if known else None
            if country:
                distance = self.tree.sentence[i] - seen.sentence
                scores[country] = scores.get(country, 0.0) + (2.0 if seen.subject else 1.0) * 0.85**distance
        return max(sorted(scores), key=lambda country: scores[country]) if scores else None

    # -- several together ---------------------------------------------------------------------------

    def both(self, i: int, lemma: str) -> list[Ref]:
        """ "ambos países", "los dos líderes", "los tres dirigentes": those that the text mentioned together last."""
        tree, actors = self.tree, self.actors
        alone = False  # only those that the text mentioned together
        kinds: set[str]
        if lemma in self.parties:
            kinds, alone = {"Country", *ORGANIZATIONS}, True
        elif lemma in self.places:
            kinds, alone = set(PLACES - {"Country"}), True
        elif lemma in actors.countries or lemma in actors.government or lemma == "capital":
            kinds = {"Country"}
        elif lemma in actors.lexicon.titles or lemma in actors.persons:
            kinds = {"Person"}
        elif tree.lower[i] in ("ambos", "ambas"):
            kinds = {"Country", "Person"}
        elif lemma in actors.group:
            kinds = set(ORGANIZATIONS)
        else:
            return []
        number = next((NUMBERS[tree.lower[k]] for k in range(max(0, i - 2), i + 1) if tree.lower[k] in NUMBERS), 0)
        if lemma in self.parties:
            number = number or 2
        barred = self._above(i, nearest=True) if tree.dep[i] != "nsubj" else set()
        recent = [
            seen
            for seen in self.history
            if seen.token < i and tree.sentence[i] - seen.sentence <= WINDOW and seen.ref.entity.id not in barred
        ]
        pairs = [self._together(i, kinds, number, barred), self._coordinated(recent, kinds)]
        if not alone and number:
            here = [seen for seen in recent if seen.sentence == tree.sentence[i]]
            last = self._latest(recent, kinds) if kinds == {"Country"} else self._salient_pair(i, kinds, barred)
            pairs = [self._partners(i, kinds), self._only(here, kinds), *pairs, last]
        for pair in pairs:
            if len(pair) >= 2 and number in (0, len(pair)):
                return [Ref(actors.entity(k), i, tree.begin[i], tree.end[i], "both") for k in pair]
        return self._countries_of_people(i) if kinds == {"Country"} and number == 2 else []

    def _together(self, i: int, kinds: set[str], number: int, barred: set[str | None]) -> list[str]:
        """The members of the last group of a kind and number (0: any)."""
        for group in self.groups(i):
            if self._ids(group.refs) & barred:
                continue
            ids = [
                ref.acts_for if ref.acts_for and "Country" in kinds else ref.entity.id
                for ref in group.refs
                if ref.entity.type in kinds or (ref.acts_for and "Country" in kinds)
            ]
            if len(ids) == len(group.refs) and number in (0, len(ids)):
                return [identifier for identifier in ids if identifier]
        return []

    def _as_kind(self, seen: Seen, kinds: set[str]) -> str | None:
        """The id under which something seen is of one of these classes: a capital as its country."""
        if seen.ref.acts_for and "Country" in kinds:
            return seen.ref.acts_for
        return seen.ref.entity.id if seen.ref.entity.type in kinds else None

    def _coordinated(self, recent: list[Seen], kinds: set[str]) -> list[str]:
        """The last two of a kind that the text joined by "y", "entre … y", or as subject and "con"."""
        tree = self.tree
        for k in range(len(recent) - 1, 0, -1):
            second = recent[k]
            if tree.dep[second.token] != "conj" or second.ref.how == "demonym":
                continue
            head = tree.head[second.token]
            first = next((s for s in recent[:k] if s.token == head), None)
            if first is None:
                continue
            pair = [self._as_kind(first, kinds), self._as_kind(second, kinds)]
            if pair[0] and pair[1] and pair[0] != pair[1] and len(tree.conjuncts(head)) == 2:
                return [pair[0], pair[1]]
        return []

    def _only(self, here: list[Seen], kinds: set[str]) -> list[str]:
        """The two of a kind, where the sentence has just two: "el Gobierno sudanés … con Moscú … ambos países"."""
        found = list(dict.fromkeys(k for seen in here if (k := self._as_kind(seen, kinds)) is not None))
        return found if len(found) == 2 else []

    def _partners(self, i: int, kinds: set[str]) -> list[str]:
        """ "Trump cenó con Xi y ambos convinieron …": who does something with whom in the clause before."""
        tree = self.tree
        verb = tree.head[i]
        clause = tree.head[verb]
        if tree.dep[i] != "nsubj" or tree.dep[verb] != "conj" or tree.pos[clause] != "VERB":
            return []
        others = [r for c in tree.children[clause] if tree.preposition(c) == "con" for r in self.actors.refs(c)]
        ids = [r.entity.id for r in (*self.actors.subject_of(clause), *others) if r.entity.type in kinds]
        return [identifier for identifier in ids if identifier]

    def _latest(self, recent: list[Seen], kinds: set[str]) -> list[str]:
        """The last two of a kind, names before demonyms."""
        for demonyms in (False, True):
            out: list[str] = []
            for seen in reversed(recent):
                found = self._as_kind(seen, kinds)
                if found and found not in out and (demonyms or seen.ref.how != "demonym"):
                    if out and self.actors.entity(found).type != self.actors.entity(out[0]).type:
                        continue
                    out.append(found)
                    if len(out) == 2:
                        return out[::-1]
        return []

    def _salient_pair(self, i: int, kinds: set[str], barred: set[str | None]) -> list[str]:
        """The two most salient of a class, in the order of the text."""
        first = self.salient(i, kinds, barred=barred)
        if first is None or first.entity.id is None:
            return []
        second = self.salient(i, {first.entity.type}, barred={*barred, first.entity.id})
        if second is None or second.entity.id is None:
            return []
        pair = sorted((first, second), key=lambda ref: ref.begin)
        return [ref.entity.id for ref in pair if ref.entity.id]

    def _countries_of_people(self, i: int) -> list[Ref]:
        out: list[Ref] = []
        for seen in reversed(self.history):
            if seen.token >= i or self.tree.sentence[i] - seen.sentence > WINDOW:
                continue
            entity = seen.ref.entity
            country: str | None = None
            if entity.type == "Country":
                country = entity.id
            elif entity.type == "Person" and entity.id:
                country = self.actors.country_of(entity)
            if country and all(r.entity.id != country for r in out):
                out.append(self.actors._named(country, i, i, i, "both"))
        return out[:2] if len(out) >= 2 else []

    # -- pronouns -----------------------------------------------------------------------------------

    def pronoun(self, i: int) -> list[Ref]:
        """Whom a pronoun at token `i` stands for."""
        tree = self.tree
        lower = tree.lower[i]
        if lower in RELATIVES and (antecedent := self.antecedent(i)) is not None:
            return [r for r in self.actors.refs(antecedent)]
        if lower in ("ambos", "ambas"):
            return self.both(i, lower)
        if lower in ("lo", "la", "los", "las", "le", "les"):
            return self._clitic(i, lower)
        if lower in ("me", "nos"):
            return self.first_person(i, plural=lower == "nos")
        if lower in PLURALS:
            return self._plural(i, self._above(i, nearest=True) if tree.dep[i] != "nsubj" else (), 2)
        if lower in DEMONSTRATIVES:
            return self.last_named(i, masculine=lower in ("este", "éste"))
        if lower == "uno" and tree.lower[i - 1] == "cada":
            return self._plural(i, (), 1)
        if lower in ("él", "ella", "quien"):
            if tree.preposition(i) == "en":
                return []  # "en él": in a thing
            barred = self._above(i, nearest=True) if tree.dep[i] != "nsubj" else ()
            ref = self.salient(i, {"Person"}, masculine=lower != "ella", barred=barred)
            if lower == "ella" and (ref is None or ref.how == "demonym"):
                ref = self.salient(i, ORGANIZATIONS, masculine=False, barred=barred)
            return [self._at(i, ref)] if ref is not None else []
        return []

    def _at(self, i: int, ref: Ref) -> Ref:
        return Ref(ref.entity, i, self.tree.begin[i], self.tree.end[i], "anaphora", ref.acts_for, ref)

    def last_named(self, i: int, *, masculine: bool | None = None) -> list[Ref]:
        """ "Este", "este último": the last actor mentioned that is no subject, else the last; agreeing in gender."""
        tree = self.tree
        barred = self.above(i)
        for subjects in (False, True):
            for seen in reversed(self.before(i)):
                if tree.sentence[i] - seen.sentence > 1 or (seen.subject and not subjects):
                    continue
                entity = seen.ref.entity
                if seen.ref.how == "demonym" or entity.id in barred or not self._gender_fits(seen, masculine):
                    continue
                if entity.type in ACTORS:
                    return [self._at(i, seen.ref)]
                if seen.ref.acts_for and seen.ref.acts_for not in barred and self._acts(seen.token):
                    country = self.actors.entity(seen.ref.acts_for)
                    return [Ref(country, i, tree.begin[i], tree.end[i], "anaphora")]
        return []

    def _acts(self, token: int) -> bool:
        """Whether a capital stands for its country: as a subject, or beside "con", "a", "contra" another."""
        return self.tree.dep[token] == "nsubj" or self.tree.preposition(token) in ("con", "contra")

    def ordinal(self, i: int, position: int) -> list[Ref]:
        """ "la primera", "el segundo": a member of the last pair mentioned."""
        tree = self.tree
        for group in self.groups(i):
            if len(group.refs) == 2 and tree.sentence[i] - group.sentence <= 2:
                return [self._at(i, group.refs[position])]
        return []

    def _plural(self, i: int, barred: Collection[str | None], back: int) -> list[Ref]:
        """The last group mentioned, or one entity of plural form ("los rebeldes"), if no nameless people come after."""
        tree = self.tree
        options: list[tuple[int, int, tuple[Ref, ...]]] = []
        for group in self.groups(i):
            if not self._ids(group.refs) & set(barred) and all(r.entity.type in ACTORS for r in group.refs):
                options.append((group.sentence, group.token, group.refs))
        for seen in self.before(i):
            if seen.ref.entity.type in ORGANIZATIONS and seen.ref.entity.id not in barred and self._is_plural(seen):
                options.append((seen.sentence, seen.token, (seen.ref,)))
        options = [option for option in options if tree.sentence[i] - option[0] <= back]
        if not options:
            return []
        _, token, refs = max(options, key=lambda option: option[1])
        thing = tree.lower[i] in ("los", "las")
        feminine = tree.lower[i].endswith("as")
        for k in range(token + 1, i):
            if tree.pos[k] != "NOUN" or "Number=Plur" not in tree.feats[k] or tree.dep[k] not in ARGUMENTS:
                continue
            agrees = ("Gender=Fem" in tree.feats[k]) == feminine
            if tree.lemma[k] in self.people or (thing and agrees and tree.dep[k] in ("nsubj", "obj")):
                if not any(ref.named for ref in self.actors.refs(k)):
                    return []
        return [self._at(i, ref) for ref in refs]

    def _is_plural(self, seen: Seen) -> bool:
        tree, names = self.tree, self.actors.names
        start = names.at[seen.token].start if seen.token in names.at else seen.token
        return any(k >= 0 and tree.lower[k] in ("los", "las") for k in (start, start - 1))

    def _clitic(self, i: int, lower: str) -> list[Ref]:
        """ "lo acusó", "le prometió": the most salient actor mentioned that is not the subject."""
        tree = self.tree
        verb = tree.head[i]
        for c in self._doubles(i, verb):
            return [r for r in self.actors.refs(c) if r.named and r.entity.type in ACTORS]
        subject = tree.child(verb, "nsubj")
        doer = self._ids(self.actors.refs(subject) if subject is not None else self.actors.subject_of(verb))
        return self._pronoun_at(i, lower, verb, doer, back=1)

    def _doubles(self, i: int, verb: int) -> list[int]:
        """What a pronoun repeats: "a Corea del Norte la amenazó", "le advirtió a Rusia"."""
        tree = self.tree
        dative = tree.lower[i] in ("le", "les")
        verbs = [verb, *(c for c in tree.children[verb] if tree.dep[c] == "xcomp")]
        return [
            c
            for v in verbs
            for c in tree.children[v]
            if tree.dep[c] in ("obj", "iobj", "obl")
            and tree.preposition(c) == "a"
            and tree.pos[c] in ("NOUN", "PROPN")
            and (c < i or (dative and c > v))
            and not self.actors.is_place(c)
        ]

    def enclitic(self, verb: int, lower: str) -> list[Ref]:
        """ "acusándolo de", "para ofrecerle": as `_clitic`, for a pronoun written together with its verb."""
        tree = self.tree
        main = tree.head[verb] if tree.dep[verb] == "aux" else verb  # "haberla pedido"
        if lower not in ("le", "les") and tree.lemma[main] in self.propositional:
            return []
        return self._pronoun_at(verb, lower, verb, self._ids(self.actors.subject_of(main)), back=0)

    def _pronoun_at(self, i: int, lower: str, verb: int, doer: set[str | None], *, back: int) -> list[Ref]:
        tree = self.tree
        if lower not in ("le", "les") and tree.lemma[verb] in self.propositional:
            return []  # "lo negó": what was said
        if lower in ("los", "las", "les"):
            return self._plural(i, doer, back)
        masculine = None if lower == "le" else lower == "lo"
        scores: dict[str, tuple[float, Ref]] = {}
        for seen in [*self.before(i), *self.nameless(i)]:
            distance = tree.sentence[i] - seen.sentence
            entity = seen.ref.entity
            if distance > back or seen.ref.how == "demonym" or (seen.ref.named and entity.type not in ACTORS):
                continue
            if (seen.ref.named and entity.id in doer) or tree.head[seen.token] == verb:
                continue
            if not self._gender_fits(seen, masculine):
                continue
            weight = (2.5 if seen.subject else 1.0 + seen.token / tree.n) * 0.5**distance
            if entity.type not in ORGANIZATIONS:
                weight *= 1.5
            key = entity.id or f"token {seen.token}"
            scores[key] = (max(weight, scores.get(key, (0.0, seen.ref))[0]), seen.ref)
        if not scores:
            return []
        best = scores[max(sorted(scores), key=lambda each: scores[each][0])][1]
        return [self._at(i, best)] if best.named else []

    # -- descriptions -------------------------------------------------------------------------------

    def definite(self, i: int, determiners: Collection[str]) -> str:
        """How a noun points back: "demonstrative" ("este", "dicho"), "article", or "" where it does not."""
        words = {*determiners, self.tree.lower[i - 1] if i else ""}
        if words & {
            "este",
            "esta",
            "ese",
            "esa",
            "aquel",
            "aquella",
            "dicho",
            "dicha",
            "estos",
            "estas",
            "esos",
            "esas",
        }:
            return "demonstrative"
        return "article" if words & {"el", "la", "los", "las", "al", "del"} else ""

    def restricted(self, i: int) -> bool:
        """Whether a complement or relative clause says which one a noun means: "el organismo que dirige …"."""
        tree = self.tree
        if i + 1 < tree.n and tree.text[i + 1] == ",":
            return False
        return any(tree.dep[c] in ("nmod", "acl", "appos", "flat") and c > i for c in tree.children[i])

    def organization(self, i: int, determiners: Collection[str]) -> Ref | None:
        """ "la organización", "este foro", "el movimiento rebelde", "los paramilitares": the most salient that fits."""
        tree = self.tree
        classes = self.organizations.get(tree.lemma[i])
        how = self.definite(i, determiners)
        if classes is None or not how:
            return None
        if how == "article" and (self.restricted(i) or tree.lemma[i] in self.weak):
            return None
        if ("Number=Plur" in tree.feats[i]) != (tree.lemma[i] in self.actors.lexicon.cue("actors", "group_people")):
            return None
        kinds = {*classes.split(), *(("GovernmentBody",) if how == "demonstrative" else ())}
        country: str | None = None
        for c in tree.children[i]:
            if tree.dep[c] != "amod" or tree.lower[c] in ("dicho", "dicha", "dichos", "dichas"):
                continue
            if demonym := self.actors.demonym(c):
                country = demonym
            elif tree.lemma[c] in self.armed:
                kinds = {"ArmedGroup"}
            elif tree.lemma[c] in self.supranational:
                kinds = {"InternationalOrganization"}
        fitting = None
        if country is not None:
            known = self.gazetteer.known
            fitting = {s.ref.entity.id or "" for s in self.before(i)} & known.keys()
            fitting = {identifier for identifier in fitting if known[identifier].country == country}
        return self.salient(i, kinds, barred=self.above(i), only=fitting)

    def country(self, i: int, determiners: Collection[str]) -> Ref | None:
        """ "el país", "este Estado", "el país africano", "el reino": the last country mentioned that fits."""
        tree = self.tree
        how = self.definite(i, determiners)
        if not how or (how == "article" and self.restricted(i)):
            return None
        only = self.states.get(tree.lemma[i])
        for c in tree.children[i]:
            if tree.dep[c] == "amod" and c > i:
                region = self.regions.get(tree.lemma[c])
                if region is None:
                    return None
                only = region if only is None else only & region
        barred = self._above(i, nearest=how == "demonstrative")
        return self.salient(i, {"Country"}, near=True, barred=barred, only=only)

    def rebel(self, i: int) -> bool:
        """Whether an adjective puts a person beside armed groups: "el líder guerrillero"."""
        tree = self.tree
        return any(tree.dep[c] == "amod" and tree.lemma[c] in self.armed for c in tree.children[i])

    # -- speakers -----------------------------------------------------------------------------------

    def speaker(self, i: int) -> Ref | None:
        """Who utters the words around token `i`: the subject of the nearest verb of speech."""
        tree = self.tree
        sentence = tree.sentence[i]
        for number in (sentence, sentence + 1, sentence - 1):
            if not 0 <= number < len(tree.sentences):
                continue
            start, end = tree.sentences[number]
            for k in range(start, end):
                if (
                    tree.lemma[k] in self.actors.say
                    and not tree.quoted[k]
                    and tree.pos[k] == "VERB"
                    and "Person=1" not in tree.feats[tree.finite_verb(k)]
                ):
                    subject = tree.child(k, "nsubj")
                    refs = self.actors.refs(subject, each=False) if subject is not None else self.dropped(k)
                    for ref in refs:
                        if ref.named and ref.entity.type in ACTORS:
                            return ref
        return None

    def first_person(self, i: int, *, plural: bool) -> list[Ref]:
        """ "hemos enviado", "nuestro apoyo": the speaker, for the plural his country where it is known."""
        ref = self.speaker(i)
        if ref is None:
            return []
        entity = ref.entity
        if plural and entity.type == "Person" and (country := self.actors.country_of(entity)):
            entity = self.actors.entity(country)
        tree = self.tree
        return [Ref(entity, i, tree.begin[i], tree.begin[i], "speaker", ref.acts_for, ref)]

    # -- relatives ----------------------------------------------------------------------------------

    def antecedent(self, i: int) -> int | None:
        """The noun that a relative pronoun stands for: the head of the relative clause it is in."""
        tree = self.tree
        before = i - 1
        while before > 0 and tree.pos[before] in ("DET", "ADP", "PUNCT"):
            before -= 1
        if i - before > 2 and before in self.actors.names.at and tree.sentence[before] == tree.sentence[i]:
            return before  # "con la vecina Hungría, con la que firmó"
        k = i
        for _ in range(8):
            if tree.dep[k] == "acl" and tree.head[k] != k:
                return tree.head[k] if tree.head[k] < i else None
            if tree.head[k] == k:
                break
            k = tree.head[k]
        # the clause is attached elsewhere: the name right before the pronoun
        for k in range(i - 1, max(-1, i - 4), -1):
            if k in self.actors.names.at:
                return k
            if tree.pos[k] not in ("PUNCT", "ADP", "DET"):
                break
        return None

    # -- possessives --------------------------------------------------------------------------------

    def possessor(self, i: int) -> Ref | None:
        """The first of the possessors of noun `i`, or None."""
        found = self.possessors(i)
        return found[0] if found else None

    def possessors(self, i: int) -> list[Ref]:
        """Whom "su" on noun `i` refers to: the subject of its clause, else the most salient actor before."""
        tree, actors = self.tree, self.actors
        if (answerable := self.answerable(i)) is not None:
            return answerable
        barred = self._beside(i)
        k = tree.head[i]
        if tree.dep[i] == "conj":
            # "el belicismo del Kremlin y sus amenazas"
            for c in tree.children[k]:
                if tree.dep[c] == "nmod" and c < i and tree.preposition(c) == "de":
                    if refs := [r for r in actors.refs(c) if r.named and r.entity.type in ACTORS]:
                        return refs
        for _ in range(12):
            if tree.pos[k] in ("VERB", "AUX") or tree.child(k, "cop") is not None:
                if tree.lemma[k] in self.crediting and (credited := self._credited(i, k)):
                    return credited
                subject = tree.child(k, "nsubj")
                wished = not tree.finite(k) or "Mood=Sub" in tree.feats[tree.finite_verb(k)]
                if subject is None and wished and tree.dep[k] in ("xcomp", "ccomp", "advcl", "acl"):
                    refs = [r for r in actors.subject_of(k) if r.named and r.entity.type in ACTORS]
                    if refs:
                        return refs
                if tree.quoted[i] and not tree.quoted[k]:
                    break  # within a quotation "su" is not who utters it
                inverted = subject is not None and i < k < subject  # "A su lado estaba el general"
                if subject is not None and subject != i and not inverted and not tree.under(i, subject):
                    refs = [r for r in actors.refs(subject) if r.named and r.entity.type in ACTORS | PLACES]
                    if refs and not self._ids(refs) & barred:
                        return refs
                    if not refs and tree.pos[subject] == "NOUN" and self._nameless_people(subject):
                        return []  # "los vecinos tapian sus ventanas"
            if tree.head[k] == k:
                break
            k = tree.head[k]
        start = tree.sentences[tree.sentence[i]][0]
        for seen in reversed(self.before(i)):
            if (
                start <= seen.token
                and seen.ref.entity.type in ACTORS
                and seen.ref.how != "demonym"
                and seen.ref.entity.id not in barred
                and not tree.quoted[i]
            ):
                return [seen.ref]
        ref = self.salient(i, ACTORS - {"Person"} if tree.quoted[i] else ACTORS, barred=barred)
        return [ref] if ref is not None else []

    def answerable(self, i: int) -> list[Ref] | None:
        """ "sancionó a X por su apoyo a Y": the reason of an act lies with whom it meets, not with who does it."""
        tree = self.tree
        verb = tree.head[i]
        while tree.pos[verb] not in ("VERB", "AUX") and tree.head[verb] != verb:
            verb = tree.head[verb]
        because = tree.preposition(i) == "por" or any(
            tree.dep[c] == "mark" and tree.lower[c] == "por" for c in tree.children[i]
        )
        if not because or tree.pos[verb] != "VERB" or verb > i:
            return None
        for k in range(i - 1, verb, -1):
            met = tree.dep[k] in ("obj", "iobj") or tree.preposition(k) == "contra" or tree.dep[tree.head[k]] == "obj"
            if met and tree.preposition(k) in ("", "a", "contra") and not self.actors.resolving(k):
                refs = [r for r in self.actors._single(k) if r.named and r.entity.type in ACTORS]
                if refs:
                    return refs
        return None

    def _beside(self, i: int) -> set[str | None]:
        """Who stands in apposition to noun `i`, and so is not its owner: "Solana, su secretario general"."""
        tree = self.tree
        hosts = [c for c in tree.children[i] if tree.dep[c] in ("appos", "flat") and c in self.actors.names.at]
        if tree.dep[i] == "appos":
            hosts.append(tree.head[i])
        out = {ref.entity.id for host in hosts for ref in self.actors._single(host)}
        title = self.actors.titles.get(i)
        return out | ({title.person} if title is not None and title.person is not None else set())

    def _credited(self, i: int, verb: int) -> list[Ref]:
        """ "agradeció a Turquía su apoyo": whose it is that a verb credits somebody with."""
        tree = self.tree
        if tree.head[i] != verb or tree.dep[i] != "obj" or tree.preposition(i):
            return []
        for c in tree.children[verb]:
            if c != i and tree.dep[c] in ("obj", "iobj", "obl") and tree.preposition(c) == "a":
                target = self.antecedent(c) if tree.lower[c] in RELATIVES else c
                if target is not None:
                    return [r for r in self.actors.refs(target) if r.named and r.entity.type in ACTORS]
        return []

    def _nameless_people(self, noun: int) -> bool:
        """Whether a noun without a name can own something: people, or a plural of anything."""
        tree = self.tree
        nouns = [noun, *(c for c in tree.children[noun] if tree.dep[c] == "nmod" and tree.preposition(c) == "de")]
        return "Number=Plur" in tree.feats[noun] or any(tree.lemma[k] in self.people for k in nouns)

    # -- dropped subjects ---------------------------------------------------------------------------

    def dropped(self, verb: int) -> list[Ref]:
        """Who the dropped subject of a finite verb is: the subject of the clause or sentence before it."""
        tree = self.tree
        finite = tree.finite_verb(verb)
        plural = "Number=Plur" in tree.feats[finite]
        if "Person=1" in tree.feats[finite]:
            return self.first_person(verb, plural=plural)
        if "Person=2" in tree.feats[finite] or self._without_subject(verb, plural):
            return []
        sentence = tree.sentence[verb]
        first = tree.sentences[sentence][0]
        opening = self.actors.names.at.get(first) or self.actors.names.at.get(first + 1)
        if opening is not None and opening.end <= verb and tree.pos[first] in ("PROPN", "DET", "NOUN"):
            # "Lukashenko, quien gobierna con mano dura, amenazó …": the name that opens the sentence
            head = tree.head[opening.head]
            if tree.dep[opening.head] not in ("nsubj", "obj", "obl") or tree.pos[head] not in ("VERB", "AUX"):
                refs = [r for r in self.actors._single(opening.head) if r.entity.type in ACTORS]
                if refs and not plural and tree.dep[verb] == "ROOT":
                    return self._dropped_as(verb, refs)
        speaker = self.speaker(verb) if tree.quoted[verb] else None
        for back in range(1 if tree.quoted[verb] else 3):
            if sentence - back < 0:
                break
            other = False
            for k in self._subjects(verb, sentence - back):
                refs = self.actors.subject_of(k) if tree.pos[k] in ("VERB", "AUX") else self.actors.refs(k)
                refs = [r for r in refs if r.named and r.entity.type in ACTORS | {"City", "Region"}]
                if not refs or (speaker is not None and speaker.entity.id in self._ids(refs)):
                    continue
                many = len(refs) > 1 or "Number=Plur" in tree.feats[tree.finite_verb(k)]
                if plural != many and not (plural is False and len(refs) == 1):
                    other = other or (plural and self._depth(k) == 0)
                    continue
                return self._dropped_as(verb, refs)
            if other:
                return []  # somebody else has come in between
        return []

    def _dropped_as(self, verb: int, refs: list[Ref]) -> list[Ref]:
        begin = self.tree.begin[verb]
        return [Ref(r.entity, verb, begin, begin, "dropped", r.acts_for, r) for r in refs]

    def _subjects(self, verb: int, number: int) -> list[int]:
        """The subjects of a sentence up to a verb, main clauses first: the topic goes on from there.

        Where the main clause of an earlier sentence has none of its own, its verb stands for it.
        """
        tree = self.tree
        start, end = tree.sentences[number]
        here = number == tree.sentence[verb]
        subjects = [
            k
            for k in range(start, verb if here else end)
            if tree.dep[k] == "nsubj"
            and tree.lower[k] not in RELATIVES
            and not (tree.quoted[verb] and tree.lemma[tree.head[k]] in self.actors.say)
            and tree.quoted[k] == tree.quoted[verb]
        ]
        subjects.sort(key=lambda k: (self._depth(k), -k if here else k))
        root = next((k for k in range(start, end) if tree.head[k] == k), start)
        if (
            not here
            and not tree.quoted[verb]
            and tree.pos[root] in ("VERB", "AUX")
            and tree.child(root, "nsubj") is None
            and tree.finite(root)
        ):
            subjects.insert(0, root)
        return subjects

    def _depth(self, k: int) -> int:
        """How many clauses a token is embedded in."""
        tree = self.tree
        depth = 0
        while tree.head[k] != k:
            depth += tree.dep[k] in ("ccomp", "acl", "advcl", "csubj", "parataxis")
            k = tree.head[k]
        return depth

    def _without_subject(self, verb: int, plural: bool) -> bool:
        """Whether a verb has no subject to drop: "llueve", "hace falta", "se teme que", "se combate en …"."""
        tree = self.tree
        lemma = tree.lemma[verb]
        complements = {tree.lemma[c] for c in tree.children[verb]}
        for first, *rest in self.impersonal:
            if lemma == first and (not rest or rest[0] in complements):
                return True
        marked = any(tree.lower[c] == "se" and c < verb for c in tree.children[verb])
        if not marked or plural:
            return False
        clause = any(
            tree.dep[c] in ("ccomp", "csubj") and c > verb and any(tree.lower[k] == "que" for k in tree.children[c])
            for c in tree.children[verb]
        )
        if clause and lemma in self.actors.say:
            return True
        return lemma not in self.pronominal and f"{lemma}se" not in self.actors.lexicon.verbs

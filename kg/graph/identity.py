"""Who is the same over all articles: the entities of a set of articles → which of them bear one IRI. Pure.

An article is read by itself, so a person whom one article names in full is another's "el ministro Petrescu", an
organization its acronym, a foreign name another spelling. This second pass sees the entities of all articles, each as
its article has it, and finds for one that no list knows whom it denotes. It is a function of the set: the order of the
articles plays no role, and a link goes with the article that justified it.

1. *Spelling*: names of two words or more, or of one long word for organizations and places, that have one normal form
   (`kg.vocabulary.spelling`) are one, in the lists or among the articles.
2. *Acronyms*: what an article calls by an acronym alone is the organization that another introduces with it,
   "Frente de Liberación de Azania (FLA)".
3. *Shorter names*: "Petrescu" is the one person of the articles, or of the lists, whose fuller name holds it, given a
   state, body or role that both have, or others whom both deal with.

Each asks that class, gender, state and role agree where they are known, and that one and only one entity fits; in doubt
nothing is linked. What a user decides has its place before these rules: a decided entity is as good as a listed one.

Surnames as evidence, with what surrounds them, after Mann and Yarowsky (2003), "Unsupervised personal name
disambiguation", CoNLL; who is met together after Bekkerman and McCallum (2005), "Disambiguating web appearances of
people in a social network", WWW.
"""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.config import ontology_dir
from kg.model import Entity, Traits
from kg.vocabulary.gazetteer import Gazetteer, fold
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.ontology import Ontology
from kg.vocabulary.spelling import acronym, forms, spelled

VERSION = "1"
"""Raise it with every change of the rules, so that stores are brought up to date."""

LONG = 5
"""Letters from which on a single word is compared by its sound: shorter ones meet others' by chance."""

ENOUGH = 2
"""How much company two must share to be one: a person or body of the lists counts 2, a state or place, with which
everybody deals, 1."""

FAMILIES = {"Person": "person", "Organization": "organization", "Place": "place"}
"""Classes whose entities are compared, within each only."""

Links = dict[tuple[str, str], str]
"""(article, id of the entity as read there) → id of the entity that it is; what stays as read is left out."""

Forms = tuple[str, ...]

Same = dict[tuple[str, Forms], str]
"""(id as read, normal form of the name) → id of whom it is another spelling of."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An entity as one article has it: with the article's date, and the ids of those with whom it shares a claim."""

    article: str
    entity: Entity
    date: str | None = None
    beside: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The entity's id, as read in this article."""
        assert self.entity.id is not None
        return self.entity.id


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Whom a shorter name may denote, with what the articles that name it in full tell: in which it is, its traits and
    its company.
    """

    id: str
    articles: frozenset[str]
    traits: Traits
    beside: frozenset[str]

    @classmethod
    def of(cls, identifier: str, fuller: Collection[Seen]) -> _Candidate:
        """A candidate with the mentions by its full name."""
        return cls(
            identifier,
            frozenset(seen.article for seen in fuller),
            functools.reduce(Traits.__or__, {seen.entity.traits for seen in fuller}, Traits()),
            frozenset().union(*(seen.beside for seen in fuller)),
        )


class Identity:
    """The rules, with the lists that they compare with. Load it once with `Identity.load()`."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon, ontology: Ontology) -> None:
        self._known, self._held = gazetteer.known, gazetteer.held_by
        self._ontology = ontology
        self._offices = {office.office for terms in gazetteer.offices.values() for office in terms}
        self._family_first = {form for name in lexicon.cue("names", "family_first") for form in forms(name)}
        self._listed: dict[tuple[str, Forms], set[str]] = defaultdict(set)
        self._bearers: dict[str, dict[str, list[Forms]]] = defaultdict(lambda: defaultdict(list))
        self._given: set[str] = set()
        self._surnames: dict[str, set[str]] = defaultdict(set)
        for names in gazetteer.names.values():
            for identifier, name in names:
                known = gazetteer.known.get(identifier)
                if known is None or not (family := self.family(known.entity.type)):
                    continue
                words = _words_of(family, name)
                self._listed[family, words].add(identifier)
                if family == "person":
                    for surname in self._positions(words):
                        self._bearers[surname][identifier].append(words)
                        self._surnames[identifier].add(surname)
                    if len(words) > 1:
                        self._given.add(words[0])
        self._given -= self._family_first

    @classmethod
    def load(cls) -> Identity:
        """The rules with the lists of `ontology/`."""
        return _load()

    # -- what is compared with what -----------------------------------------------------------------

    def family(self, kind: str) -> str:
        """Which entities one of this class is compared with: "person", "organization", "place", "" for none."""
        return next((name for parent, name in FAMILIES.items() if self._ontology.is_a(kind, parent)), "")

    def keys(self, entity: Entity) -> frozenset[str]:
        """Under which words an entity is to be found: those that are compared share one. None for a listed one,
        but for the acronyms that the lists lack.
        """
        family = self.family(entity.type)
        if not family or entity.id is None:
            return frozenset()
        known = self._known.get(entity.id)
        listed = {fold(label) for label in known.entity.labels} if known is not None else set()
        keys = set()
        if known is None:
            words = _words_of(family, entity.label)
            keys |= self._positions(words) if family == "person" else {" ".join(words)}
        if family == "organization":
            keys |= {fold(name) for name in entity.labels if acronym(name) and fold(name) not in listed}
        return frozenset(f"{family} {key}" for key in keys)

    def concerns(self, entity: Entity) -> frozenset[str]:
        """The keys of those whose identity may change when an entity comes or goes."""
        if entity.id in self._known and self.family(entity.type) == "person":
            return frozenset(f"person {surname}" for surname in self._surnames.get(entity.id, ()))
        return self.keys(entity)

    def decided_by(self, entity: Entity, keys: Collection[str]) -> bool:
        """Whether all that decide about an entity are among those that bear some keys, and what spreads from them."""
        return self.family(entity.type) != "person" or f"person {forms(entity.label)[-1]}" in keys

    def spread(self, entity: Entity) -> frozenset[str]:
        """The keys of those who must be known too where an entity is to be compared."""
        return self.keys(entity) if self.family(entity.type) != "person" else frozenset()

    def bearers(self, entity: Entity) -> set[str]:
        """The listed people whose name an unlisted one may shorten."""
        if self.family(entity.type) != "person" or entity.id in self._known:
            return set()
        short = forms(entity.label)
        return {one for one, names in self._bearers.get(short[-1], {}).items() if self._abridges(short, names)}

    def _abridges(self, short: Forms, names: Iterable[Forms]) -> bool:
        """Whether a name is a shorter form of one of these, or another spelling of a surname among them."""
        return any(short == name == name[-1:] or _shortens(short, name, self._family_first) for name in names)

    def known(self, identifier: str | None) -> bool:
        """Whether the lists have an entity, so that it is whom it is."""
        return identifier in self._known

    def _positions(self, words: Forms) -> set[str]:
        """The words of a person's name that may stand for it alone."""
        if len(words) == 1:
            return set(words)
        return set(words[1:]) | ({words[0]} & self._family_first)

    # -- the rules ----------------------------------------------------------------------------------

    def links(self, seen: Iterable[Seen]) -> Links:
        """Who is who among the entities of some articles. Listed people are there for the company that they keep."""
        families: dict[str, list[Seen]] = defaultdict(list)
        for one in seen:
            families[self.family(one.entity.type)].append(one)
        links: Links = {}
        for family in ("organization", "place"):
            same = self._spellings(family, families[family])
            links |= {(one.article, one.id): to for one in families[family] if (to := same.get(_spelled(one)))}
            links |= self._acronyms(families[family], same)
        links |= self._people(families["person"])
        beside = {(one.article, one.id): one.beside for group in families.values() for one in group}
        return {key: to for key, to in links.items() if not any(self._named_like(other, to) for other in beside[key])}

    def _spellings(self, family: str, seen: Iterable[Seen]) -> Same:
        """Whom the lists or other articles spell otherwise."""
        groups: dict[Forms, dict[str, Entity]] = defaultdict(dict)
        for one in seen:
            words = _words_of(family, one.entity.label)
            if one.id in self._known or (len(words) == 1 and (family == "person" or not _long(one.entity.label))):
                continue
            group = groups[words]
            group[one.id] = _both(group[one.id], one.entity, self._ontology) if one.id in group else one.entity
        same: Same = {}
        for words, group in groups.items():
            listed = self._listed.get((family, words), set())
            if len(listed) > 1:
                continue
            for known in listed:
                fitting = (one for one, entity in group.items() if self._compatible(entity, self._entity(known)))
                same |= {(one, words): known for one in fitting}
            rest = [(one, entity) for one, entity in group.items() if (one, words) not in same]
            if len(rest) > 1 and all(self._compatible(a, b) for (_, a), (_, b) in combinations(rest, 2)):
                first, _ = min(rest, key=lambda pair: (-len(pair[1].label), pair[0]))
                same |= {(one, words): first for one, _ in rest if one != first}
        return same

    def _acronyms(self, seen: Collection[Seen], same: Same) -> Links:
        introduced: dict[str, list[Seen]] = defaultdict(list)
        for one in seen:
            if not acronym(one.entity.label):
                for name in filter(acronym, one.entity.labels):
                    introduced[name].append(one)
        links: Links = {}
        for one in seen:
            if one.id in self._known or not acronym(one.entity.label):
                continue
            found = {
                same.get(_spelled(other), other.id)
                for other in introduced[one.entity.label]
                if self._compatible(one.entity, self._entity(other.id) if other.id in self._known else other.entity)
            }
            if len(found) == 1:
                links[one.article, one.id] = found.pop()
        return links

    def _people(self, seen: Collection[Seen]) -> Links:
        same = self._spellings("person", seen)
        resolved = {(one.article, one.id): same.get((one.id, forms(one.entity.label)), one.id) for one in seen}
        unlisted = [one for one in seen if one.id not in self._known]
        words = {one.id: forms(one.entity.label) for one in unlisted}  # by id: who is written alike sounds alike
        by_surname: dict[str, list[Seen]] = defaultdict(list)
        for one in unlisted:
            for surname in self._positions(words[one.id]):
                by_surname[surname].append(one)
        met: dict[str, list[Seen]] = defaultdict(list)
        for one in seen:
            if one.id in self._known:
                met[one.id].append(one)
        # from long names to short ones, so that whom a longer name denotes is known when a shorter is asked
        for length in sorted({len(found) for found in words.values()}, reverse=True):
            decided = {}
            asked: dict[Forms, list[_Candidate]] = {}
            for one in unlisted:
                name = words[one.id]
                if len(name) == length and resolved[one.article, one.id] not in self._known:
                    if name not in asked:
                        fuller = [other for other in by_surname[name[-1]] if len(words[other.id]) > length]
                        asked[name] = self._candidates(name, words, fuller, resolved, met)
                    found = self._bearer(one, asked[name])
                    if found is not None:
                        decided[one.article, one.id] = found
            resolved |= decided
        return {key: to for key, to in resolved.items() if key[1] != to}

    def _candidates(
        self,
        name: Forms,
        words: Mapping[str, Forms],
        fuller: Iterable[Seen],
        resolved: Mapping[tuple[str, str], str],
        met: Mapping[str, list[Seen]],
    ) -> list[_Candidate]:
        """The people of the articles and of the lists whose fuller name a name shortens."""
        if len(name) == 1 and name[0] in self._given:
            return []  # "Hugo" alone may be anybody's
        found: dict[str, list[Seen]] = defaultdict(list)
        for other in fuller:
            if _shortens(name, words[other.id], self._family_first):
                found[resolved[other.article, other.id]].append(other)
        for identifier, names in self._bearers.get(name[-1], {}).items():
            if self._abridges(name, names):
                found[identifier] += met.get(identifier, ())
        return [_Candidate.of(identifier, seen) for identifier, seen in found.items()]

    def _bearer(self, one: Seen, candidates: Iterable[_Candidate]) -> str | None:
        """The one candidate whom a mention may denote, if there is one and something beside the name agrees."""
        mine = one.entity.traits
        possible = []
        for candidate in candidates:
            theirs = candidate.traits | self._traits(candidate.id, one.date)
            if (
                one.article not in candidate.articles
                and not _contradict(mine, theirs)
                and (candidate.articles or mine.countries & theirs.countries or _agree(mine.roles, theirs.roles))
                and not (candidate.id in self._known and self._held_by_another(mine, theirs))
            ):
                possible.append((candidate, theirs))
        if len(possible) != 1:
            return None
        ((found, theirs),) = possible
        if not found.articles:
            # nobody names him: then the title must say all
            exact = mine.countries & theirs.countries and _agree(mine.roles, theirs.roles)
            return found.id if exact else None
        if mine.countries & theirs.countries or mine.bodies & theirs.bodies:
            return found.id
        if mine.roles and theirs.roles:
            return found.id if _agree(mine.roles, theirs.roles) else None
        return found.id if sum(map(self._weight, one.beside & found.beside)) >= ENOUGH else None

    def _held_by_another(self, mine: Traits, theirs: Traits) -> bool:
        """Whether a text gives an office whose holders the lists know, and a listed person was none of them."""
        return bool(mine.roles & self._offices) and not _agree(mine.roles, theirs.roles)

    def _weight(self, identifier: str) -> int:
        known = self._known.get(identifier)
        if known is None:
            return 0  # as uncertain as what it should prove
        kind = known.entity.type
        actor = self.family(kind) in ("person", "organization") and kind != "InternationalOrganization"
        return 2 if actor else 1

    def _named_like(self, identifier: str, to: str) -> bool:
        """Whether an id is one's own, or made of one's name or a part of it: in one claim with another he is not he."""
        folder, slash, name = identifier.partition("/")
        if identifier == to or not slash or identifier in self._known:
            return identifier == to
        words, own = forms(name.replace("_", " ")), forms(to.partition("/")[2].replace("_", " "))
        family = "person" if folder == "person" else "organization" if folder == "org" else folder
        if to in self._listed.get((family, words), ()) or (words == own and to.startswith(f"{folder}/")):
            return True
        return family == "person" and to.startswith("person/") and _shortens(words, own, self._family_first)

    # -- agreement ----------------------------------------------------------------------------------

    def _compatible(self, one: Entity, other: Entity) -> bool:
        """Whether two may be one: no class, state, gender or role of the one excludes the other's."""
        is_a = self._ontology.is_a
        classes = is_a(one.type, other.type) or is_a(other.type, one.type)
        return classes and not _contradict(one.traits, other.traits)

    def _entity(self, identifier: str) -> Entity:
        """An entity of the lists with what they say of it."""
        known = self._known[identifier]
        traits = Traits(frozenset(known.gender), frozenset({known.country} - {""}))
        return Entity(identifier, known.entity.label, known.entity.type, known.entity.labels, traits)

    def _traits(self, identifier: str, date: str | None) -> Traits:
        """What the lists say of a person at a date; nothing of one that they lack."""
        if identifier not in self._known:
            return Traits()
        held = [office for office in self._held.get(identifier, ()) if office.held(date)]
        roles = {fold(office.title) for office in held} | {office.office for office in held}
        return self._entity(identifier).traits | Traits(roles=frozenset(roles))


@functools.cache
def _load() -> Identity:
    return Identity(Gazetteer.load(), Lexicon.load(), Ontology.load())


@functools.cache
def digest() -> str:
    """What changes when the rules do, or the words that only they read."""
    files = ("lexicon/es/names.toml", "entities/offices.csv")
    content = b"".join((ontology_dir() / name).read_bytes() for name in files)
    return f"{VERSION}-{hashlib.sha256(content).hexdigest()[:16]}"


def _both(one: Entity, other: Entity, ontology: Ontology) -> Entity:
    """An entity as two articles have it: the more special class (of others the first of the alphabet), all traits."""
    kind = min(one.type, other.type, key=lambda name: (-len(ontology.classes[name].ancestors), name))
    return Entity(one.id, min(one.label, other.label), kind, (), one.traits | other.traits)


def _words_of(family: str, name: str) -> Forms:
    return forms(name) if family == "person" else spelled(name)


def _spelled(one: Seen) -> tuple[str, Forms]:
    return one.id, spelled(one.entity.label)


def _long(name: str) -> bool:
    return len(name) >= LONG and not acronym(name)


def _shortens(short: Forms, full: Forms, family_first: Collection[str]) -> bool:
    """Whether a name is a shorter form of a fuller one: a surname, or given name and surname with others left out.

    >>> _shortens(("garcia",), ("jusa", "garcia", "paraz"), ())
    True
    >>> _shortens(("jusa", "paraz"), ("jusa", "garcia", "paraz"), ())
    True
    >>> _shortens(("jusa",), ("jusa", "garcia"), ()), _shortens(("kim",), ("kim", "jong", "un"), {"kim"})
    (False, True)
    """
    if not 0 < len(short) < len(full):
        return False
    if any(full[i : i + len(short)] == short for i in range(1, len(full))):
        return True
    if len(short) == 1:
        return short[0] == full[0] and short[0] in family_first
    rest = iter(full[1:])
    return short[0] == full[0] and all(word in rest for word in short[1:])


def _contradict(one: Traits, other: Traits) -> bool:
    """Whether one cannot have both traits: of two genders, of different states, or ministers of different things."""
    for mine, theirs in ((one.genders, other.genders), (one.countries, other.countries)):
        if mine and theirs and not mine & theirs:
            return True
    if _agree(one.roles, other.roles):
        return False
    heads = {_stem(role.split()[0]) for role in one.roles if " " in role}
    return any(_stem(role.split()[0]) in heads for role in other.roles if " " in role)


def _agree(some: Iterable[str], others: Collection[str]) -> bool:
    """Whether a role of the one is a role of the other, in either gender, perhaps in fewer words.

    >>> _agree({"ministra"}, {"ministro de hacienda"}), _agree({"ministro de justicia"}, {"ministro de hacienda"})
    (True, False)
    """
    return any(_within(a, b) or _within(b, a) for a in map(_words, some) for b in map(_words, others))


def _words(role: str) -> Forms:
    first, *rest = role.split()
    return (_stem(first), *rest)


def _within(short: Forms, full: Forms) -> bool:
    return full[: len(short)] == short


def _stem(word: str) -> str:
    return word[:-1] if word[-1] in "aeo" else word

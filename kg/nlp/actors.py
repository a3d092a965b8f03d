"""A noun phrase of the text → the entities that it denotes: names, governments, titles, anaphors, generic mentions.

Whom pronouns, possessives and dropped subjects mean is the business of `kg.nlp.anaphora`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from kg.model import Entity
from kg.nlp.anaphora import (
    ACTORS,
    ARGUMENTS,
    DEMONSTRATIVES,
    NUMBERS,
    ORGANIZATIONS,
    PLACES,
    PLURALS,
    Anaphora,
    Ref,
    Seen,
)
from kg.nlp.lists import Lists
from kg.nlp.mentions import Names, local_id
from kg.nlp.titles import TitleMention, TitleReader
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import Gazetteer, fold
from kg.vocabulary.lexicon import Lexicon

__all__ = ["ACTORS", "MEASURES", "ORGANIZATIONS", "PLACES", "Actors", "Ref"]

REIGNING = ("rey", "reina", "emper", "gran duque", "príncipe", "gobernador")

ORDINALS = {"primero": 0, "primera": 0, "segundo": 1, "segunda": 1}

DIRECTIONS = frozenset(
    "norte sur este oeste noreste noroeste sureste suroeste sudeste sudoeste centro interior capital frontera costa "
    "zona territorio región parte resto lado suelo aguas".split()
)
"""Nouns that locate within what their complement names: "el sur del Líbano" is in Lebanon."""

MEASURES = frozenset(
    "tonelada millón millar miles centenar docena cientos decena contenedor cargamento lote serie tipo envío paquete "
    "partida conjunto cantidad número grupo par mayoría parte total unidad barril litro kilo kilogramo caja carga "
    "reserva arsenal flota escuadrón remesa suministro variedad gama millar billón".split()
)
"""Nouns that measure or hold what their complement names."""


class Actors:
    """Answers, for one text, whom or what a token denotes."""

    def __init__(
        self, tree: Tree, names: Names, gazetteer: Gazetteer, lexicon: Lexicon, titles: TitleReader, date: str | None
    ) -> None:
        self.tree = tree
        self.names = names
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.date = date
        cue = lexicon.cue
        self.say = cue("speech", "say")
        self.documents = cue("attribution", "documents")
        self.government = cue("actors", "government")
        self.government_strict = cue("actors", "government_strict")
        self.military = cue("actors", "military")
        self.military_body = cue("actors", "military_body")
        self.countries = cue("actors", "country")
        self.parliamentary = cue("actors", "parliamentary")
        self.islands = cue("actors", "island_states")
        self.proxies = cue("actors", "proxies")
        self.group = cue("actors", "group")
        self.persons = cue("actors", "person")
        self.introducers = cue("names", "introducers")
        self.naming = cue("names", "naming")
        self.bodies = lexicon.maps["actors.body"]
        self.epithets = lexicon.maps.get("actors.epithets", {})
        self.epithet_heads = {words.split()[0] for words in self.epithets}
        self.lists = Lists(tree, names, lexicon)
        self.titles: dict[int, TitleMention] = titles.read(tree, names, date)
        self.made: dict[str, Entity] = {}
        self._refs: dict[int, list[Ref]] = {}
        self._busy: set[int] = set()
        self.anaphora = Anaphora(tree, gazetteer, self)
        self.antecedent, self.possessors = self.anaphora.antecedent, self.anaphora.possessors
        self.dropped, self.first_person = self.anaphora.dropped, self.anaphora.first_person
        self.enclitic, self.topic = self.anaphora.enclitic, self.anaphora.topic
        self.answerable = self.anaphora.answerable
        self.subject_of: Callable[[int], list[Ref]] = lambda verb: []
        self._title_memory: dict[tuple[str, str | None], str] = {}
        self._remember()

    # -- history: who was spoken of, in the order of the text ---------------------------------------

    def _remember(self) -> None:
        """Record every direct mention (names, titles, governments, demonyms) in the order of the text."""
        tree = self.tree
        done: set[int] = set()
        for i in range(tree.n):
            name = self.names.at.get(i)
            if name is None and (epithet := self._epithet(i)) is not None:
                self.anaphora.history.append(
                    Seen(i, tree.sentence[i], self._named(epithet, i, i, i, "epithet"), self._is_subject(i))
                )
                continue
            if name is not None:
                if name.start != i:
                    continue
                ref = self._named(name.candidates[0], name.head, name.start, name.end - 1, "name")
                token = name.head
            elif i in self.titles and i not in self.names.at and (m := self.titles[i]).person is not None:
                ref = self._named(m.person, i, i, i, "title")
                token = i
                for key in {m.words, m.words.split()[0]}:
                    self._title_memory[fold(key), None] = m.person
                    if m.of is not None:
                        self._title_memory.setdefault((fold(key), m.of), m.person)
            elif tree.pos[i] in ("ADJ", "NOUN") and tree.text[i][:1].islower():
                demonym = self.gazetteer.demonyms.get(tree.lower[i]) or self.gazetteer.demonyms.get(fold(tree.lower[i]))
                if not demonym:
                    continue
                ref = self._named(demonym[0], i, i, i, "demonym")
                token = i
            else:
                continue
            if token in done:
                continue
            done.add(token)
            self.anaphora.history.append(Seen(token, tree.sentence[token], ref, self._is_subject(token)))

    def _is_subject(self, i: int) -> bool:
        tree = self.tree
        for _ in range(6):
            if tree.dep[i] == "nsubj":
                return True
            if tree.dep[i] in ("appos", "flat", "nmod", "amod", "conj", "compound") and tree.head[i] != i:
                i = tree.head[i]
            else:
                return False
        return False

    # -- entities -----------------------------------------------------------------------------------

    def entity(self, identifier: str) -> Entity:
        """The entity behind an id, with the names that the text uses for it."""
        return self.made.get(identifier) or self.names.entity(identifier, self.gazetteer)

    def make(self, name: str, kind: str, *more: str) -> Entity:
        """An entity that only the text knows, such as the army or a ministry of a country."""
        identifier = local_id(name, kind)
        known = self.gazetteer.known.get(identifier)
        if known is not None:
            return known.entity
        before = self.made.get(identifier) or self.names.entities.get(identifier)
        labels = dict.fromkeys((name, *(before.labels if before else ()), *more))
        entity = self.made[identifier] = Entity(identifier, name, kind, tuple(labels))
        return entity

    def _named(self, identifier: str, token: int, first: int, last: int, how: str) -> Ref:
        known = self.gazetteer.known.get(identifier)
        tree = self.tree
        acts_for = known.acts_for if known else ""
        if acts_for in self.gazetteer.predecessors and self.date is not None:
            state, until = self.gazetteer.predecessors[acts_for]
            if self.date <= until:
                acts_for = state  # "Belgrado" acted for Yugoslavia until 2003
        return Ref(self.entity(identifier), token, tree.begin[first], tree.end[last], how, acts_for)

    def _phrase(self, i: int) -> tuple[int, int]:
        return self.tree.phrase(i)

    # -- the question -------------------------------------------------------------------------------

    def refs(self, i: int, *, each: bool = True) -> list[Ref]:
        """What the phrase headed by token `i` denotes; with its coordinated phrases, unless `each` is off."""
        tree = self.tree
        out: list[Ref] = []
        members = self._members(i) if each else [i]
        for member in members:
            if member != i and tree.pos[member] in ("VERB", "AUX", "ADV"):
                continue
            for ref in self._single(member):
                if all(ref.entity != other.entity for other in out):
                    out.append(ref)
        return out

    def resolving(self, i: int) -> bool:
        """Whether what token `i` denotes is being asked right now, further up."""
        return i in self._busy

    def _members(self, i: int) -> list[int]:
        """The coordinated heads of a phrase; names that the parser strung as appositions of a list count too."""
        tree = self.tree
        members = tree.conjuncts(i)
        if i not in self.names.at and len(own := self._single(i)) == 1 and own[0].entity.type in PLACES:
            for c in tree.children[i]:  # "el centro de Kiev, Leópolis y Dnipró"
                part = c in self.names.at and tree.preposition(c) == "de"
                if part and [ref.entity for ref in self._single(c)] == [own[0].entity]:
                    members += [k for k in tree.conjuncts(c)[1:] if k in self.names.at]
        if i in self.names.at:
            name = self.names.at[i]
            for k in range(name.start, name.end):
                if k != i:  # "Corea del | Sur y Corea del Norte": coordinated with the last word of the name
                    members.extend(c for c in tree.conjuncts(k)[1:] if not name.start <= c < name.end)
            for c in tree.children[i]:
                if (
                    tree.dep[c] == "appos"
                    and c in self.names.at
                    and tree.breaks[c] == tree.breaks[i]
                    and (
                        len(members) > 1
                        or any(tree.dep[k] == "cc" for k in tree.children[c])
                        or len(tree.conjuncts(c)) > 1
                    )
                ):
                    kinds = {self.entity(self.names.at[k].candidates[0]).type for k in (i, c)}
                    if kinds <= ORGANIZATIONS or kinds <= PLACES:
                        members.extend(tree.conjuncts(c))
        return members

    def _single(self, i: int) -> list[Ref]:
        found = self._refs.get(i)
        if found is not None:
            return found
        if i in self._busy:
            return []
        self._busy.add(i)
        try:
            found = self._resolve(i)
        finally:
            self._busy.discard(i)
        self._refs[i] = found
        return found

    def _resolve(self, i: int) -> list[Ref]:
        tree = self.tree
        name = self.names.at.get(i)
        if name is not None:
            return [self._named(name.candidates[0], i, name.start, name.end - 1, "name")]
        if i in self.titles:
            return self._title(i)
        # "el primer ministro": the head may be the second word of the title
        for back in (1, 2):
            if i - back in self.titles and self.titles[i - back].end > i and tree.pos[i] == "NOUN":
                return self._title(i - back)
        pos = tree.pos[i]
        if pos == "PRON" or (tree.lower[i] in DEMONSTRATIVES | PLURALS and tree.dep[i] in ARGUMENTS):
            return self.anaphora.pronoun(i)
        if pos in ("NOUN", "ADJ", "PROPN", "NUM", "DET", "VERB"):
            return self._noun(i)
        return []

    def _generic(self, i: int) -> list[Ref]:
        tree = self.tree
        first, last = self._phrase(i)
        text = tree.span(first, last)
        return [Ref(Entity(None, text, "Mention", (text,)), i, tree.begin[first], tree.end[last], "generic")]

    def is_place(self, i: int) -> bool:
        """Whether a phrase names a city or region: no object with "a" ("voló a Tiflis"), unlike a country's."""
        refs = self.refs(i, each=False)
        return bool(refs) and refs[0].entity.type in ("City", "Region", "Place") and not refs[0].acts_for

    # -- titles -------------------------------------------------------------------------------------

    def _title(self, i: int) -> list[Ref]:
        m = self.titles[i]
        tree = self.tree
        last = max(m.end - 1, i)
        if m.person is not None:
            return [self._named(m.person, i, i, last, "title")]
        of = self.led(m)
        if m.title.office == "same":
            return self._counterpart(i, m)
        definite = any(tree.lower[c] in ("el", "la", "este", "esta", "su", "ese", "esa") for c in tree.children[i])
        if m.status == "current" and of is not None:
            person = self.holder(m, of)
            if person is not None:
                return [self._named(person, i, i, last, "title")]
            same = self._title_memory.get((fold(m.words), of))
            if same is not None:
                return [self._named(same, i, i, last, "title")]
            if (
                of in self.gazetteer.known
                and self.gazetteer.known[of].entity.type == "Country"
                and m.title.relation == "leads"
            ):
                return [self._named(of, i, i, last, "title")]
            if m.title.relation == "memberOf" and m.of is not None:
                return [self._named(m.of, i, i, last, "title")]
            return self._generic(i)
        if m.of is None and m.of_token < 0 and (definite or tree.dep[i] in ("nsubj",)) and m.status == "current":
            ref = self._earlier_holder(i, m)
            if ref is not None:
                return [ref]
        return self._generic(i)

    def _led_together(self, i: int) -> list[Ref]:
        """ "los presidentes de Malí y Níger": the states or organizations for which several office-holders act."""
        tree = self.tree
        for c in tree.children[i]:
            if c > i and tree.dep[c] in ("nmod", "obl") and tree.preposition(c) == "de":
                refs = [r for token in self.lists.after(i) for r in self._single(token)]
                if not refs:
                    refs = [r for r in self.refs(c) if r.how == "both"]
                acting = [r.acts_for or r.entity.id for r in refs if r.acts_for or r.entity.type in ACTORS - {"Person"}]
                if len(acting) > 1:
                    return [self._named(of, i, i, i, "government") for of in acting if of]
        return []

    def _earlier_holder(self, i: int, m: TitleMention) -> Ref | None:
        """ "el presidente", "el ministro": who was given this title, or else the last person who could bear it."""
        tree = self.tree
        barred = self.anaphora.above(i)
        rebel = self.anaphora.rebel(i)
        for key in (m.words, m.words.split()[0]) if not rebel else ():
            person = self._title_memory.get((fold(key), None))
            if person is not None and person not in barred and self._mentioned_before(person, i):
                return self._named(person, i, i, i, "anaphora")
        word = m.words.split()[0]
        masculine = not word.endswith("a")
        fitting = {
            person
            for seen in self.anaphora.before(i)
            if seen.ref.entity.type == "Person" and (person := seen.ref.entity.id) is not None
            if (self._leads_group(person) if rebel else self._could_bear(person, m, masculine))
        }
        woman = any(tree.lower[c] in ("la", "esta", "esa") for c in tree.children[i])
        ref = self.anaphora.salient(i, {"Person"}, barred=barred, only=fitting, masculine=False if woman else None)
        return Ref(ref.entity, i, tree.begin[i], tree.end[i], "anaphora", via=ref) if ref is not None else None

    def _could_bear(self, person: str, m: TitleMention, masculine: bool) -> bool:
        """Whether a person can be meant by a title without a name, by sex and by the offices of the lists."""
        word = m.words.split()[0]
        known = self.gazetteer.known.get(person)
        if known is None:
            return not m.title.proper or m.title.office in ("head_of_state", "supreme_leader")
        if known.gender and (known.gender == "m") != masculine and word[-1] in "ao":
            return False
        if m.title.proper and not self._holds(person, m):
            return False
        return fold(word)[:-1] not in ("republican", "democrat") or known.country == "USA"

    def _leads_group(self, person: str) -> bool:
        """Whether the text or the lists make a person the head of an armed group."""
        groups = [m.of for m in self.titles.values() if m.person == person]
        groups += [office.of for office in self.gazetteer.held_by.get(person, ())]
        return any(of is not None and self.entity(of).type == "ArmedGroup" for of in groups)

    def _holds(self, person: str, m: TitleMention) -> bool:
        for office in self.gazetteer.held_by.get(person, ()):
            if office.held(self.date) and (
                fold(office.title)[:-1] == fold(m.words)[:-1]
                or office.office == m.title.office
                or {office.office, m.title.office} <= {"head_of_state", "head_of_government", "supreme_leader"}
            ):
                return True
        return False

    def _mentioned_before(self, person: str, i: int) -> bool:
        return any(seen.token < i and seen.ref.entity.id == person for seen in self.anaphora.history)

    def last_mention(self, identifier: str, i: int) -> Ref | None:
        """The last phrase before token `i` that names an entity, or else a place that acts for it; or None."""
        before = [seen.ref for seen in self.anaphora.history if seen.token < i]
        for ref in reversed(before):
            if ref.entity.id == identifier:
                return ref
        return next((ref for ref in reversed(before) if ref.acts_for == identifier), None)

    def spoken_of(self, identifier: str) -> bool:
        """Whether the text names an entity anywhere, if only by an adjective."""
        return any(seen.ref.entity.id == identifier for seen in self.anaphora.history)

    def _counterpart(self, i: int, m: TitleMention) -> list[Ref]:
        """ "su homólogo ruso": the holder of the same office elsewhere."""
        if m.of is None:
            return self._generic(i)
        subject = self.anaphora.salient(i, {"Person"})
        if subject is not None and subject.entity.id is not None:
            for office in self.gazetteer.held_by.get(subject.entity.id, ()):
                if office.held(self.date):
                    person = self.gazetteer.holder(m.of, office.title, office.office, self.date)
                    if person is not None and person != subject.entity.id:
                        return [self._named(person, i, i, max(m.end - 1, i), "title")]
        return [self._named(m.of, i, i, max(m.end - 1, i), "title")]

    def holder(self, m: TitleMention, of: str) -> str | None:
        """Who holds the office that a title names in `of` at the article's date, if the lists are certain.

        "líder", "mandatario" and the like fit several offices: then whom of their holders the text names, or else the
        head of government before a king or a ceremonial president.
        """
        before = self.tree.lower[m.start - 1] if m.start else ""
        if before in ("un", "una", "otro", "otra"):
            return None  # "un dirigente de Hamás"
        known = self.gazetteer.known.get(of)
        if known is not None and known.entity.type in ORGANIZATIONS and m.title.relation == "leads":
            # "el jefe de la UNMIK", "la líder de Vente Venezuela"
            alone = before in ("el", "la", "su", "máximo", "máxima")
            return self.gazetteer.holder(of, m.words, "head", self.date) if m.title.proper or alone else None
        if not m.title.proper:
            return None
        office = m.title.office
        if of in m.title.head_of_government_in:
            office = "head_of_government"
        word = m.words.split()[0]
        if (
            office not in ("head_of_state", "supreme_leader")
            or word.startswith("president")
            or m.title.kind == "monarch"
        ):
            return self.gazetteer.holder(of, m.words, office, self.date)
        terms = [
            o
            for o in self.gazetteer.offices.get(of, ())
            if o.office in ("head_of_state", "head_of_government", "supreme_leader") and o.held(self.date)
        ]
        named = {o.person for o in terms if self._mentioned_before(o.person, m.start)}
        if len(named) == 1:
            return named.pop()
        # where a king or a ceremonial president reigns, the head of government leads
        ranks = ("supreme_leader", "head_of_state", "head_of_government")
        if of in self.parliamentary or all(o.title.startswith(REIGNING) for o in terms if o.office == "head_of_state"):
            ranks = ("supreme_leader", "head_of_government", "head_of_state")
        for rank in ranks:
            people = {o.person for o in terms if o.office == rank and not o.title.startswith(REIGNING)}
            if people:
                return people.pop() if len(people) == 1 else None
        return None

    def led(self, m: TitleMention) -> str | None:
        """The id of what the bearer of a title leads or serves: by its complement, or a noun's referent."""
        for k in range(m.start + 1, m.end):  # "el jefe del Ejército paquistaní": the body that the title names
            named = self.tree.lemma[k] in self.bodies or self.tree.lemma[k] in self.military_body
            if named and self.tree.lower[k - 1] in ("del", "la", "las", "los"):  # not "ministro de Justicia"
                body = [ref.entity.id for ref in self._single(k) if ref.how == "body"]
                if body:
                    return body[0]
        if m.of is not None:
            return self._country_of_seat(m.of)
        if m.of_token >= 0:
            for ref in self.refs(m.of_token, each=False):
                if ref.named and ref.entity.type in ACTORS | PLACES and ref.entity.type != "Person":
                    return ref.entity.id
            return None
        # "su presidente"
        for c in (*self.tree.children[m.start], m.start - 1):
            if c >= 0 and self.tree.lower[c] in ("su", "sus"):
                owner = self.anaphora.possessor(m.start)
                if owner is not None and owner.entity.type != "Person":
                    return owner.entity.id
        return None

    def _country_of_seat(self, identifier: str) -> str:
        known = self.gazetteer.known.get(identifier)
        return known.acts_for if known is not None and known.acts_for and known.capital is False else identifier

    # -- nouns --------------------------------------------------------------------------------------

    def country_behind(self, i: int) -> str | None:
        """The country that an adjective, complement or possessive of noun `i` names: "ruso", "de Rusia", "su"."""
        tree = self.tree
        for c in tree.children[i]:
            if tree.dep[c] in ("amod", "nmod", "acl", "appos", "flat", "compound", "dep"):
                if demonym := self.demonym(c):
                    return demonym
        # the adjective may be attached further up: look at what follows the noun at once
        for k in (i + 1, i + 2):
            if k < tree.n and tree.pos[k] == "ADJ" and tree.sentence[k] == tree.sentence[i]:
                if demonym := self.demonym(k):
                    return demonym
            else:
                break
        for c in tree.children[i]:
            if tree.dep[c] in ("nmod", "obl", "appos", "flat", "compound") and tree.preposition(c) in ("de", ""):
                if tree.preposition(c) and self._of_adjective(i, c):
                    continue  # "un país aliado de Polonia" is not Poland
                for ref in self.refs(c, each=False):
                    if ref.acts_for:
                        return ref.acts_for
                    if ref.entity.type == "Country":
                        return ref.entity.id
                    if ref.entity.type == "Person" and ref.entity.id and tree.preposition(c) == "de":
                        known = self.gazetteer.known.get(ref.entity.id)
                        if known is not None and known.country:
                            return known.country
                        return self._led_by(ref.entity.id)
        if any(tree.lower[c] in ("su", "sus") for c in tree.children[i]):
            owner = self.anaphora.possessor(i)
            if owner is not None:
                if owner.entity.type == "Country":
                    return owner.entity.id
                if owner.entity.type == "Person" and owner.entity.id:
                    known = self.gazetteer.known.get(owner.entity.id)
                    return known.country if known and known.country else self._led_by(owner.entity.id)
        return None

    def _of_adjective(self, i: int, c: int) -> bool:
        """Whether a complement of noun `i` is that of its adjective: "un país vecino | de Siria"."""
        tree = self.tree
        start = min([c, *(k for k in tree.children[c] if tree.dep[k] in ("case", "det"))])
        return start - 1 > i and tree.head[start - 1] == i and tree.lemma[start - 1] in self.lexicon.adjectives

    def country_of(self, person: Entity) -> str | None:
        """The country that a person acts for: of the lists, or whose office the text gives him."""
        if person.id is None:
            return None
        known = self.gazetteer.known.get(person.id)
        return known.country if known is not None and known.country else self._led_by(person.id)

    def _led_by(self, person: str) -> str | None:
        for m in self.titles.values():
            if (
                m.person == person
                and m.of in self.gazetteer.known
                and self.gazetteer.known[m.of].entity.type == "Country"
            ):
                return m.of
        return None

    def demonym(self, i: int) -> str | None:
        """The country of an adjective or demonym noun, if it is one in this text."""
        tree = self.tree
        if i in self.names.at:
            return None
        lower = tree.lower[i]
        found = self.gazetteer.demonyms.get(fold(lower))
        if found is None and "-" in lower:
            found = self.gazetteer.demonyms.get(fold(lower.rsplit("-", 1)[1]))
        return found[0] if found else None

    def countries_behind(self, i: int) -> list[str]:
        """All countries of a noun's adjectives: "las fuerzas sirias y rusas", "la guerra ruso-ucraniana"."""
        tree = self.tree
        out: list[str] = []
        queue = [c for c in tree.children[i] if tree.dep[c] in ("amod", "acl", "flat", "appos", "nmod", "compound")]
        for c in list(queue):
            queue.extend(k for k in tree.conjuncts(c)[1:])
        for c in sorted(set(queue)):
            if c in self.names.at:
                continue
            lower = fold(tree.lower[c])
            if "-" in lower:
                first, _, second = lower.partition("-")
                for part in (first, second):
                    country = self.gazetteer.prefixes.get(part) or (self.gazetteer.demonyms.get(part) or ("",))[0]
                    if country:
                        out.append(country)
            elif lower in self.gazetteer.demonyms:
                out.append(self.gazetteer.demonyms[lower][0])
        return list(dict.fromkeys(out))

    def _noun(self, i: int) -> list[Ref]:
        tree = self.tree
        lemma, lower = tree.lemma[i], tree.lower[i]
        first, last = self._phrase(i)
        # epithets that denote one actor anywhere: "el gigante asiático"
        if (known := self._epithet(i)) is not None:
            return [self._named(known, i, first, last, "epithet")]
        if listed := self.lists.of(i):
            return [ref for token in listed for ref in self._single(token)]
        if "Number=Plur" in tree.feats[i] and (lemma in self.lexicon.titles or lemma in self.persons):
            for c in tree.children[i]:  # "Rusia y China, cuyos presidentes se reunieron"
                whole = self.antecedent(c) if tree.lower[c] == "cuyos" else None
                if whole is not None and len(owners := [r for r in self.refs(whole) if r.named]) > 1:
                    return owners
            if several := self._led_together(i):
                return several
        determiners = {tree.lower[c] for c in tree.children[i] if c < i} | set(tree.lower[max(0, i - 2) : i])
        bare = not any(tree.dep[c] in ("nmod", "amod", "acl", "appos", "flat") for c in tree.children[i])
        if (
            lower in ("ambos", "ambas", "dos")
            or {"ambos", "ambas", "cada"} & determiners
            or (determiners & NUMBERS.keys() and {"los", "las", "estos", "estas", "sus"} & determiners)
            or (bare and {"los", "las"} & determiners and "Number=Plur" in tree.feats[i])
        ):
            pair = self.anaphora.both(i, lemma)
            if pair:
                return pair
        if bare and tree.dep[i] in ARGUMENTS and {"el", "la", "este", "esta"} & determiners:
            if lemma == "último" and {"este", "esta"} & determiners:
                return self.anaphora.last_named(i, masculine="este" in determiners)
            if lower in ORDINALS:
                return self.anaphora.ordinal(i, ORDINALS[lower])
        if lemma == "frontera":
            for c in tree.children[i]:
                if tree.preposition(c) in ("con", "entre") and any(r.named for r in self.refs(c)):
                    end = max(tree.phrase_full(k)[1] for k in tree.conjuncts(c))
                    label = tree.span(i, end)
                    entity = self.make(label, "Region")
                    return [Ref(entity, i, tree.begin[first], tree.end[end], "phrase")]
        if lemma in DIRECTIONS:
            for c in tree.children[i]:
                if tree.dep[c] in ("nmod", "obl") and tree.preposition(c) == "de":
                    inner = [r for r in self.refs(c, each=False) if r.named and r.entity.type in PLACES]
                    if inner:
                        return [
                            Ref(r.entity, i, tree.begin[first], tree.end[last], "part", r.acts_for, r) for r in inner
                        ]
            if lemma in ("territorio", "suelo", "aguas", "costa", "frontera") and (country := self.country_behind(i)):
                return [self._named(country, i, first, last, "part")]
        if (
            tree.dep[i] == "appos"
            and tree.head[i] in self.names.at
            and (lemma in self.countries or lemma in self.government)
        ):
            # "Vietnam, otro régimen autoritario gobernado por …": what is said of the apposition is said of the name
            return self._single(tree.head[i])
        if lemma in self.countries and tree.child(i, "cop") is not None and "Number=Plur" not in tree.feats[i]:
            subject = tree.child(i, "nsubj")  # "Hungría es el único país que mantiene lazos con Rusia"
            if subject is not None and (same := [r for r in self._single(subject) if r.entity.type == "Country"]):
                return same
        if lemma in self.documents:
            for c in tree.children[i]:
                if tree.dep[c] in ("nmod", "obl") and tree.preposition(c) == "de":
                    inner = [r for r in self.refs(c, each=False) if r.named and r.entity.type in ACTORS]
                    if inner:
                        return [
                            Ref(r.entity, i, tree.begin[first], tree.end[last], "document", r.acts_for, r)
                            for r in inner
                        ]
        if lemma in self.proxies:
            for c in tree.children[i]:
                if tree.dep[c] in ("nmod", "obl") and tree.preposition(c) in ("de", "en"):
                    inner = [r for r in self.refs(c, each=False) if r.named and r.entity.type in ACTORS | PLACES]
                    if inner:
                        return [
                            Ref(r.entity, i, tree.begin[first], tree.end[last], "proxy", r.acts_for, r) for r in inner
                        ]
            countries = self.countries_behind(i)
            if countries:
                return [self._named(c, i, first, last, "proxy") for c in countries]
        named = self._introduced(i)
        if named is not None and lemma not in self.government_strict:
            if "Number=Plur" in tree.feats[i]:
                # "las localidades de Mirebalais y Saut-d'Eau", "los presidentes Menem, Collor y Lacalle"
                return [ref for token in self.lists.after(i) for ref in self._single(token)] or [named]
            return [named]
        if lemma in self.persons or lemma in self.lexicon.titles or lemma in self.government:
            for c in tree.children[i]:  # "delegados de veinte países, entre ellos Siria y Egipto"
                if tree.dep[c] == "nmod" and tree.preposition(c) == "de" and (listed := self.lists.of(c)):
                    return [ref for token in listed for ref in self._single(token)]
        if (ref := self.anaphora.organization(i, determiners)) is not None:
            return [Ref(ref.entity, i, tree.begin[first], tree.end[last], "anaphora", via=ref)]
        if lemma in self.anaphora.states and lemma != "archipiélago":
            if (ref := self.anaphora.country(i, determiners)) is not None:
                return [Ref(ref.entity, i, tree.begin[first], tree.end[last], "anaphora", via=ref)]
        if lemma in self.bodies or lemma in self.military_body:
            country = self.country_behind(i)
            if country is None and tree.text[i][:1].isupper() and "Number=Plur" not in tree.feats[i]:
                country = self.topic(i)  # "el Congreso", "la Policía": those of the country that the text is about
            if country is not None:
                return [self._body(i, lemma, country)]
            return self._generic(i)
        if lemma in self.military:
            countries = self.countries_behind(i) or [c for c in [self.country_behind(i)] if c]
            if countries:
                return [self._named(c, i, first, last, "military") for c in countries]
            owner = self._owner(i)
            return [owner] if owner else self._generic(i)
        if lemma in self.government:
            countries = self.countries_behind(i)
            if not countries:
                country = self.country_behind(i)
                countries = [country] if country else []
            if countries:
                return [self._named(c, i, first, last, "government") for c in countries]
            owner = self._owner(i) or self._owner(i, {"Region"})  # "las autoridades de Osetia del Sur"
            if owner is not None:
                return [owner]
            bare = not any(tree.dep[c] in ("nmod", "amod", "acl", "appos") and c > i for c in tree.children[i])
            if (
                lemma in ("gobierno", "ejecutivo", "régimen", "autoridad")
                and bare
                and {"el", "la", "las", "este"} & determiners
            ):
                topic = self.topic(i)
                if topic is not None:
                    return [self._named(topic, i, first, last, "anaphora")]
            return self._generic(i)
        if lemma == "isla" and not any(tree.dep[c] in ("nmod", "appos", "flat") for c in tree.children[i]):
            topic = self.topic(i)
            if topic in self.islands and {"la", "esta"} & determiners:
                return [self._named(topic, i, first, last, "anaphora")]
        pointing = self.anaphora.definite(i, determiners) == "demonstrative"
        if lemma in self.countries and (pointing or lemma not in ("isla", "potencia", "estado")):
            return self._country_noun(i, determiners)
        if lemma in self.anaphora.regions and {"el", "la"} & determiners and "Number=Plur" not in tree.feats[i]:
            if person := self._national(i, self.anaphora.regions[lemma]):
                return [self._named(person, i, first, last, "anaphora")]
        if (demonym := self.demonym(i)) and tree.text[i][:1].islower():
            if tree.pos[i] == "ADJ" and tree.dep[i] == "amod":
                return self._generic(i)
            counted = any(tree.dep[c] in ("nummod",) for c in tree.children[i])
            if {"los", "las"} & determiners and not counted:
                return [self._named(demonym, i, first, last, "demonym")]
            if (
                {"el", "la"} & determiners
                and "Number=Plur" not in tree.feats[i]
                and (person := self._national(i, {demonym}))
            ):
                return [self._named(person, i, first, last, "anaphora")]
            return self._generic(i)
        if tree.dep[i] == "appos" and tree.head[i] != i and tree.head[i] in self.names.at:
            # "Vietnam, otro régimen autoritario gobernado por …": what is said of the apposition is said of the name
            return self._single(tree.head[i])
        return self._generic(i)

    def _national(self, i: int, countries: Collection[str]) -> str | None:
        """ "el ruso", "la chilena", "el caribeño": the most salient person of such a country named before, or None."""
        people = {
            seen.ref.entity.id: self.country_of(seen.ref.entity)
            for seen in self.anaphora.before(i)
            if seen.ref.entity.type == "Person"
        }
        fitting = {person for person, country in people.items() if person and country in countries}
        ref = self.anaphora.salient(i, {"Person"}, barred=self.anaphora.above(i), only=fitting)
        return ref.entity.id if ref is not None else None

    def _epithet(self, i: int) -> str | None:
        """The id behind an epithet that denotes one actor anywhere ("el gigante asiático"), or None."""
        tree = self.tree
        if tree.lower[i] not in self.epithet_heads:
            return None
        for length in (4, 3, 2, 1):
            known = self.epithets.get(" ".join(tree.lower[i : i + length]))
            if known in self.gazetteer.known:
                return known
        return None

    def _owner(self, i: int, kinds: Collection[str] = ORGANIZATIONS) -> Ref | None:
        """ "milicianos de Hamás", "funcionarios de la ONU": the organization behind a noun."""
        tree = self.tree
        first, last = self._phrase(i)
        for c in tree.children[i]:
            if tree.dep[c] in ("nmod", "obl", "appos", "flat") and tree.preposition(c) in ("de", ""):
                for ref in self.refs(c, each=False):
                    if ref.named and ref.entity.type in kinds:
                        return Ref(ref.entity, i, tree.begin[first], tree.end[last], "member", ref.acts_for, ref)
        return None

    def _introduced(self, i: int) -> Ref | None:
        """ "el grupo islamista Hamás", "la ciudad de Alepo": the name that a noun introduces."""
        tree = self.tree
        k = i + 1
        while k < tree.n and (tree.pos[k] == "ADJ" or tree.lower[k] == "pro") and k not in self.names.at and k - i < 4:
            k += 1
        for c in tree.children[i]:  # "una coalición de pandillas conocida como Viv Ansanm"
            if c > i and tree.lemma[c] in self.naming:
                k = c + 1 + (tree.lower[c + 1 : c + 2] == ["como"])
                k += tree.lower[k : k + 1] in (["el"], ["la"], ["los"], ["las"])
        if k < tree.n and tree.lower[k] in ("«", '"', "“", "'"):
            k += 1
        name = self.names.at.get(k)
        if name is not None and name.start == k and tree.sentence[k] == tree.sentence[i]:
            kind = self.names.entity(name.candidates[0], self.gazetteer).type
            if kind != "Country" or tree.lemma[i] in (
                "país",
                "república",
                "estado",
                "vecino",
                "vecina",
                "aliado",
                "aliada",
                "socio",
                "rival",
            ):
                return self._named(name.candidates[0], i, i, name.end - 1, "introduced")
        lemma = tree.lemma[i]
        if lemma in self.introducers or lemma in self.group or lemma in self.lexicon.maps["names.place_heads"]:
            if k < tree.n and tree.lower[k] in ("de", "del"):
                k += 1
                if k < tree.n and tree.lower[k] in ("la", "las", "los", "el"):
                    k += 1
                name = self.names.at.get(k)
                if name is not None and name.start == k:
                    kind = self.names.entity(name.candidates[0], self.gazetteer).type
                    places = lemma in self.lexicon.maps["names.place_heads"]
                    # "un país de la UE" is not the Union, "los países de la UE" are
                    state = lemma in self.countries and "Number=Plur" not in tree.feats[i]
                    if (places and kind in ("City", "Region", "Place")) or (
                        not places and not state and kind in ORGANIZATIONS
                    ):
                        return self._named(name.candidates[0], i, i, name.end - 1, "introduced")
        return None

    def _body(self, i: int, lemma: str, country: str) -> Ref:
        """ "el Ejército ruso", "el ministerio de Defensa israelí": an entity of its own, of a country."""
        tree = self.tree
        first, last = self._phrase(i)
        place = self.gazetteer.known[country].entity
        adjective = next((label for label in reversed(place.labels) if label.islower()), "")
        core = self._core(i)
        kind = self.bodies.get(lemma, "GovernmentBody")
        of = f"{core} de {place.label}"
        labels = [f"{core} {adjective}"] if adjective else []
        if lemma in self.military_body:
            kind = "ArmedForce"
            if lemma in ("ejército", "fuerzas armadas"):
                labels += [
                    f"Ejército {adjective}",
                    f"Fuerzas Armadas de {place.label}",
                    f"tropas {self._plural(adjective, 'a')}",
                    f"fuerzas {self._plural(adjective, 'a')}",
                    f"soldados {self._plural(adjective, 'o')}",
                    f"militares {self._plural(adjective, 'o')}",
                ]
                of = f"Ejército de {place.label}"
        labels.append(tree.span(i, last))
        entity = self.make(of, kind, *labels)
        assert entity.id is not None
        return Ref(entity, i, tree.begin[first], tree.end[last], "body", "")

    @staticmethod
    def _plural(adjective: str, gender: str) -> str:
        if adjective.endswith("o"):
            return f"{adjective[:-1]}{gender}s"
        if adjective.endswith(("í", "ú", "l", "n", "r", "s", "z")):
            return f"{adjective.rstrip('s')}es".replace("ése", "ese").replace("éne", "ene")
        return f"{adjective}s"

    def _core(self, i: int) -> str:
        """A body's name without its country: "ministerio de Defensa israelí" → "Ministerio de Defensa"."""
        tree = self.tree
        end = i + 1
        while (
            end + 1 < tree.n
            and tree.lower[end] in ("de", "del")
            and tree.text[end + 1][:1].isupper()
            and end + 1 not in self.names.at
        ):
            end += 2
            while end < tree.n and tree.text[end][:1].isupper() and end not in self.names.at:
                end += 1
        while end == i + 1 and end < tree.n and tree.text[end][:1].isupper() and end not in self.names.at:
            end += 1
        words = tree.span(i, end - 1)
        return words[:1].upper() + words[1:]

    def _country_noun(self, i: int, determiners: set[str]) -> list[Ref]:
        tree = self.tree
        first, last = self._phrase(i)
        if "Number=Plur" in tree.feats[i]:
            return self._generic(i)
        if country := self.country_behind(i):
            if not {"su"} & determiners:
                return [self._named(country, i, first, last, "description")]
        if "su" in determiners:
            owner = self.anaphora.possessor(i)
            if owner is not None and owner.entity.type == "Person" and owner.entity.id:
                known = self.gazetteer.known.get(owner.entity.id)
                mine = known.country if known and known.country else self._led_by(owner.entity.id)
                if mine:
                    return [self._named(mine, i, first, last, "anaphora")]
            return self._generic(i)
        ref = self.anaphora.country(i, determiners)
        if ref is not None:
            return [Ref(ref.entity, i, tree.begin[first], tree.end[last], "anaphora", via=ref)]
        return self._generic(i)

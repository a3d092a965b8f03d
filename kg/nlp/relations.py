"""Predicates with arguments + the lexicon's frames → propositions; titles → who leads what; names → what lies where."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from kg.model import Entity
from kg.nlp.actors import ACTORS, ORGANIZATIONS, PLACES, Actors, Ref
from kg.nlp.arguments import Arg, Arguments, Roles
from kg.nlp.heads import Heads
from kg.nlp.mentions import Name, Names
from kg.nlp.nameless import Nameless
from kg.nlp.propositions import Proposition
from kg.nlp.things import Things
from kg.nlp.titles import TitleMention
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import Gazetteer, fold
from kg.vocabulary.lexicon import PREPOSITIONS, Frame, Lexicon
from kg.vocabulary.ontology import Ontology

DEEDS = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"))
"""PLOVER events that others condemn or complain of."""

REPROACHES = frozenset(("REJECT", "ACCUSE"))
"""PLOVER events that answer a deed."""


@functools.cache
def _limits(words: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """The classes of the ontology in a frame's limit ("gp:Weapon" → "Weapon"), and whether it has words of several."""
    return tuple(word[3:] for word in words if word.startswith("gp:")), any(" " in word for word in words)


class Relations:
    """Finds the propositions of one text."""

    def __init__(
        self,
        tree: Tree,
        names: Names,
        actors: Actors,
        arguments: Arguments,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        ontology: Ontology,
        *,
        generic: bool = False,
    ) -> None:
        self.tree = tree
        self.names = names
        self.actors = actors
        self.arguments = arguments
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.ontology = ontology
        self.seats = lexicon.cue("places", "seats")
        self.based = lexicon.cue("places", "based")
        self.directions = lexicon.cue("places", "directions")
        self.areas = lexicon.cue("places", "areas")
        self.nameless = Nameless(tree, actors, arguments, lexicon) if generic else None
        self.loose: Nameless | None = None
        """Set while ends without a name are looked for."""
        self.things = Things(tree, lexicon, ontology)
        self.deeds: dict[int, list[Ref]] = {}

    def find(self) -> list[Proposition]:
        """All propositions of the text, in its order."""
        out: list[Proposition] = []
        tree, lexicon = self.tree, self.lexicon
        for i in range(tree.n):
            pos = tree.pos[i]
            if tree.lemma[i] in lexicon.phrases and not self._name(i):
                whole = list(self._phrases(i))
                if whole and pos == "NOUN":
                    out.extend(whole)
                    continue  # "apoyo financiero" is no "apoyo"
                out.extend(whole)
            for kind, frames in self.frames(i):
                out.extend(self._match(i, frames, self.roles(i, kind), kind))
        out = self._plainest(out) if self.nameless is not None else out
        out.extend(self._echoes(out))
        out.extend(self._titles())
        out.extend(Heads(self.tree, self.names, self.actors, self.gazetteer, self.lexicon).find())
        out.extend(self._governments())
        out.extend(self._members())
        out.extend(self._seats())
        out.extend(self._locations())
        return out

    def _echoes(self, found: list[Proposition]) -> list[Proposition]:
        """ "Egipto censuró el ataque": who is condemned for a deed is whoever did it.

        For a conflictual verb of speech whose object names no actor: the doer of the deed that the object tells of
        ("las sanciones de Canadá a Cuba"), or, where it points back ("el ataque", "lo ocurrido"), of the last deed of
        force or pressure told in this or the three sentences before.
        """
        tree = self.tree
        out: list[Proposition] = []
        done = {(p.trigger, p.relation) for p in found}
        for i in range(tree.n):
            if tree.pos[i] != "VERB":
                continue
            for frame in self.lexicon.verbs.get(tree.lemma[i], ()):
                relation = self.ontology.relations[frame.relation]
                if (
                    (i, frame.relation) in done
                    or relation.plover not in REPROACHES
                    or not {"obj", "obj.actor", "obj.adj"} & set(frame.object)
                ):
                    continue
                roles = self.arguments.verb(i)
                objects = [a for a in roles.get("obj", ()) if a.refs is None]
                doers = next(
                    (
                        (self.deeds[a.token], a)
                        for a in objects
                        if a.token in self.deeds and not tree.preposition(a.token)
                    ),
                    None,
                )
                if doers is None:
                    before = [t for t in self.deeds if t < i and tree.sentence[i] - tree.sentence[t] <= 3]
                    echo = next((a for a in objects if self._echo(a.token)), None)
                    if echo is None or not before or not self.holds(i, frame, roles):
                        continue
                    doers = (self.deeds[max(before)], echo)
                for ref, arg in self._named(i, roles, "subj"):
                    subject = self.end(ref, relation.domain, subject=True)
                    for doer in doers[0]:
                        if subject is not None and doer.entity != subject.entity:
                            p = self._proposition(i, frame, roles, subject, doer, arg, doers[1], ("subj", "obj"))
                            p.object_path = f"doer of {tree.text[doers[1].token]}"
                            out.append(p)
                break
        return out

    def _echo(self, token: int) -> bool:
        """Whether a phrase points back to a deed: "el ataque", "lo ocurrido", "la acción", "lo"."""
        tree = self.tree
        if tree.pos[token] == "PRON":
            return tree.lower[token] == "lo"
        words = {tree.lower[c] for c in tree.children[token] if c < token}
        definite = bool({"el", "la", "los", "las", "lo", "este", "esta", "ese", "esa", "esos", "esas", "dicho"} & words)
        lemma = tree.lemma[token]
        deed = (
            lemma in self.lexicon.classes.get("Attack", ())
            or lemma in self.lexicon.classes.get("Conduct", ())
            or (
                lemma
                in (
                    "ocurrido",
                    "sucedido",
                    "acción",
                    "hecho",
                    "medida",
                    "decisión",
                    "represión",
                    "agresión",
                    "iniciativa",
                    "operación",
                )
            )
        )
        return (
            definite
            and deed
            and not any(
                r.named
                for a in ("adj", "de", "por", "poss")
                for arg in self.arguments.noun(token).get(a, ())
                for r in self.arguments.refs(arg)
            )
        )

    def _name(self, i: int) -> bool:
        """Whether a token is part of a name, events apart ("la invasión rusa de Ucrania" says who did what)."""
        name = self.names.at.get(i)
        return name is not None and not name.candidates[0].startswith("event/")

    def _title_of_someone(self, i: int) -> bool:
        """Whether a noun only names a person's function ("el aliado Putin" does not, "el presidente Putin" does)."""
        m = self.actors.titles.get(i)
        return m is not None and m.title.relation != "" and m.person is not None

    def _participle(self, i: int) -> str | None:
        """The verb of a participle that the tagger took for an adjective: "acusado" → "acusar"."""
        lower = self.tree.lower[i]
        for ending, infinitives in (("ad", ("ar",)), ("id", ("er", "ir"))):
            for suffix in ("o", "a", "os", "as"):
                if lower.endswith(ending + suffix):
                    stem = lower[: -len(ending + suffix)]
                    for infinitive in infinitives:
                        if stem + infinitive in self.lexicon.verbs:
                            return stem + infinitive
        return None

    def _adjective(self, i: int) -> Roles:
        """The arguments of an adjective: "aliado de X", "próximo a X"; its host is the noun or subject."""
        tree = self.tree
        roles = dict(self.arguments.noun(i))
        if "host" not in roles:
            own = tree.child(i, "nsubj")
            if own is not None:
                roles["host"] = [Arg(own, "nsubj")]
            elif tree.dep[i] in ("amod", "acl") and tree.head[i] != i:
                roles["host"] = [Arg(tree.head[i], tree.dep[i])]
            elif tree.dep[i] in ("xcomp", "obj", "advcl") and (
                tree.lemma[tree.head[i]] in self.arguments.copular
                or (
                    f"{tree.lemma[tree.head[i]]}se" in self.arguments.copular and self.arguments.reflexive(tree.head[i])
                )
            ):
                roles["host"] = self.arguments.subject(tree.head[i])  # "se mantiene leal a Maduro"
        verb = tree.head[i]
        if tree.dep[i] == "xcomp" and tree.pos[verb] in ("VERB", "AUX"):
            for c in tree.children[verb]:  # "se mostró crítico | con las amenazas": the parser may choose the verb
                role = tree.preposition(c)
                if c > i and tree.dep[c] in ("obl", "obj", "iobj") and role in PREPOSITIONS and role not in roles:
                    roles[role] = [Arg(c, f"{tree.full_dep[c]}<{tree.full_dep[i]}")]
        return roles

    # -- frames -------------------------------------------------------------------------------------

    def _match(self, i: int, frames: list[Frame], roles: Roles, kind: str) -> Iterator[Proposition]:
        seen: set[tuple[str, Entity, Entity]] = set()
        for frame in frames:
            if not self.holds(i, frame, roles):
                continue
            found = list(self._ends(i, frame, roles, kind))
            if self.nameless is not None and self._between_actors(frame, kind):
                self.loose = self.nameless
                found += [p for p in self._ends(i, frame, roles, kind) if not (p.subject.named and p.object.named)]
                self.loose = None
            for proposition in found:
                key = (frame.relation, proposition.subject.entity, proposition.object.entity)
                if key not in seen:
                    seen.add(key)
                    yield proposition

    def _between_actors(self, frame: Frame, kind: str) -> bool:
        """Whether an end of the relation may lack a name: it tells what someone does to someone, or where by a verb."""
        relation = self.ontology.relations[frame.relation]
        ends = {"Actor", "Place"} if kind == "verb" else {"Actor"}
        return relation.plover is not None and bool(ends & set(relation.range)) and "Item" not in relation.range

    def _plainest(self, found: list[Proposition]) -> list[Proposition]:
        """Of what one word says of those without a name, what its own complements say, not those within them.

        "dispararon contra una patrulla de la Policía": the patrol, not the police. Nor is said twice what an infinitive
        tells of the same two as the verb above it ("amenazaron con matar a los rehenes").
        """
        between = {(p.trigger, p.subject.token, p.object.token) for p in found}
        nearest: dict[tuple[int, str, int], int] = {}
        for p in found:
            key = (p.trigger, p.relation, p.subject.token)
            nearest[key] = min(nearest.get(key, 9), p.object_path.count(">"))
        return [
            p
            for p in found
            if (p.subject.named and p.object.named)
            or (
                p.object_path.count(">") == nearest[p.trigger, p.relation, p.subject.token]
                and not (
                    "VerbForm=Inf" in self.tree.feats[p.trigger]
                    and (self.tree.head[p.trigger], p.subject.token, p.object.token) in between
                )
            )
        ]

    def frames(self, i: int) -> Iterator[tuple[str, list[Frame]]]:
        """The frames that the word at a token triggers, by the kind of predicate: "verb", "noun" or "adjective"."""
        tree, lexicon = self.tree, self.lexicon
        pos = tree.pos[i]
        if pos in ("VERB", "AUX"):
            frames = lexicon.verbs.get(tree.lemma[i])
            reflexive = lexicon.verbs.get(f"{tree.lemma[i]}se")
            if reflexive and self.arguments.reflexive(i):
                frames = [*reflexive, *(frames or ())]
            if frames:
                yield "verb", frames
        elif pos in ("NOUN", "PROPN") and not self._name(i) and not self._title_of_someone(i):
            frames = lexicon.nouns.get(tree.lemma[i]) or lexicon.nouns.get(tree.lower[i])
            if frames:
                yield "noun", frames
        elif pos == "ADJ":
            frames = lexicon.adjectives.get(tree.lemma[i])
            if frames:
                yield "adjective", frames
            elif self.arguments.passive(i) and (verb := self._participle(i)):
                yield "verb", lexicon.verbs[verb]

    def roles(self, i: int, kind: str) -> Roles:
        """The arguments of the predicate at a token."""
        if kind == "verb":
            return self.arguments.verb(i)
        return self.arguments.noun(i) if kind == "noun" else self._adjective(i)

    def _phrases(self, i: int) -> Iterator[Proposition]:
        """Triggers of several words, such as "hacer llegar": complements of all their words count."""
        tree = self.tree
        for rest, frame in self.lexicon.phrases.get(tree.lemma[i], ()):
            if i + len(rest) < tree.n and all(
                word in (tree.lower[i + k], tree.lemma[i + k]) for k, word in enumerate(rest, start=1)
            ):
                kind = "verb" if tree.pos[i] in ("VERB", "AUX") else "noun"
                roles = dict(self.arguments.verb(i) if kind == "verb" else self.arguments.noun(i))
                for k in range(i + 1, i + len(rest) + 1):
                    inner = self.arguments.verb(k) if tree.pos[k] == "VERB" else self.arguments.noun(k)
                    for role, args in inner.items():
                        if role != "subj" or role not in roles:
                            roles.setdefault(role, args)
                own = range(i + 1, i + len(rest) + 1)  # "a la fuerza" is no one
                roles["a"] = [a for a in roles.get("a", ()) if a.token not in own]
                yield from self._match(i, [frame], roles, kind)

    def holds(self, i: int, frame: Frame, roles: Roles) -> bool:
        for role, words in frame.where:
            if role in ("adj", "case"):
                if not (self._adjectives(i) if role == "adj" else {self.tree.preposition(i)}) & words:
                    return False
                continue
            if not any(self._is(arg, words) for arg in self.arguments.role(i, roles, role)):
                return False
        for role, words in frame.unless:
            if role == "adj" and self._adjectives(i) & words:
                return False
            if any(self._is(arg, words) for arg in self.arguments.role(i, roles, role)):
                return False
        return True

    def _adjectives(self, i: int) -> set[str]:
        tree = self.tree
        found = {tree.lemma[c] for c in tree.children[i] if tree.dep[c] in ("amod", "acl", "flat")}
        return found | ({tree.lemma[i + 1]} if i + 1 < tree.n and tree.pos[i + 1] == "ADJ" else set())

    def _is(self, arg: Arg, words: frozenset[str]) -> bool:
        tree = self.tree
        kinds, phrases = _limits(words)
        if kinds:
            refs = self.arguments.refs(arg)
            if any(self.ontology.is_a(ref.entity.type, kind) for ref in refs for kind in kinds):
                return True
        for token in self.arguments.content(arg.token):
            if tree.lemma[token] in words or tree.lower[token] in words:
                return True
            for size in (1, 2) if phrases else ():
                rest = tree.lower[token + 1 : token + size + 1]
                if token + size < tree.n and (
                    " ".join((tree.lower[token], *rest)) in words or " ".join((tree.lemma[token], *rest)) in words
                ):
                    return True
        return False

    def _named(self, i: int, roles: Roles, role: str) -> list[tuple[Ref, Arg]]:
        out: list[tuple[Ref, Arg]] = []
        for arg in self.arguments.role(i, roles, role):
            refs = self.arguments.refs(arg)
            if not refs and self.loose is not None:
                refs = self.loose.antecedent(arg.token)
            out.extend((ref, arg) for ref in refs)
            if any(ref.named for ref in refs):
                break
        if not out and role == "subj" and self.loose is not None and self.tree.pos[i] == "VERB":
            out = [(ref, Arg(i, "dropped", (ref,))) for ref in self.loose.dropped(i)]
        return out

    def _ends(self, i: int, frame: Frame, roles: Roles, kind: str) -> Iterator[Proposition]:
        relation = self.ontology.relations[frame.relation]
        subject_roles = list(frame.subject)
        object_roles = list(frame.object)
        case = self.tree.preposition(i)
        if self.loose is not None and kind == "verb" and relation.plover == "ASSAULT":
            subject_roles += ["subj.por", "subj.de"]  # "una bomba puesta por los rebeldes mató a"
        if kind == "noun":
            if "Place" not in relation.domain:
                subject_roles.append("light.subj")
                if frame.subject != ("por",) or relation.plover != "ASSAULT":  # who confirms a death has not caused it
                    subject_roles.append("announcer")
                object_roles.append("light.obj")
            bare = case == "en" and not any(self.tree.dep[c] == "det" for c in self.tree.children[i])
            if bare:
                subject_roles.append("up.subj")  # "cerró la frontera en apoyo a Kiev"
            elif case in ("en", "durante", "tras", "mediante") and (relation.symmetric or relation.plover == "CONSULT"):
                subject_roles.append("up.subj")  # "en una reunión con su colega"
            elif (
                case in ("con", "bajo", "gracias", "cambio", "merced")
                and self.tree.pos[self.tree.head[i]] != "ADJ"
                and (self.tree.child(self.tree.head[i], "xcomp") or i) >= i  # not "se mostró crítico con las amenazas"
                and (relation.family != "structural" or relation.symmetric)
            ):
                object_roles.append("up.subj")  # "con el respaldo ruso, Kim se siente seguro"
        for subject_role in subject_roles:
            subjects = [
                (end, arg)
                for ref, arg in self._named(i, roles, subject_role)
                if (end := self.end(ref, relation.domain, subject=True)) is not None
            ]
            if subjects and relation.plover in DEEDS and not subjects[0][1].path.startswith("reason"):
                self.deeds.setdefault(i, [ref for ref, _ in subjects])
            if kind == "verb" and subjects:
                subjects += [
                    s
                    for s in self._companions(i, frame, roles, relation.domain)
                    if all(s[0].entity != t[0].entity for t in subjects)
                ]
            if self.tree.lemma[i] in self.actors.countries:
                subjects = [s for s in subjects if s[0].entity.type != "Person"]
            if not subjects:
                continue
            for object_role in object_roles:
                if object_role in ("para", "obj.para") and roles.get("a"):
                    continue  # "su apoyo al plan de paz para Gaza": what it is for is said of the plan
                objects = list(self._objects(i, roles, object_role, relation.range))
                if object_role == subject_role:
                    # "la salida | del Reino Unido | de la UE": one role, two complements
                    first = subjects[0][1]
                    subjects = [s for s in subjects if s[1] is first]
                    objects = [
                        (o, a)
                        for arg in list(self.arguments.role(i, roles, object_role))[1:]
                        for o, a in self._objects(i, {object_role: [arg]}, object_role, relation.range)
                    ]
                objects = [(o, a) for o, a in objects if all(o.entity != s.entity for s, _ in subjects)]
                if not objects:
                    continue
                for subject, subject_arg in subjects:
                    for obj, object_arg in objects:
                        if relation.family != "structural" and self.own(subject.entity, obj.entity):
                            continue
                        if self.loose is not None and not self.loose.plausible(relation, subject, obj, object_role):
                            continue
                        state = subject.entity.type == "Country" and obj.entity.type == "Person"
                        if state and (frame.modality or (object_role == "up.subj" and case != "con")):
                            # what a statesman wants of another state, or has of it, goes to his own
                            own = self.actors.country_of(obj.entity)
                            obj = self.actors._named(own, obj.token, obj.token, obj.token, obj.how) if own else obj
                        yield self._proposition(
                            i, frame, roles, subject, obj, subject_arg, object_arg, (subject_role, object_role)
                        )
                return
        for role in (*frame.pair, *(("light.subj", "announcer") if kind == "noun" and frame.pair else ())):
            members = [
                (end, arg)
                for ref, arg in self._named(i, roles, role)
                if (end := self.end(ref, relation.domain, subject=True)) is not None
            ]
            if len(members) >= 2:
                sides = [self._side(end, arg) for end, arg in members]
                for a in range(len(members)):
                    for b in range(a + 1, len(members)):
                        if sides[a] == sides[b] and len(set(sides)) > 1:
                            continue  # "Irán y las seis potencias (Rusia, China, …)": each of them with Iran
                        if members[a][0].entity != members[b][0].entity:
                            (one, one_arg), (other, other_arg) = members[a], members[b]
                            yield self._proposition(i, frame, roles, one, other, one_arg, other_arg, (role, role))
                            if not relation.symmetric:  # "se culparon mutuamente"
                                yield self._proposition(i, frame, roles, other, one, other_arg, one_arg, (role, role))
                return

    def _side(self, ref: Ref, arg: Arg) -> int:
        """Which of the coordinated phrases of an argument an actor belongs to."""
        tree = self.tree
        phrases = set(tree.conjuncts(arg.token))
        i = ref.token
        while i not in phrases and tree.head[i] != i:
            i = tree.head[i]
        return i

    def own(self, one: Entity, other: Entity) -> bool:
        """Whether one of two leads the other: a statesman and his state are one side."""
        for person, state in ((one, other), (other, one)):
            if person.type == "Person" and state.type == "Country" and self.actors.country_of(person) == state.id:
                if self.gazetteer.held_by.get(person.id or "") is None or self._in_power(person, state.id or ""):
                    return any(o.of == state.id for o in self.gazetteer.held_by.get(person.id or "", ()))
        return False

    def _companions(self, i: int, frame: Frame, roles: Roles, classes: tuple[str, ...]) -> list[tuple[Ref, Arg]]:
        """ "llegó acompañado de X y de Y", "junto a X": who does it together with the subject."""
        tree = self.tree
        args = [] if "junto" in frame.object else list(roles.get("junto", ()))
        # the parser may hang the participle on the place: "llegó a Djakovica, acompañado de …"
        below = [k for c in tree.children[i] for k in tree.children[c] if k > c and tree.text[k - 1] == ","]
        for c in (*tree.children[i], *below):
            if tree.lemma[c] in ("acompañar", "acompañado", "flanqueado", "escoltado", "secundado"):
                inner = self.arguments.verb(c)
                args += [*inner.get("de", ()), *inner.get("por", ())]
        return [
            (end, arg)
            for arg in args
            if arg.refs is None
            for ref in self.actors.refs(arg.token)
            if (end := self.end(ref, classes, subject=True)) is not None
        ]

    def _objects(self, i: int, roles: Roles, role: str, classes: tuple[str, ...]) -> Iterator[tuple[Ref, Arg]]:
        things = {"Item", "Weapon", "Event", "Agreement"} & set(classes)
        for arg in self.arguments.role(i, roles, role):
            refs = self.arguments.refs(arg)
            if not refs and self.loose is not None:
                refs = self.loose.antecedent(arg.token)
            found = False
            for ref in refs:
                if things and ref.how in ("military", "proxy"):
                    if ref.how == "proxy" or self.things.class_of(ref.token, classes) is not None:
                        continue  # "compró drones turcos", "quiere una base en Siria": the thing, not the country
                end = self.end(ref, classes, subject=False)
                if end is not None:
                    found = True
                    yield end, arg
            if things and not found and arg.refs is None:
                for token in self.tree.conjuncts(arg.token):
                    thing = self.thing(token, classes)
                    if thing is not None:
                        found = True
                        yield thing, arg
            if found:
                return

    def end(self, ref: Ref, classes: tuple[str, ...], *, subject: bool) -> Ref | None:
        """The entity that a referent is as an end whose class must be one of `classes`; None where it does not fit.

        A capital acts for its country, but is a place where a place can stand ("viajó a Pekín", not "acusó a Pekín").
        """
        if not ref.named:
            return ref if self.loose is not None and self.loose.end(ref, classes, subject=subject) else None
        kind = ref.entity.type
        is_a = self.ontology.is_a
        place = kind in ("City", "Region", "Place")
        if place and ref.acts_for and "Actor" in classes and (subject or not any(c in PLACES for c in classes)):
            entity = self.actors.entity(ref.acts_for)
            return Ref(entity, ref.token, ref.begin, ref.end, ref.how, via=ref)
        if any(is_a(kind, c) for c in classes):
            return ref
        if place and "Actor" in classes and (kind == "Region" or not subject):
            return ref
        if "Place" in classes and kind == "Country":
            return ref
        return None

    def thing(self, token: int, classes: tuple[str, ...]) -> Ref | None:
        """A thing or event without an entry in the lists, named by its phrase: "misiles balísticos"."""
        tree = self.tree
        if tree.pos[token] not in ("NOUN", "PROPN") or token in self.actors.titles:
            return None
        known = self.things.class_of(token, classes) is not None
        contents = [token] if known else [k for k in self.arguments.content(token) if tree.pos[k] in ("NOUN", "PROPN")]
        token = contents[-1] if len(contents) > 1 and contents[0] == token else token
        if tree.text[token].isdigit():
            return None  # "desde 1967" is no thing
        kind = self.things.class_of(token, classes)
        if kind is None:
            if "Item" in classes:
                kind = "Item"
            elif "Event" in classes:
                kind = "Event"
            else:
                return None
        last = self.things.last(token)
        if last == token and self.ontology.is_a(kind, "Event"):
            return None  # a bare "guerra" or "cumbre" is not the same in another article
        first, _ = tree.phrase(token)
        return Ref(
            self.things.entity(token, last, kind), token, tree.begin[min(first, token)], tree.end[last], "phrase"
        )

    def _proposition(
        self,
        i: int,
        frame: Frame,
        roles: Roles,
        subject: Ref,
        obj: Ref,
        subject_arg: Arg,
        object_arg: Arg,
        names: tuple[str, str],
    ) -> Proposition:
        items = tuple(
            arg.token for role in frame.item for arg in self.arguments.role(i, roles, role) if arg.refs is None
        )
        return Proposition(
            relation=frame.relation,
            trigger=i,
            subject=subject,
            object=obj,
            frame=frame.name,
            subject_role=names[0],
            object_role=names[1],
            subject_at=subject_arg.token,
            object_at=object_arg.token,
            subject_path=subject_arg.path,
            object_path=object_arg.path,
            forced=frame.modality,
            item_tokens=items,
        )

    # -- titles -------------------------------------------------------------------------------------

    def _titles(self) -> Iterator[Proposition]:
        actors = self.actors
        for m in actors.titles.values():
            if m.person is None and m.title.relation == "leads" and m.status == "current":
                yield from self._bare_title(m)
            same = m.title.office == "same" and m.person is not None
            if m.title.kind == "religious" and m.of_token < 0:
                continue  # the text does not say what a pope leads
            if m.person is None or m.status == "future" or not (m.title.relation in ("leads", "memberOf") or same):
                continue
            implied = self._implied(m.person, m, same=same)
            # "el secretario general de esa organización, Kofi Annan": the lists know better than an anaphor
            if implied and m.of_token >= 0 and not self.actors.spoken_of(implied):
                implied = None
            of = implied if same or (m.of is None and implied) else actors.led(m)
            if of is None and m.title.kind == "country" and m.of_token < 0 and m.title.relation == "leads":
                of = self._own_country(m)
            if of is None or of == m.person:
                continue
            relation = m.title.relation or "leads"
            if m.status == "former":
                continue
            if m.status == "deputy":
                relation = "memberOf"
            led = self.end(actors._named(of, m.start, m.start, m.end - 1, "title"), ("Actor",), subject=False)
            if led is None or led.entity.type not in ORGANIZATIONS | {"Country"}:
                continue
            if relation == "memberOf" and led.entity.type not in ORGANIZATIONS:
                continue
            person = actors._named(m.person, m.person_token, m.person_token, m.person_token, "name")
            yield Proposition(relation, m.start, person, led, frame=f"titles.toml ({m.words})", subject_path="title")

    def _bare_title(self, m: TitleMention) -> Iterator[Proposition]:
        """ "el jefe del Gobierno israelí clamó …", in a text that names Isaac Rabin: he is it."""
        of = self.actors.led(m)
        if of is None:
            return
        for ref in self.actors._single(m.start):
            named = any(ref.entity.id in name.candidates for name in self.names.at.values())
            if ref.entity.type == "Person" and named and of != ref.entity.id:
                led = self.end(self.actors._named(of, m.start, m.start, m.end - 1, "title"), ("Actor",), subject=False)
                if led is not None and led.entity.type in ORGANIZATIONS | {"Country"}:
                    yield Proposition(
                        "leads", m.start, ref, led, frame=f"titles.toml ({m.words})", subject_path="title"
                    )

    def _own_country(self, m: TitleMention) -> str | None:
        """ "el ministro del Interior, Armando Benedetti": of the country that the text is about."""
        known = self.gazetteer.known.get(m.person or "")
        tree = self.tree
        start, end = tree.sentences[tree.sentence[m.start]]
        topic = self.actors.topic(m.start)
        for i in range(start, min(end, m.start)):
            if tree.dep[i] == "nsubj" and tree.pos[tree.head[i]] == "VERB":
                countries = [r.entity.id for r in self.actors.refs(i, each=False) if r.entity.type == "Country"]
                topic = countries[0] if countries else topic
                break
        if known is not None and known.country:
            named = any(known.country in name.candidates for name in self.names.at.values())
            return known.country if named or topic == known.country else None
        return topic if m.start not in self.names.at else None

    def _implied(self, person: str, m: TitleMention, *, same: bool = False) -> str | None:
        """The country of a title without complement, where the lists know that person in that office at that date."""
        terms = self.gazetteer.held_by.get(person, ())
        if not same and not m.title.proper:
            # "el presidente de la Comisión, José Manuel Barroso": the body whose name begins so
            head = fold(m.words.split()[-1])
            for office in terms if m.title.kind == "organization" and " " in m.words else ():
                if office.held(self.actors.date) and fold(self.actors.entity(office.of).label).startswith(head + " "):
                    return office.of
            return None
        # in office at the article's date first; else a term that is past: "el presidente Bush desplegó …"
        for office in sorted(terms, key=lambda o: not o.held(self.actors.date)):
            if (same and office.held(self.actors.date)) or (
                not same and (office.office == m.title.office or fold(office.title)[:-1] == fold(m.words)[:-1])
            ):
                return office.of
        return None

    def _governments(self) -> Iterator[Proposition]:
        """ "el Gobierno de Nicolás Maduro", "el régimen de Al Asad": whose government it is leads the country."""
        tree, actors = self.tree, self.actors
        for i in range(tree.n):
            if tree.lemma[i] not in actors.government_strict or i in self.names.at or i in actors.titles:
                continue
            k = i + 1
            if k + 1 < tree.n and tree.lower[k] in ("de", "del") and k + 1 in self.names.at:
                for ref in actors._single(k + 1):
                    country = actors.country_of(ref.entity) if ref.entity.type == "Person" else None
                    if country and self._in_power(ref.entity, country):
                        led = actors._named(country, i, i, i, "government")
                        yield Proposition("leads", i, ref, led, frame="titles.toml (gobierno de)", subject_path="nmod")

    def _in_power(self, person: Entity, country: str) -> bool:
        terms = [o for o in self.gazetteer.held_by.get(person.id or "", ()) if o.of == country]
        return not terms or any(o.held(self.actors.date) for o in terms)

    def _members(self) -> Iterator[Proposition]:
        """Names set beside one another: "Panos Moumtzis, de la OCHA"; "el Partido de la Libertad, de Jörg Haider"."""
        tree, actors = self.tree, self.actors
        for name in {id(n): n for n in self.names.at.values()}.values():
            k = name.end
            if k + 2 >= tree.n or tree.lower[k] != "," or tree.lower[k + 1] not in ("de", "del"):
                continue
            j = k + 2
            while j < tree.n and tree.lower[j] in ("la", "el", "los", "las"):
                j += 1
            other = self.names.at.get(j)
            if other is None or other.start != j:
                continue
            for first, second in zip(actors._single(name.head), actors._single(other.head), strict=False):
                kinds = (first.entity.type, second.entity.type)
                if kinds[0] == "Person" and kinds[1] in ORGANIZATIONS:
                    yield Proposition("memberOf", name.head, first, second, frame="places (de)", subject_path="name")
                elif kinds[1] == "Person" and kinds[0] in ("PoliticalParty", "ArmedGroup", "Company"):
                    yield Proposition("leads", other.head, second, first, frame="places (de)", subject_path="name")

    def _seats(self) -> Iterator[Proposition]:
        """ "la OPEP, con sede en Viena", "el Observatorio Sirio, radicado en Londres"."""
        tree, actors = self.tree, self.actors
        for i in range(1, tree.n - 1):
            if tree.lower[i] != "en" or i + 1 not in self.names.at:
                continue
            if tree.lower[i - 1] in self.seats and tree.lower[i - 2] == "con":
                k = i - 3
            elif tree.lemma[i - 1] in self.based or f"{tree.lower[i - 1][:-1]}o" in self.based:
                k = i - 2
            else:
                continue
            if k > 0 and tree.lower[k] == ",":
                k -= 1
            body = self.names.at.get(k)
            if body is None:
                continue
            place = actors._single(self.names.at[i + 1].head)
            for ref in actors._single(body.head):
                if ref.entity.type in ORGANIZATIONS and place and place[0].entity.type in PLACES:
                    yield self._located(body.head, ref, place[0])

    # -- places -------------------------------------------------------------------------------------

    def _locations(self) -> Iterator[Proposition]:
        """ "Karkom, en Galilea", "Nis (sur de Serbia)", "Viena, capital de Austria", "la capital, Puerto Príncipe"."""
        tree, actors = self.tree, self.actors
        for i in range(1, tree.n - 2):
            if tree.lemma[i] == "capital" and tree.lower[i - 1] in ("la", "su") and i not in self.names.at:
                j = i + 1
                while j < tree.n and tree.pos[j] == "ADJ":
                    j += 1
                name = self.names.at.get(j + 1) if tree.lower[j] == "," else None
                known = (
                    self.gazetteer.known.get(name.candidates[0]) if name is not None and name.start == j + 1 else None
                )
                if name is not None and known is not None and known.capital and known.country:
                    inner = actors._named(name.candidates[0], name.head, name.start, name.end - 1, "name")
                    yield self._located(name.head, inner, actors._named(known.country, i, i, i, "name"))
        seen: set[tuple[int, str | None]] = set()
        for name in {id(n): n for n in self.names.at.values()}.values():
            ref = actors._single(name.head)[0] if actors._single(name.head) else None
            if ref is None or not ref.named or ref.entity.type not in ("City", "Region", "Place"):
                continue
            k = name.end
            if k + 2 >= tree.n or tree.sentence[k] != tree.sentence[name.start]:
                continue
            outer: int | None = None
            if tree.lower[k] in (",", "("):
                j = k + 1
                if tree.lower[j] in ("en", "al", "a") and tree.lower[k] == ",":
                    j += 1
                    while j < tree.n and (
                        tree.lower[j] in ("el", "la", "los", "las", "de", "del")
                        or (tree.pos[j] == "ADJ" and j not in self.names.at)
                        or tree.lemma[j] in self.directions | self.areas
                    ):
                        j += 1
                    outer = j
                elif tree.lower[j] in self.directions:
                    j += 1
                    while j < tree.n and tree.lower[j] in ("de", "del", "la", "el"):
                        j += 1
                    outer = j
                elif tree.lower[k] == "(":
                    outer = j
                elif self._of_region(name, j):
                    outer = j
                elif tree.lower[j] in ("capital", "la") and j + 3 < tree.n:
                    if tree.lower[j] == "la":
                        j += 1
                    if tree.lower[j] == "capital":
                        country = actors.country_behind(j)
                        if country and (name.head, country) not in seen:
                            seen.add((name.head, country))
                            yield self._located(name.head, ref, actors._named(country, j, j, j, "name"))
                    continue
            if outer is None or outer >= tree.n:
                continue
            whole = self.names.at.get(outer)
            if whole is None or whole.start != outer or whole.candidates[0] not in self.gazetteer.known:
                continue
            container = actors._single(whole.head)
            if container and container[0].entity.type in PLACES and container[0].entity != ref.entity:
                yield self._located(name.head, ref, container[0])
                # "las localidades de Mirebalais y Saut-d'Eau, en Haití"
                other = self.names.at.get(name.start - 2) if tree.lower[name.start - 1] in ("y", "e") else None
                if other is not None and other.end == name.start - 1:
                    for sibling in actors._single(other.head):
                        if sibling.entity.type in ("City", "Region", "Place"):
                            yield self._located(other.head, sibling, container[0])

    def _of_region(self, name: Name, j: int) -> bool:
        """Whether "en Bojayá, Chocó," names a town and its region, not the beginning of a list."""
        tree = self.tree
        whole = self.names.at.get(j)
        if whole is None or whole.start != j or tree.lower[name.start - 1] not in ("en", "de", "a", "desde", "hacia"):
            return False
        known = self.gazetteer.known.get(whole.candidates[0])
        if known is None or known.entity.type not in ("Region", "Country"):
            return False
        after = whole.end
        if after >= tree.n or tree.lower[after] not in (",", ".", ";", ":", ")"):
            return False
        return not (
            after + 1 < tree.n and (tree.lower[after + 1] in ("y", "e", "o", "u") or after + 1 in self.names.at)
        )

    def _located(self, token: int, inner: Ref, outer: Ref) -> Proposition:
        return Proposition(
            "locatedIn", token, inner, outer, frame="places", subject_path="name", object_path="apposition"
        )


__all__ = ["ACTORS", "Relations"]

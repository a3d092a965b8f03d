"""Pronouns, possessives, dropped subjects and descriptions → the entities named before that they mean.

Without a model, by salience in the manner of Lappin and Leass (1994), "An algorithm for pronominal anaphora
resolution", Computational Linguistics 20(4): recency and grammatical function of the antecedents, filtered by
agreement and class; dropped subjects follow Palomar et al. (2001), "An algorithm for anaphora resolution in Spanish
texts", Computational Linguistics 27(4).
"""

from __future__ import annotations

from dataclasses import dataclass
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
WINDOW = 4
"""How many sentences back an antecedent may lie; the literature on Spanish uses three to four."""


@dataclass(frozen=True, slots=True)
class Ref:
    """What one phrase denotes: an entity, its token, its extent in characters, and how that was found."""

    entity: Entity
    token: int
    begin: int
    end: int
    how: str
    acts_for: str = ""

    @property
    def named(self) -> bool:
        """Whether the entity has an identity beyond this phrase."""
        return self.entity.id is not None


@dataclass(frozen=True, slots=True)
class Seen:
    token: int
    sentence: int
    ref: Ref
    subject: bool


class Anaphora:
    """Answers, for one text, whom a phrase that names nobody means. `history` holds the direct mentions in order."""

    def __init__(self, tree: Tree, gazetteer: Gazetteer, actors: Actors) -> None:
        self.tree = tree
        self.gazetteer = gazetteer
        self.actors = actors
        self.history: list[Seen] = []

    def both(self, i: int, lemma: str) -> list[Ref]:
        """ "ambos países", "los dos líderes": the last two that the text named together."""
        tree = self.tree
        if (
            lemma in self.actors.countries
            or lemma in self.actors.government
            or lemma in ("capital", "parte", "lado", "gobierno", "régimen")
        ):
            kinds: set[str] = {"Country"}
        elif lemma in self.actors.lexicon.titles or lemma in self.actors.persons:
            kinds = {"Person"}
        elif tree.lower[i] in ("ambos", "ambas"):
            kinds = {"Country", "Person"}
        elif lemma in self.actors.group:
            kinds = set(ORGANIZATIONS)
        else:
            return []
        recent = [seen for seen in self.history if seen.token < i and tree.sentence[i] - seen.sentence <= WINDOW]
        if lemma in ("parte", "bando", "lado", "contendiente"):
            # the parties of a dispute that the text named together; never just any two countries
            kinds = kinds | ORGANIZATIONS
            pairs = [self._coordinated(recent, kinds)]
        else:
            here = [seen for seen in recent if seen.sentence == tree.sentence[i]]
            pairs = [self._only(here, kinds), self._coordinated(recent, kinds), self._latest(recent, kinds)]
        for pair in pairs:
            if len(pair) == 2:
                return [Ref(self.actors.entity(k), i, tree.begin[i], tree.end[i], "both") for k in pair]
        return self._countries_of_people(i) if kinds == {"Country"} else []

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
                known = self.gazetteer.known.get(entity.id)
                country = known.country if known and known.country else self.actors._led_by(entity.id)
            if country and all(r.entity.id != country for r in out):
                out.append(self.actors._named(country, i, i, i, "both"))
        return out[:2] if len(out) >= 2 else []

    def pronoun(self, i: int) -> list[Ref]:
        tree = self.tree
        lower = tree.lower[i]
        if lower in RELATIVES and (antecedent := self.antecedent(i)) is not None:
            return [r for r in self.actors.refs(antecedent)]
        if lower in ("ambos", "ambas"):
            return self.both(i, lower)
        if lower in ("lo", "la", "los", "las", "le", "les"):
            return self._clitic(i, lower)
        if lower in ("él", "ella", "este", "éste", "esta", "ésta", "quien"):
            kinds = {"Person", "Country", *ORGANIZATIONS} if lower in ("este", "éste", "esta", "ésta") else {"Person"}
            ref = self.salient(i, kinds, masculine=lower in ("él", "este", "éste"))
            if ref is not None:
                return [Ref(ref.entity, i, tree.begin[i], tree.end[i], "anaphora", ref.acts_for)]
        return []

    def _clitic(self, i: int, lower: str) -> list[Ref]:
        """ "lo acusó", "le prometió": the last actor named that is not the subject."""
        tree = self.tree
        verb = tree.head[i]
        subject = tree.child(verb, "nsubj")
        doer = (
            {r.entity.id for r in self.actors.refs(subject)}
            if subject is not None
            else {r.entity.id for r in self.dropped(verb)}
        )
        return self._pronoun_at(i, lower, verb, doer, back=1)

    def enclitic(self, verb: int, lower: str) -> list[Ref]:
        """ "acusándolo de", "para ofrecerle": as `_clitic`, for a pronoun written together with its verb."""
        return self._pronoun_at(verb, lower, verb, {r.entity.id for r in self.actors.subject_of(verb)}, back=0)

    def _pronoun_at(self, i: int, lower: str, verb: int, doer: set[str | None], *, back: int) -> list[Ref]:
        tree = self.tree
        masculine = None if lower in ("le", "les") else lower in ("lo", "los")
        for seen in reversed(self.history):
            if seen.token >= i or tree.sentence[i] - seen.sentence > back:
                continue
            entity = seen.ref.entity
            if (
                seen.ref.how == "demonym"
                or entity.type not in ACTORS
                or entity.id in doer
                or tree.head[seen.token] == verb == i
            ):
                continue
            known = self.gazetteer.known.get(entity.id or "")
            if (
                entity.type == "Person"
                and masculine is not None
                and known
                and known.gender
                and (known.gender == "m") != masculine
            ):
                continue
            if entity.type == "Person" or lower in ("le", "la", "lo"):
                return [Ref(entity, i, tree.begin[i], tree.end[i], "anaphora", seen.ref.acts_for)]
        return []

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
        return [Ref(entity, i, tree.begin[i], tree.begin[i], "speaker", ref.acts_for)]

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

    def possessor(self, i: int) -> Ref | None:
        """The first of the possessors of noun `i`, or None."""
        found = self.possessors(i)
        return found[0] if found else None

    def possessors(self, i: int) -> list[Ref]:
        """Whom "su" on noun `i` refers to: the subject of its clause, else the most salient actor before."""
        tree = self.tree
        if (answerable := self.answerable(i)) is not None:
            return answerable
        k = tree.head[i]
        for _ in range(12):
            if tree.pos[k] in ("VERB", "AUX"):
                subject = tree.child(k, "nsubj")
                wished = not tree.finite(k) or "Mood=Sub" in tree.feats[tree.finite_verb(k)]
                if subject is None and wished and tree.dep[k] in ("xcomp", "ccomp", "advcl", "acl"):
                    refs = [r for r in self.actors.subject_of(k) if r.named and r.entity.type in ACTORS]
                    if refs:
                        return refs
                if tree.quoted[i] and not tree.quoted[k]:
                    break  # within a quotation "su" is not who utters it
                if subject is not None and subject != i and not tree.under(i, subject):
                    refs = [r for r in self.actors.refs(subject) if r.named and r.entity.type in ACTORS | PLACES]
                    if refs:
                        return refs
            if tree.head[k] == k:
                break
            k = tree.head[k]
        start = tree.sentences[tree.sentence[i]][0]
        for seen in reversed(self.history):
            if (
                start <= seen.token < i
                and seen.ref.entity.type in ACTORS
                and seen.ref.how != "demonym"
                and not tree.quoted[i]
            ):
                return [seen.ref]
        ref = self.salient(i, ACTORS - {"Person"} if tree.quoted[i] else ACTORS, subject=True)
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

    def salient(
        self,
        i: int,
        kinds: set[str] | frozenset[str],
        *,
        subject: bool = False,
        near: bool = False,
        masculine: bool | None = None,
    ) -> Ref | None:
        """The most salient actor of some kinds that the text named before token `i`, or None.

        Weights after Lappin and Leass (1994): subjects above others, halved with each sentence back.
        `near` prefers the last one named over the subject (for "el país" as a destination).
        """
        tree = self.tree
        best: tuple[float, int] | None = None
        found: Seen | None = None
        scores: dict[str, float] = {}
        for seen in reversed(self.history):
            distance = tree.sentence[i] - seen.sentence
            if seen.token >= i:
                continue
            if distance > WINDOW:
                break
            entity = seen.ref.entity
            if seen.ref.acts_for and entity.type not in kinds and "Country" in kinds:
                entity = self.actors.entity(seen.ref.acts_for)
            if entity.type not in kinds or entity.id is None:
                continue
            if masculine is not None and entity.type == "Person":
                known = self.gazetteer.known.get(entity.id)
                if known is not None and known.gender and (known.gender == "m") != masculine:
                    continue
            weight = 1.0 + (1.5 if seen.subject and not near else 0.0)
            if seen.ref.how == "demonym":
                weight *= 0.6
            scores[entity.id] = scores.get(entity.id, 0.0) + weight * 0.5**distance
            key = (scores[entity.id] if not near else -float(distance), seen.token)
            if best is None or key[0] > best[0]:
                best, found = key, seen
        if found is None:
            return None
        ref = found.ref
        if ref.entity.type not in kinds and ref.acts_for:
            return Ref(self.actors.entity(ref.acts_for), ref.token, ref.begin, ref.end, ref.how)
        return ref

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

    def dropped(self, verb: int) -> list[Ref]:
        """Who the dropped subject of a finite third-person verb is: the subject of the clause or sentence before it."""
        tree = self.tree
        finite = tree.finite_verb(verb)
        if "Person=1" in tree.feats[finite]:
            return self.first_person(verb, plural="Number=Plur" in tree.feats[finite])
        if "Person=2" in tree.feats[finite]:
            return []
        plural = "Number=Plur" in tree.feats[finite]
        sentence = tree.sentence[verb]
        first = tree.sentences[sentence][0]
        opening = self.actors.names.at.get(first) or self.actors.names.at.get(first + 1)
        if opening is not None and opening.end <= verb and tree.pos[first] in ("PROPN", "DET", "NOUN"):
            # "Lukashenko, quien gobierna con mano dura, amenazó …": the name that opens the sentence
            head = tree.head[opening.head]
            if tree.dep[opening.head] not in ("nsubj", "obj", "obl") or tree.pos[head] not in ("VERB", "AUX"):
                refs = [r for r in self.actors._single(opening.head) if r.entity.type in ACTORS]
                if refs and not plural and tree.dep[verb] == "ROOT":
                    return [
                        Ref(r.entity, verb, tree.begin[verb], tree.begin[verb], "dropped", r.acts_for) for r in refs
                    ]
        for back in range(3):
            if sentence - back < 0:
                break
            start, end = tree.sentences[sentence - back]
            stop = verb if back == 0 else end
            subjects = [
                k
                for k in range(start, stop)
                if tree.dep[k] == "nsubj"
                and tree.lower[k] not in RELATIVES
                and not (tree.quoted[verb] and tree.lemma[tree.head[k]] in self.actors.say)
            ]
            # main clauses first: the topic goes on from there
            subjects.sort(key=lambda k: (tree.dep[tree.head[k]] != "ROOT", -k if back == 0 else k))
            for k in subjects:
                refs = [r for r in self.actors.refs(k) if r.named and r.entity.type in ACTORS | {"City", "Region"}]
                if not refs:
                    continue
                many = len(refs) > 1 or "Number=Plur" in tree.feats[k]
                if plural != many and not (plural is False and len(refs) == 1):
                    continue
                return [Ref(r.entity, verb, tree.begin[verb], tree.begin[verb], "dropped", r.acts_for) for r in refs]
        return []

"""Our spaCy components after the names: actors, relations, modality, qualifiers; each sets `doc._`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Entity, Modality, Period, Quantity
from kg.nlp import mentions  # noqa: F401  (registers kg_mentions)
from kg.nlp.actors import MEASURES, PLACES, Actors, Ref
from kg.nlp.arguments import Arguments
from kg.nlp.dates import moments
from kg.nlp.modality import Stances
from kg.nlp.open import OpenRelations
from kg.nlp.propositions import Proposition
from kg.nlp.quantities import quantity, worth
from kg.nlp.relations import Relations
from kg.nlp.things import Things
from kg.nlp.titles import TitleReader
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import Gazetteer
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.ontology import Ontology

Doc.set_extension("open", default=False, force=True)
ACTING = frozenset(("name", "title", "government", "demonym", "anaphora", "epithet", "introduced"))
"""Ways of reference that name an actor, not what he gives or asks for."""

HANDED = frozenset(("AID", "COOPERATE"))
"""PLOVER events in which something is handed over or done together, which may be promised or stopped beforehand."""

for name in ("actors", "arguments", "propositions"):
    Doc.set_extension(name, default=None, force=True)


@Language.factory("kg_actors", assigns=["doc._.actors", "doc._.arguments"], requires=["doc._.tree", "doc._.names"])
class ActorStage:
    """Who each phrase denotes (titles, governments, anaphora), and the arguments of predicates on top of it."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.gazetteer = Gazetteer.load()
        self.lexicon = Lexicon.load()
        self.titles = TitleReader(self.gazetteer, self.lexicon)

    def __call__(self, doc: Doc) -> Doc:
        date = doc._.article.date if doc._.article is not None else None
        actors = Actors(doc._.tree, doc._.names, self.gazetteer, self.lexicon, self.titles, date)
        doc._.actors = actors
        doc._.arguments = Arguments(doc._.tree, actors, self.lexicon)
        return doc


@Language.factory("kg_relations", assigns=["doc._.propositions"], requires=["doc._.actors", "doc._.arguments"])
class RelationStage:
    """Predicates and frames → `doc._.propositions`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.gazetteer = Gazetteer.load()
        self.lexicon = Lexicon.load()
        self.ontology = Ontology.load()
        self.symmetric = frozenset(name for name, relation in self.ontology.relations.items() if relation.symmetric)

    def __call__(self, doc: Doc) -> Doc:
        relations = Relations(
            doc._.tree,
            doc._.names,
            doc._.actors,
            doc._.arguments,
            self.gazetteer,
            self.lexicon,
            self.ontology,
            generic=doc._.open,
        )
        doc._.propositions = relations.find()
        if doc._.open:
            spoken = OpenRelations(doc._.tree, doc._.actors, doc._.arguments)
            doc._.propositions = spoken.join(doc._.propositions, self.symmetric)
        return doc


@Language.factory("kg_modality", requires=["doc._.propositions"])
class ModalityStage:
    """How surely each proposition is stated, and who vouches for it."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.lexicon = Lexicon.load()
        self.ontology = Ontology.load()

    def __call__(self, doc: Doc) -> Doc:
        tree: Tree = doc._.tree
        stances = Stances(tree, doc._.actors, doc._.arguments, self.lexicon)
        for p in doc._.propositions:
            if p.relation in ("leads", "memberOf", "locatedIn") and p.frame.startswith(("titles", "places")):
                continue
            stance = stances.stance(p.trigger)
            p.modality, p.modality_cue = stance.modality, stance.cue
            p.source, p.source_rule = stance.source, stance.rule
            if stance.modality is Modality.ASSERTED:
                if p.forced:
                    p.modality, p.modality_cue = Modality(p.forced), "frame"
                elif p.relation and self.ontology.relations[p.relation].plover in HANDED:
                    p.modality = stances.handed(p.trigger)
                    p.modality_cue = tree.lemma[p.trigger] if p.modality is not Modality.ASSERTED else ""
        return doc


@Language.factory("kg_qualifiers", requires=["doc._.propositions"])
class QualifierStage:
    """What, how much, when and where: item, quantity, period and place of each proposition."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.lexicon = Lexicon.load()
        self.ontology = Ontology.load()
        self.asking = self.lexicon.cue("light", "asking")
        self.currencies = self.lexicon.cue("quantities", "currencies")
        self.motion = self.lexicon.cue("modality", "motion")
        self.capitals = {k.country: k.entity for k in Gazetteer.load().known.values() if k.capital}
        self.values = self.lexicon.cue("quantities", "values")
        classes = self.lexicon.classes
        self.handed = classes["Aid"] | classes["Weapon"] | classes["Goods"] | classes["Sanction"]

    def __call__(self, doc: Doc) -> Doc:
        if not doc._.propositions:
            return doc
        tree: Tree = doc._.tree
        date = doc._.article.date if doc._.article is not None else None
        owners: dict[int, list[tuple[int, Period]]] = {}
        triggers = {p.trigger for p in doc._.propositions}
        for moment in moments(tree, date):
            owners.setdefault(_owner(tree, moment.token, triggers), []).append((moment.token, moment.period))
        for p in doc._.propositions:
            if p.frame.startswith(("titles", "places")):
                continue
            self._item(doc, p)
            for owner in _clauses(tree, p.trigger):
                if owner in owners:
                    p.period = min(owners[owner], key=lambda found: abs(found[0] - p.trigger))[1]
                    break
            if p.period is None:
                p.period = self._when(tree, p.trigger, owners) or self._occasion(tree, p.trigger, owners)
            self._place(doc, p)
        return doc

    @staticmethod
    def _when(tree: Tree, trigger: int, owners: dict[int, list[tuple[int, Period]]]) -> Period | None:
        """ "desde septiembre, cuando Kim visitó a Putin": the clause explains the date before it."""
        mark = next((c for c in tree.children[trigger] if tree.lower[c] == "cuando" and c < trigger), None)
        if mark is None:
            return None
        for found in owners.values():
            for token, period in found:
                if 0 < mark - token <= 4 and tree.text[mark - 1] == "," and period.start is not None:
                    return Period(period.start, period.start)
        return None

    @staticmethod
    def _occasion(tree: Tree, trigger: int, owners: dict[int, list[tuple[int, Period]]]) -> Period | None:
        """ "será admitido durante la reunión que se celebrará mañana": the date of the occasion."""
        for owner in _clauses(tree, trigger):
            for c in tree.children[owner]:
                if tree.dep[c] == "obl" and tree.preposition(c) in ("en", "durante"):
                    for k in tree.children[c]:
                        if tree.dep[k] == "acl" and tree.finite(k) and k in owners:
                            return owners[k][0][1]
        return None

    def _item(self, doc: Doc, p: Proposition) -> None:
        tree: Tree = doc._.tree
        arguments: Arguments = doc._.arguments
        things = Things(tree, self.lexicon, self.ontology)
        for token in (*p.item_tokens, *self._objects(doc, p)):
            thing = things.class_of(token, ("Item",)) is not None
            acting = any(r.how in ACTING for r in doc._.actors.refs(token, each=False))
            if token == p.object.token or (acting and not thing):
                continue  # "pidió a Venezuela retirar …": whom one asks is not what one asks for
            p.quantity = p.quantity or quantity(tree, token)
            if tree.pos[token] == "VERB":
                p.item = self._asked(tree, things, token)
                break
            contents = arguments.content(token)
            inner = [k for k in contents if tree.lemma[k] not in MEASURES and tree.pos[k] in ("NOUN", "PROPN")]
            if not inner:
                continue
            if p.quantity is None:
                p.quantity = next((q for k in inner if (q := quantity(tree, k)) is not None), None)
            head = inner[0]
            if (
                tree.lemma[head] in self.currencies
                and tree.dep[token] == "nmod"
                and tree.pos[tree.head[token]] == "NOUN"
            ):
                head, inner = tree.head[token], []  # "un préstamo de 300 millones de dólares" is a loan
            last = things.last(head)
            for k in inner[1:]:
                if tree.sentence[k] == tree.sentence[head] and k - head < 12:
                    last = max(last, things.last(k))
            p.item = things.entity(head, last, things.class_of(head, ("Item",)) or "Item")
            p.quantity = p.quantity or worth(tree, head, self.currencies, self.values)
            break
        if p.item is None and self._given(tree, p):
            p.item = things.entity(p.trigger, things.last(p.trigger), things.class_of(p.trigger, ("Item",)) or "Item")
        if p.quantity is None:
            p.quantity = self._amount(doc, p)

    def _given(self, tree: Tree, p: Proposition) -> bool:
        """Whether the trigger is a noun that names what is given or imposed: "créditos", "aranceles"."""
        return (
            tree.pos[p.trigger] == "NOUN"
            and bool(p.relation)
            and self.ontology.relations[p.relation].plover in ("AID", "SANCTION")
            and tree.lemma[p.trigger] in self.handed
        )

    @staticmethod
    def _asked(tree: Tree, things: Things, verb: int) -> Entity | None:
        """What a clause of request asks for: "que aceleren | la entrega de proyectiles", "retirar | sus tropas"."""
        thing = next(
            (c for c in tree.children[verb] if tree.dep[c] == "obj" and tree.pos[c] == "NOUN" and c > verb), None
        )
        if thing is None:
            return None
        begin = verb if "VerbForm=Inf" in tree.feats[verb] and thing - verb < 4 else thing
        return things.entity(begin, things.last(thing), "Item")

    def _amount(self, doc: Doc, p: Proposition) -> Quantity | None:
        """How much, where no number stands with the item itself."""
        tree: Tree = doc._.tree
        verb = tree.pos[p.trigger] == "VERB"
        if p.item_tokens and verb:
            # "envió 6.700 contenedores con lanzadores": the number stands with what holds the item
            objects = doc._.arguments.verb(p.trigger).get("obj", ())
            for arg in objects:
                if arg.refs is None and (found := quantity(tree, arg.token)) is not None:
                    return found
        if p.object.entity.id is not None and p.object.entity.id.startswith("item/"):
            found = quantity(tree, p.object.token) or worth(tree, p.object.token, self.currencies, self.values)
            if found is not None:
                return found
        for at in (p.subject_at, p.object_at, p.trigger):
            # "2.000 soldados franceses se desplegaron": those who act for a state, and events, are counted too
            if at >= 0 and tree.pos[at] == "NOUN" and (found := quantity(tree, at)) is not None:
                return found
        return worth(tree, p.trigger, self.currencies, self.values)

    def _objects(self, doc: Doc, p: Proposition) -> tuple[int, ...]:
        """What is done, given or agreed, where the frame does not say which role it is: the verb's own object."""
        tree: Tree = doc._.tree
        if tree.pos[p.trigger] == "ADJ" and tree.dep[p.trigger] in ("amod", "acl"):
            return (tree.head[p.trigger],)  # "el plan acordado entre …"
        if tree.pos[p.trigger] != "VERB":
            agreed = tree.lemma[p.trigger] in self.lexicon.classes.get("Agreement", frozenset())
            return (p.trigger,) if agreed else ()
        plover = self.ontology.relations[p.relation].plover if p.relation else None
        if plover in ("CONSULT", None):
            return ()
        if plover == "REQUEST" and (clause := tree.child(p.trigger, "ccomp", "xcomp")) is not None:
            return (clause,) if tree.pos[clause] == "VERB" else ()
        ends = {p.subject.token, p.object.token}
        objects = doc._.arguments.verb(p.trigger).get("obj", ())
        return tuple(
            a.token
            for a in objects
            if a.refs is None
            and tree.pos[a.token] == "NOUN"
            and tree.lemma[a.token] not in self.asking
            and not ends & set(tree.conjuncts(a.token))
        )

    def _place(self, doc: Doc, p: Proposition) -> None:
        ends = (p.subject.entity, p.object.entity)
        for token in self._places(doc, p.trigger):
            place = self._place_at(doc, token)
            if place is not None and place not in ends:
                p.place = place
                return

    def _places(self, doc: Doc, trigger: int) -> Iterator[int]:
        """The phrases that may say where a predicate holds, the nearest first."""
        tree: Tree = doc._.tree
        clauses = _clauses(tree, trigger)
        for owner in clauses:
            for c in tree.children[owner]:
                if tree.dep[c] in ("obl", "nmod", "obj") and tree.preposition(c) == "en":
                    yield c
                    # "en el palacio de Topkapi, en Estambul"
                    yield from (k for k in tree.children[c] if k > c and tree.preposition(k) == "en")
                elif tree.lower[c] == "donde" and (antecedent := doc._.actors.antecedent(c)) is not None:
                    yield antecedent
        for clause, above in pairwise(clauses):
            # "voló a Teherán para verse con Raisí"
            if tree.dep[clause] == "advcl" and tree.lemma[above] in self.motion:
                for c in tree.children[above]:
                    if tree.dep[c] in ("obl", "obj", "iobj") and tree.preposition(c) in ("a", "hasta"):
                        yield c

    def _place_at(self, doc: Doc, token: int) -> Entity | None:
        """The place that a phrase names; of "la capital bielorrusa" the city."""
        tree: Tree = doc._.tree
        if tree.lemma[token] == "capital" and token not in doc._.names.at:
            country = doc._.actors.country_behind(token)
            return self.capitals.get(country or "")
        refs: list[Ref] = doc._.actors.refs(token, each=False)
        return next((ref.entity for ref in refs if ref.named and ref.entity.type in PLACES), None)


def _owner(tree: Tree, token: int, triggers: set[int]) -> int:
    """The predicate that a time expression belongs to: the nearest verb or trigger above it."""
    k: int = token + 1 if tree.lower[token : token + 2] == ["desde", "hace"] else token
    if tree.lower[k] == "hace" and tree.head[k] != k:
        k = tree.head[k]  # "hace dos semanas"
        if k > token and tree.pos[k] == "NOUN" and k - token < 5:
            k = tree.head[k]
        if tree.pos[k] in ("VERB", "AUX") or k in triggers:
            return k
    while tree.head[k] != k:
        if (k in triggers and k != token) or tree.pos[k] in ("VERB", "AUX"):
            return k
        k = tree.head[k]
    return k


def _clauses(tree: Tree, trigger: int) -> list[int]:
    """The predicates whose qualifiers hold for a trigger: itself, and what it is told with up to the finite verb.

    "volará el 19 a Teherán para verse con Raisí", "abordó el tema ayer en una reunión con Lukashenko".
    """
    out = [trigger]
    k = trigger
    while (head := tree.head[k]) != k:
        if tree.pos[k] in ("NOUN", "PROPN"):
            together = tree.dep[k] in ("obj", "nsubj", "obl") and tree.pos[head] in ("VERB", "AUX")
        else:
            together = not tree.finite(k) and (
                tree.dep[k] == "xcomp" or (tree.dep[k] == "advcl" and "VerbForm=Part" not in tree.feats[k])
            )
        if not together:
            break
        out.append(head)
        k = head
    return out

"""How surely a proposition is stated, and who vouches for it: read up the tree from its trigger, cue by cue.

After Saurí and Pustejovsky (2009), "FactBank: a corpus annotated with event factuality", Language Resources and
Evaluation 43(3): event-selecting predicates, polarity and modality particles are combined from the inside out, and the
innermost source that vouches is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Entity, Modality
from kg.nlp.actors import ACTORS, Actors, Ref
from kg.nlp.arguments import Arg, Arguments
from kg.nlp.lemmas import enclitics
from kg.nlp.tree import RELATIVES, Tree
from kg.vocabulary.lexicon import Lexicon

OPENING = frozenset('«“"')
CLOSING = frozenset('»”"')

MODALS = frozenset(("poder", "deber"))

NEGATING = frozenset(("advmod", "mark", "case", "det", "cc", "neg", "nsubj"))
"""Labels of the words that can negate a predicate."""


@dataclass(slots=True)
class Stance:
    """The outcome: a modality, the cue that gave it, the source that vouches, and the rule that found the source."""

    modality: Modality = Modality.ASSERTED
    cue: str = ""
    source: Entity | None = None
    rule: str = ""
    pledge: int = -1
    """The verb by which the doer promises, who vouches for himself where nobody else does."""

    def weaken(self, modality: Modality, cue: str) -> None:
        """Take a weaker modality; what is denied, possible or planned is not made firmer by a speaker."""
        order = list(Modality)
        if self.modality is Modality.DENIED and modality is not Modality.DENIED:
            return
        if order.index(modality) > order.index(self.modality):
            self.modality, self.cue = modality, cue


class Stances:
    """Reads modality and source of predicates of one text."""

    def __init__(self, tree: Tree, actors: Actors, arguments: Arguments, lexicon: Lexicon) -> None:
        self.tree = tree
        self.actors = actors
        self.arguments = arguments
        cue = lexicon.cue
        self.say = cue("speech", "say") | cue("speech", "allege")
        self.allege = cue("speech", "allege")
        self.deny = cue("speech", "deny")
        self.commit = cue("speech", "commit")
        self.factive = cue("speech", "factive")
        self.ask = cue("speech", "ask")
        self.speech_nouns = cue("speech", "nouns")
        self.hedge_adverbs = cue("modality", "hedge_adverbs")
        self.hedge_adjectives = cue("modality", "hedge_adjectives")
        self.possible_adverbs = cue("modality", "possible_adverbs")
        self.possible_adjectives = cue("modality", "possible_adjectives")
        self.possible_nouns = cue("modality", "possible_nouns")
        self.planned_adverbs = cue("modality", "planned_adverbs")
        self.coming = tuple(f"{words} " for words in cue("modality", "coming"))
        self.planned_adjectives = cue("modality", "planned_adjectives")
        self.planned_nouns = cue("modality", "planned_nouns")
        self.wish = cue("modality", "wish") | cue("modality", "fear")
        self.plan = cue("modality", "plan")
        self.phrases = {  # "tener previsto", "estar dispuesto a": verb and adjective say it together
            f"{words[0].removesuffix('se')} {words[1]}": name
            for name in ("plan", "wish", "possibility")
            for words in (phrase.split() for phrase in cue("modality", name))
            if len(words) in (2, 3) and (len(words) == 2 or words[2] in ("a", "de", "para"))
        }
        self.motion = cue("modality", "motion")
        self.contact = cue("modality", "contact")
        self.seize = cue("modality", "seize")
        self.purpose = cue("modality", "purpose_markers")
        self.conditions = cue("modality", "conditional_conjunctions")
        self.exceptions = cue("modality", "negation_exceptions")
        self.failure = cue("modality", "failure")
        self.refusal_nouns = cue("modality", "refusal_nouns")
        self.done_nouns = cue("modality", "done_nouns")
        self.resist = cue("modality", "resist")
        self.enact = cue("modality", "enact")
        self.negators = cue("modality", "negators")
        self.nobody = cue("modality", "nobody")
        self.false = cue("speech", "false")
        self.aspect = cue("modality", "aspect") | cue("modality", "cause")
        self.views = cue("attribution", "views")
        self.impute = cue("speech", "impute")
        self.perform = cue("speech", "perform")
        self.promise = cue("speech", "promise")
        self.report = cue("speech", "report")
        self.prevent = cue("modality", "prevent")
        self.pause = cue("modality", "pause")
        self.lasting = cue("modality", "lasting")
        self.performed = cue("modality", "performed")
        self.light = cue("light", "verbs")
        self.occurrence = cue("modality", "occurrence")
        self.idioms: dict[str, list[list[str]]] = {}  # "dejar claro", "dar por hecho": by their first word
        for words in (self.say | self.commit | self.deny | self.factive | self.ask | self.failure) - set(self.phrases):
            first, *rest = words.split()
            if rest:
                self.idioms.setdefault(first, []).append(rest)
        self._memo: dict[int, Stance] = {}
        self._heralds: dict[int, tuple[int, Entity] | None] = {}

    def stance(self, trigger: int) -> Stance:
        """Modality and source of the predicate at a token."""
        found = self._memo.get(trigger)
        if found is None:
            found = self._memo[trigger] = self._stance(trigger)
        return found

    def _stance(self, t: int) -> Stance:
        tree = self.tree
        out = Stance()
        nominal = tree.pos[t] not in ("VERB", "AUX") and tree.child(t, "cop") is None and not self._participle(t)
        if nominal:
            self._noun(t, out)
        else:
            self._verb(t, out)
            if self._spoken_deed(t):
                return out
        self._climb(t, nominal, out)
        if out.pledge >= 0:
            self._source(out.pledge, out, self.tree.lemma[out.pledge])
        return out

    def handed(self, trigger: int) -> Modality:
        """What a verb makes of the aid, goods or joint work that it tells of: announced, stopped or done."""
        lemma = self.tree.lemma[trigger]
        if lemma in self.perform | self.promise:
            return Modality.PLANNED  # "anunció el envío de tanques", "prometió ayuda"
        return Modality.DENIED if lemma in self.pause else Modality.ASSERTED

    def _spoken_deed(self, v: int) -> bool:
        """ "Condenamos la agresión": to say it is to do it."""
        feats = self.tree.feats[v]
        if "Person=1" not in feats or "Tense=Pres" not in feats:
            return False
        return self.tree.lemma[v] in self.say | self.ask | self.deny | self.factive

    def _word(self, v: int) -> str:
        """The lemma of a verb, or the idiom that begins with it: "dejó claro" → "dejar claro"."""
        tree = self.tree
        lemma = tree.lemma[v]
        for rest in self.idioms.get(lemma, ()):
            if tree.lower[v + 1 : v + 1 + len(rest)] == rest:
                return " ".join((lemma, *rest))
        return lemma

    def _participle(self, t: int) -> bool:
        return "VerbForm=Part" in self.tree.feats[t]

    # -- the predicate itself -----------------------------------------------------------------------

    def _negated(self, i: int) -> str:
        """The word that negates a predicate, or ""."""
        tree = self.tree
        for c in tree.children[i]:
            if c < i and tree.lower[c] in self.negators and tree.dep[c] in NEGATING:
                if tree.lower[c] in self.nobody and tree.dep[c] not in ("det", "nsubj"):
                    continue
                phrase = " ".join(tree.lower[c : c + 2])
                if phrase in self.exceptions or any(
                    e.startswith(f"{tree.lower[c]} {tree.lemma[i]}") for e in self.exceptions
                ):
                    continue
                return tree.lower[c]
        return ""

    def _verb(self, v: int, out: Stance) -> None:
        tree = self.tree
        fv = tree.finite_verb(v)
        feats = tree.feats[fv]
        subject = tree.child(v, "nsubj")
        if subject is not None and any(tree.lower[c] in self.nobody for c in tree.children[subject]):
            out.weaken(Modality.DENIED, "ningún")
        if (word := self._negated(v)) and not self._first_in_years(v):
            out.weaken(Modality.DENIED, word)
        aux = [c for c in tree.children[v] if tree.dep[c] == "aux"]
        lemmas = {tree.lemma[c] for c in aux}
        if "Mood=Cnd" in feats or tree.lower[fv] in ("habría", "habrían"):
            perfect = tree.lower[fv].startswith("habr") and fv != v
            if perfect:
                out.weaken(Modality.ALLEGED, tree.lower[fv])
            elif lemmas & MODALS:
                out.weaken(Modality.POSSIBLE, tree.lower[fv])
            elif self._reported_past(v):
                out.weaken(Modality.PLANNED, tree.lower[fv])
            else:
                out.weaken(Modality.POSSIBLE, tree.lower[fv])
        elif "Tense=Fut" in feats:
            if lemmas & {"poder"}:
                out.weaken(Modality.POSSIBLE, tree.lower[fv])
            elif "Mood=Ind" in feats:
                out.weaken(Modality.PLANNED, tree.lower[fv])
        elif lemmas & MODALS or (lemmas & {"tener"} and tree.finite(v)):
            out.weaken(Modality.POSSIBLE, next(tree.lower[c] for c in aux))
        elif lemmas & {"ir"} and "Tense=Past" not in feats:
            out.weaken(Modality.PLANNED, next(tree.lower[c] for c in aux if tree.lemma[c] == "ir"))
        if "Mood=Imp" in feats and tree.quoted[v]:
            out.weaken(Modality.POSSIBLE, tree.lower[fv])
        if (
            "Mood=Sub" in feats
            and tree.dep[v] in ("ROOT", "acl")
            and not any(tree.lower[c] in ("que",) and tree.dep[c] == "mark" for c in tree.children[v])
        ):
            out.weaken(Modality.POSSIBLE, tree.lower[fv])
        self._adverbs(v, out)

    def _first_in_years(self, v: int) -> bool:
        """ "no pisaba suelo ruso desde 2015": now the deed was done again."""
        tree = self.tree
        return "Tense=Imp" in tree.feats[v] and any(
            tree.preposition(c) == "desde" for c in tree.children[v] if tree.dep[c] in ("obl", "advmod", "nmod")
        )

    def _reported_past(self, v: int) -> bool:
        """Whether a conditional is the future of a past report: "dijo que enviaría"."""
        tree = self.tree
        head = tree.head[v]
        return tree.dep[v] in ("ccomp", "conj") and tree.lemma[head] in self.say | self.commit | self.plan

    def _adverbs(self, v: int, out: Stance) -> None:
        tree = self.tree
        feats = tree.feats[tree.finite_verb(v)]
        present = "VerbForm=Fin" in feats and "Tense=Past" not in feats and "Tense=Imp" not in feats
        for c in tree.children[v]:
            if tree.dep[c] not in ("advmod", "obl", "discourse", "parataxis", "mark"):
                continue
            lower = tree.lower[c]
            pair = " ".join(tree.lower[c : c + 2])
            before = " ".join(tree.lower[max(0, c - 1) : c + 1])
            if lower in self.hedge_adverbs or pair in self.hedge_adverbs or before in self.hedge_adverbs:
                out.weaken(Modality.ALLEGED, lower)
            elif lower in self.possible_adverbs or pair in self.possible_adverbs:
                out.weaken(Modality.POSSIBLE, lower)
            elif present and self._ahead(c):
                out.weaken(Modality.PLANNED, tree.span(*tree.phrase_full(c)))

    def _ahead(self, c: int) -> bool:
        """Whether a phrase beside a verb says that its time is to come: "mañana", "la próxima semana"."""
        tree = self.tree
        first, last = tree.phrase_full(c)
        phrase = " ".join(tree.lower[first : last + 1])
        return phrase in self.planned_adverbs or f"{phrase} ".startswith(self.coming)

    def _noun(self, n: int, out: Stance) -> None:
        tree = self.tree
        for c in tree.children[n]:
            lemma = tree.lemma[c]
            if tree.dep[c] == "amod" or tree.pos[c] == "ADJ":
                if lemma in self.hedge_adjectives:
                    out.weaken(Modality.ALLEGED, lemma)
                elif lemma in self.possible_adjectives:
                    out.weaken(Modality.POSSIBLE, lemma)
                elif lemma in self.planned_adjectives:
                    out.weaken(Modality.PLANNED, lemma)
            elif tree.lower[c] in self.nobody:
                out.weaken(Modality.DENIED, tree.lower[c])
        if tree.preposition(n) == "sin":
            out.weaken(Modality.DENIED, "sin")

    # -- what stands above it -----------------------------------------------------------------------

    def _climb(self, t: int, nominal: bool, out: Stance) -> None:
        tree = self.tree
        cur = t
        background = nominal  # presupposed, as background noun phrases are
        path: set[int] = set()
        for _ in range(14):
            dep, head = tree.dep[cur], tree.head[cur]
            if nominal and cur == t and self._carried(t):
                # "la retirada podría producirse en junio", "impuso sanciones": the event is stated by the verb
                self._verb(head, out)
                background = False
                cur = head
                continue
            if not (background and cur == t):
                self._beside(cur, out, background, path)
            path.add(cur)
            if not background and (herald := self._herald(tree.sentence[cur])) and herald[0] < cur:
                if head == cur or head < herald[0]:  # "Seúl: Corea del Norte lanza un misil"
                    self._alleged(out, ":")
                    if out.source is None:
                        out.source, out.rule = herald[1], "before a colon"
                    break
            if head == cur:
                break
            verbal = tree.pos[head] in ("VERB", "AUX") or tree.child(head, "cop") is not None or tree.pos[head] == "ADJ"
            if not background and self._quotation(head, cur):
                self._spoken(head, out)
            elif dep == "acl" and tree.pos[head] == "ADJ":
                self._above_verb(head, cur, out)
            elif dep == "acl":
                if tree.finite(cur) and not self._content_clause(cur):
                    break  # a relative clause stands on its own
                if tree.pos[head] in ("NOUN", "PROPN"):
                    if (self._participle(cur) and not tree.finite(cur)) or tree.pos[cur] == "ADJ":
                        # "las armas enviadas por Irán": a fact of its own
                        background = True
                    else:
                        self._above_noun(head, cur, out, clause=True)
            elif dep == "amod" and "VerbForm=Part" in tree.feats[cur]:
                background = True
            elif dep == "conj":
                pass
            elif dep == "appos":
                break
            elif verbal and dep in (
                "ccomp",
                "xcomp",
                "obj",
                "obl",
                "csubj",
                "nsubj",
                "iobj",
                "parataxis",
                "dep",
                "nmod",
            ):
                if not background:
                    self._above_verb(head, cur, out)
                elif self._above_event(head, cur, out):
                    background = False
                elif dep in ("nsubj", "obl", "iobj") and tree.preposition(cur) not in ("con", "a", "de"):
                    break
            elif verbal and dep == "advcl":
                marker = next((tree.lower[k] for k in tree.children[cur] if tree.dep[k] in ("mark", "case")), "")
                if "VerbForm=Inf" in tree.feats[cur] and marker in ("con", "de", "a", "en"):
                    self._above_verb(head, cur, out)
                else:
                    self._adverbial(cur, out)
                    # "sostuvo que violó la tregua al atacar": what has no tense of its own is told with its clause
                    background = background or tree.finite(cur)
            elif dep in ("nmod", "obl") and not verbal:
                self._above_noun(head, cur, out, clause=False)
                background = background or nominal
            if dep not in ("conj",) and tree.pos[head] in ("VERB", "AUX") and not nominal:
                background = background and dep not in ("ccomp", "xcomp")
            cur = head

    def _content_clause(self, v: int) -> bool:
        """ "la denuncia de que Rusia atacó": a clause that says what the noun's content is."""
        tree = self.tree
        marks = [c for c in tree.children[v] if tree.lower[c] == "que" and tree.dep[c] == "mark"]
        return bool(marks) and any(tree.lower[c] == "de" for c in tree.children[v])

    def _carried(self, n: int) -> bool:
        """Whether the verb above an event noun does no more than say that the event takes place."""
        tree = self.tree
        verb = tree.head[n]
        if tree.pos[verb] not in ("VERB", "AUX") or verb == n:
            return False
        if tree.dep[n] == "nsubj" and not self.arguments.passive(verb):
            return tree.lemma[verb] in self.occurrence
        carrying = (self.light | self.aspect) - self.wish - self.ask
        return tree.lemma[verb] in carrying and self._patient(verb, n)

    def _patient(self, verb: int, n: int) -> bool:
        """Whether a noun is what a verb acts on."""
        tree = self.tree
        dep = tree.dep[n]
        return (
            dep == "obj"
            or (dep == "nsubj" and self.arguments.passive(verb))
            or (dep == "obl" and tree.preposition(n) in ("con", "a", "de"))
        )

    def _above_event(self, h: int, n: int, out: Stance) -> bool:
        """What a verb makes of the event that a noun beside it names; whether it says anything of it."""
        tree = self.tree
        lemma = tree.lemma[h]
        role = tree.preposition(n)
        if (
            (lemma in self.allege and role in ("de", "por"))  # "responsabilizó a Irán del ataque"
            or (lemma in self.impute and tree.dep[n] == "obj")  # "atribuyó a Irán el ataque"
            or (lemma in self.report and role in ("de", "sobre"))  # "informó de un ataque"
        ):
            self._alleged(out, lemma)
            self._source(h, out, lemma)
            return True
        if not self._patient(h, n):
            return False
        if lemma in self.deny:
            if lemma not in self.resist:
                out.weaken(Modality.DENIED, lemma)
                self._source(h, out, lemma)
        elif lemma in self.failure:
            if lemma not in self.resist:
                out.weaken(Modality.POSSIBLE if lemma in self.prevent else Modality.DENIED, lemma)
        elif lemma in self.ask or lemma in self.wish:
            out.weaken(Modality.POSSIBLE, lemma)
        elif lemma in self.plan - self.enact:
            if lemma not in self.perform or tree.lemma[n] not in self.performed:
                out.weaken(Modality.PLANNED, lemma)
        elif lemma in self.pause:
            if tree.lemma[n] not in self.lasting and self.stance(h).modality is Modality.ASSERTED:
                out.weaken(Modality.DENIED, lemma)
        else:
            return False
        return True

    def _above_verb(self, h: int, cur: int, out: Stance) -> None:
        tree = self.tree
        lemma = self._word(h)
        clause = tree.dep[cur] in ("ccomp", "xcomp", "csubj", "parataxis") or tree.pos[cur] in ("VERB", "AUX")
        negated = self._negated(h)
        content = tree.dep[cur] in ("ccomp", "xcomp", "obj", "csubj", "dep") or (
            tree.dep[cur] in ("obl", "nmod") and tree.preposition(cur) in ("a", "de", "con", "por", "en", "")
        )
        if not clause and not content:
            return
        if tree.pos[h] == "ADJ" and lemma in self.possible_adjectives and "VerbForm=Inf" in tree.feats[cur]:
            out.weaken(Modality.POSSIBLE, lemma)
        if lemma in self.false and not negated:
            out.weaken(Modality.DENIED, lemma)  # "es falso que Rusia atacara"
            return
        if lemma in self.deny and not negated:
            out.weaken(Modality.DENIED, lemma)
            if not (f"{lemma}se" in self.failure and self.arguments.reflexive(h)):  # "se negó a" is no statement
                self._source(h, out, lemma)
        elif lemma in self.failure and lemma not in self.say:
            out.weaken(Modality.POSSIBLE if negated else Modality.DENIED, lemma)
        elif lemma in self.commit - self.say:
            out.weaken(Modality.PLANNED, lemma)
            if lemma in self.plan - self.promise:
                pass  # to agree on a thing is not to say so
            elif self._own_deed(h, cur):
                out.pledge = h if out.pledge < 0 else out.pledge
            else:
                self._source(h, out, lemma)
        elif phrase := self._phrase(h, cur):
            planned = self.phrases[phrase] == "plan"
            out.weaken(
                Modality.DENIED if negated and planned else Modality.PLANNED if planned else Modality.POSSIBLE, phrase
            )
        elif lemma in self.plan and tree.dep[cur] == "xcomp" and "VerbForm=Inf" in tree.feats[cur]:
            out.weaken(Modality.DENIED if negated else Modality.PLANNED, lemma)
        elif lemma in self.say:
            if "VerbForm=Ger" in tree.feats[cur] or (
                lemma in self.perform and tree.finite(cur) and self._own_deed(h, cur)
            ):
                return  # "respondió disparando", "anunció que prolonga la tregua"
            if negated and tree.dep[cur] == "ccomp":
                out.weaken(Modality.POSSIBLE, f"no {lemma}")
            if lemma in self.perform and not tree.finite(cur):
                out.weaken(Modality.PLANNED, lemma)
            self._alleged(out, lemma)
            self._source(h, out, lemma)
        elif lemma in self.ask or lemma in self.wish:
            out.weaken(Modality.POSSIBLE, lemma)
        elif lemma in self.plan:
            out.weaken(Modality.DENIED if negated else Modality.PLANNED, lemma)
        elif lemma in MODALS:
            out.weaken(Modality.DENIED if negated and lemma == "poder" else Modality.POSSIBLE, lemma)
        elif lemma == "ir" and tree.dep[cur] == "xcomp":
            out.weaken(Modality.PLANNED, lemma)
        elif lemma in self.factive:
            if negated:
                out.weaken(Modality.POSSIBLE, f"no {lemma}")  # "no reconoce haber vendido armas"
        elif not tree.finite(cur) or lemma in self.aspect:
            # "comenzó a bombardear", "logró firmar": the outer verb's own mood counts
            self._verb(h, out)

    def _own_deed(self, h: int, cur: int) -> bool:
        """Whether who speaks in a clause tells what he does himself."""
        speakers, doers = (
            {ref.entity.id for arg in self.arguments.subject(v) for ref in self.arguments.refs(arg)} for v in (h, cur)
        )
        return bool(speakers & doers - {None})

    def _phrase(self, h: int, cur: int) -> str:
        """The cue of verb and adjective above a clause: "tiene previsto | viajar", "está dispuesto a | negociar"."""
        tree = self.tree
        copula = tree.child(h, "cop")
        beside = (
            c for c in tree.children[h] if c != cur and tree.dep[c] in ("xcomp", "obj") and not tree.preposition(c)
        )
        pairs = [(copula, h)] if copula is not None else [(h, c) for c in beside]
        if tree.full_dep[h] == "xcomp:pred":
            pairs.append((tree.head[h], h))  # "se mostró | dispuesto a negociar"
        for verb, adjective in pairs:
            for word in (tree.lemma[adjective], tree.lower[adjective]):
                if (phrase := f"{tree.lemma[verb]} {word}") in self.phrases:
                    return phrase
        return ""

    def _above_noun(self, h: int, cur: int, out: Stance, *, clause: bool) -> None:
        tree = self.tree
        lemma = tree.lemma[h]
        if not clause and tree.preposition(cur) not in ("de", "a"):
            return
        if lemma in self.speech_nouns and clause:
            self._alleged(out, lemma)
            if out.source is None:
                for role in ("adj", "poss", "de", "por"):
                    for arg in self.arguments.noun(h).get(role, ()):
                        for ref in self.arguments.refs(arg):
                            if ref.named and out.source is None:
                                out.source, out.rule = self._actor(ref), f"{role} of {lemma}"
        elif lemma in self.possible_nouns:
            out.weaken(Modality.POSSIBLE, lemma)
        elif lemma in self.planned_nouns - self.done_nouns:
            out.weaken(Modality.PLANNED, lemma)
        elif lemma in self.refusal_nouns:
            out.weaken(Modality.DENIED, lemma)

    def _adverbial(self, cur: int, out: Stance) -> None:
        tree = self.tree
        marks = sorted(c for c in tree.children[cur] if tree.dep[c] in ("mark", "case", "advmod", "fixed") and c < cur)
        words = [tree.lower[c] for c in marks]
        phrase = " ".join(words)
        if "si" in words or phrase in self.conditions:
            out.weaken(Modality.POSSIBLE, phrase)
        elif words and words[0] == "para":
            # "viajó a Kiev para reunirse con Zelenski": who sets out means to do it
            above = tree.lemma[tree.head[cur]]
            if above in self.contact and enclitics(tree.lower[cur])[1]:
                return
            if above in self.seize:
                return
            travels = above in self.motion and "que" not in words
            out.weaken(Modality.PLANNED if travels else Modality.POSSIBLE, phrase)
        elif words[:1] == ["sin"]:
            out.weaken(Modality.DENIED, "sin")
        elif phrase in self.purpose:
            out.weaken(Modality.POSSIBLE, phrase)
        elif "Mood=Sub" in tree.feats[tree.finite_verb(cur)] and "que" not in words:
            out.weaken(Modality.PLANNED, phrase or "subjunctive")

    # -- who says so --------------------------------------------------------------------------------

    def _alleged(self, out: Stance, cue: str) -> None:
        if out.modality is Modality.ASSERTED:
            out.weaken(Modality.ALLEGED, cue)

    def _beside(self, cur: int, out: Stance, background: bool, path: set[int]) -> None:
        """ "según X", and a verb of speech put beside the words that it reports: "…, dijo X", "X, añadió, …"."""
        tree = self.tree
        if background:
            return
        for c in tree.children[cur]:
            dep = tree.dep[c]
            if c in path or tree.breaks[c] != tree.breaks[cur]:
                continue
            if (token := self._authority(cur, c)) is not None:
                self._alleged(out, "según")
                if out.source is None and (ref := self._vouching(token)) is not None:
                    out.source, out.rule = ref, "según"
            elif refs := self._own_view(c):
                self._alleged(out, tree.lower[c])
                if out.source is None and (ref := self._acting(refs)) is not None:
                    out.source, out.rule = ref, f"possessor of {tree.lower[c]}"
            elif dep in ("parataxis", "advcl", "ccomp", "conj", "dep") and self._word(c) in self.say:
                heads = [k for k in tree.children[c] if tree.dep[k] in ("mark", "advmod", "case", "cc")]
                fixed = [g for k in heads for g in tree.children[k] if tree.dep[g] == "fixed"]  # "tal y como"
                marks = {tree.lower[k] for k in (*heads, *fixed)}
                if marks & {"según", "como", "conforme"}:
                    if dep in ("advcl", "parataxis", "dep"):
                        self._alleged(out, "según")
                        self._source(c, out, f"según {tree.lemma[c]}")
                elif self._set_beside(cur, c, marks):
                    self._alleged(out, tree.lemma[c])
                    self._source(c, out, f"postposed {tree.lemma[c]}")

    def _authority(self, cur: int, c: int) -> int | None:
        """The source in a phrase beside a predicate: "según X", "a juicio de X", and "para X," before the clause."""
        tree = self.tree
        if tree.dep[c] not in ("obl", "advmod", "nmod", "advcl", "parataxis", "obj"):
            return None
        if (
            tree.lemma[c] in self.views
            and tree.lower[c - 1] in ("a", "al", "en")
            and tree.lower[c + 1] in ("de", "del")
        ):
            return next((k for k in tree.children[c] if k > c and tree.preposition(k) == "de"), None)
        preposition = tree.preposition(c)
        if preposition == "según":
            return c
        whole = tree.compound(c)
        if whole is not None and whole[0] == "según":
            return whole[1]
        if preposition == "para" and c < cur and tree.finite(cur) and self._acting(self.actors.refs(c)) is not None:
            first, last = tree.phrase_full(c)
            opens = first == tree.sentences[tree.sentence[c]][0] or tree.text[first - 1] in (",", ";", ":")
            return c if opens and "," in (tree.text[last], tree.text[last + 1]) else None
        return None

    def _own_view(self, c: int) -> list[Ref]:
        """ "a su juicio", "en su opinión": those whose view it is."""
        tree = self.tree
        if tree.lemma[c] not in self.views or c < 2 or tree.lower[c - 1] != "su":
            return []
        return self.actors.possessors(c) if tree.lower[c - 2] in ("a", "en", "según") else []

    def _set_beside(self, cur: int, c: int, marks: set[str]) -> bool:
        """Whether a clause of speech stands beside another as its tag: behind it, or between commas within it."""
        tree = self.tree
        dep = tree.dep[c]
        if dep == "ccomp" or (dep == "conj" and marks - {","}) or not tree.finite(c):
            return False
        if marks & {"que", "cuando", "tras", "porque", "y", "si"} or not self._after_comma(c):
            return False
        if self._has_object(c) or (c > cur and not tree.quoted[cur] and self._quotes_apart(c)):
            return False
        if c > cur:
            return True
        last = tree.phrase_full(c)[1]  # "Serbia, añadió Vucic, sancionará …"
        return dep == "parataxis" and (self._closes(c) or "," in (tree.text[last], tree.text[last + 1]))

    def _has_object(self, v: int) -> bool:
        """Whether a verb of speech says of its own what it is about: "…, tachó el documento de nulo"."""
        tree = self.tree
        return tree.child(v, "nsubj") is None and any(
            tree.dep[c] == "obj"
            and tree.pos[c] == "NOUN"
            and tree.child(c, "det") is not None
            and not tree.preposition(c)
            and not any(ref.named for ref in self.actors.refs(c))
            for c in tree.children[v]
        )

    def _quotes_apart(self, v: int) -> bool:
        """Whether the words before a tag are a quotation that is a clause of its own: 'atacó Kiev: "…", dijo X'."""
        tree = self.tree
        close = next((k for k in range(v - 1, max(0, v - 5), -1) if tree.text[k] in CLOSING), None)
        if close is None:
            return False
        begin = close - 1
        while begin > tree.sentences[tree.sentence[v]][0] and tree.quoted[begin] | (tree.text[begin] not in OPENING):
            begin -= 1
        return begin > 0 and tree.text[begin - 1] in (":", ";", ".")

    def _after_comma(self, c: int) -> bool:
        tree = self.tree
        first = min([c, *(k for k in tree.children[c] if tree.pos[k] in ("AUX", "PRON"))])
        return first > 0 and tree.text[first - 1] in (",", '"', "”", "»", "—", "–", "-", "'")

    def _herald(self, sentence: int) -> tuple[int, Entity] | None:
        """Who stands alone before a colon at the head of a sentence, as headlines name who speaks, and the colon."""
        if sentence in self._heralds:
            return self._heralds[sentence]
        tree = self.tree
        first, last = tree.sentences[sentence]
        colon = next((k for k in range(first, min(last, first + 12)) if tree.text[k] == ":"), None)
        found = None
        if colon is not None and not any(tree.pos[k] in ("VERB", "AUX", "ADP") for k in range(first, colon)):
            heads = (k for k in range(first, colon) if not first <= tree.head[k] < colon or tree.head[k] == k)
            source = next((s for k in heads if (s := self._acting(self.actors.refs(k, each=False)))), None)
            found = (colon, source) if source is not None else None
        self._heralds[sentence] = found
        return found

    def _quotation(self, head: int, cur: int) -> bool:
        """Whether a clause stands behind a colon as what the verb before it says: 'escribió en su cuenta: "…"'."""
        tree = self.tree
        if tree.dep[cur] not in ("advcl", "parataxis", "ccomp", "acl", "appos", "dep", "conj"):
            return False
        if self._negated(head):
            return False
        colon = any(tree.text[k] == ":" for k in range(head + 1, cur))
        if tree.quoted[cur]:
            return tree.finite(head) and not tree.quoted[head] and (colon or tree.lemma[head] in self.say)
        return colon and tree.lemma[head] in self.say and tree.child(head, "ccomp", "xcomp") is None

    def _spoken(self, verb: int, out: Stance) -> None:
        self._alleged(out, ":")
        if self.tree.pos[verb] in ("VERB", "AUX"):
            self._source(verb, out, self.tree.lemma[verb])
        elif out.source is None:
            refs = [ref for arg in self.arguments.logical(verb) for ref in self.arguments.refs(arg)]
            out.source, out.rule = self._acting(refs), f"subject of {self.tree.lemma[verb]}"

    def _source(self, verb: int, out: Stance, rule: str) -> None:
        if out.source is not None:
            return
        for arg in self._speakers(verb):
            if rule.startswith("postposed") and "dropped" in arg.path and not self._closes(verb):
                continue  # "dijeron a EFE fuentes de Minsk": a subject is there, though the parser lost it
            source = self._acting(self.arguments.refs(arg))
            if source is None and arg.refs is None:
                source = self._vouching(arg.token)
            if source is not None:
                out.source, out.rule = source, f"subject of {rule}"
                return

    def _speakers(self, verb: int) -> list[Arg]:
        """Who says what a verb of speech reports, in the passive too: "fue acusada por Kiev de atacar"."""
        if self.arguments.passive(verb):
            return self._agents(verb)
        speakers = self.arguments.subject(verb)
        if all("dropped" in arg.path for arg in speakers) and (behind := self._behind(verb)) is not None:
            return [Arg(behind, "postposed")]
        return speakers or self._agents(verb)

    def _behind(self, verb: int) -> int | None:
        """A person named bare behind a verb's complement, who is its subject: "informó en un comunicado Ana Ruiz"."""
        tree = self.tree
        for c in tree.children[verb]:
            if c > verb and tree.dep[c] in ("obl", "nmod", "obj") and tree.preposition(c):
                for k in tree.children[c]:
                    if tree.dep[k] not in ("appos", "flat", "nmod") or tree.preposition(k) or tree.text[k - 1] == ",":
                        continue
                    bare = c not in self.actors.names.at and c not in self.actors.titles
                    if bare and any(ref.entity.type == "Person" for ref in self.actors.refs(k, each=False)):
                        return k
        return None

    def _closes(self, verb: int) -> bool:
        """Whether nothing but punctuation follows a verb in its clause: "…, afirmó."""
        tree = self.tree
        return verb + 1 >= tree.n or tree.pos[verb + 1] in ("PUNCT", "CCONJ")

    def _agents(self, verb: int) -> list[Arg]:
        return self.arguments.verb(verb).get("por", [])

    def _actor(self, ref: Ref) -> Entity:
        return self.actors.entity(ref.acts_for) if ref.acts_for and ref.entity.type != "Country" else ref.entity

    def _acting(self, refs: list[Ref]) -> Entity | None:
        """The first of several referents that can vouch for anything."""
        return next(
            (self._actor(ref) for ref in refs if ref.named and (ref.entity.type in ACTORS or ref.acts_for)), None
        )

    def _vouching(self, i: int) -> Entity | None:
        """The actor behind a source phrase: itself, or whose paper or people it is ("un informe del Pentágono")."""
        tree = self.tree
        if (source := self._acting(self.actors.refs(i, each=False))) is not None:
            return source
        if tree.lower[i] in RELATIVES:
            return None
        roles = self.arguments.noun(i)
        for role in ("de", "adj", "por", "poss"):
            for arg in roles.get(role, ()):
                source = self._acting(self.arguments.refs(arg, each=False))
                if source is None and arg.refs is None and role == "de":
                    source = self._vouching(arg.token)
                if source is not None:
                    return source
        return None

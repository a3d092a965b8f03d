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


@dataclass(slots=True)
class Stance:
    """The outcome: a modality, the cue that gave it, the source that vouches, and the rule that found the source."""

    modality: Modality = Modality.ASSERTED
    cue: str = ""
    source: Entity | None = None
    rule: str = ""

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
        self.conditions = cue("modality", "conditional_conjunctions")
        self.negation = cue("modality", "negation")
        self.exceptions = cue("modality", "negation_exceptions")
        self.failure = cue("modality", "failure")
        self.failure_nouns = cue("modality", "failure_nouns")
        self.cessation = cue("modality", "cessation")
        self.aspect = cue("modality", "aspect") | cue("modality", "cause")
        self.strong = cue("attribution", "strong")
        self.documents = cue("attribution", "documents")
        self.light = cue("light", "verbs")
        self.occurrence = cue("modality", "occurrence")
        self._memo: dict[int, Stance] = {}

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
        self._climb(t, nominal, out)
        return out

    def _participle(self, t: int) -> bool:
        return "VerbForm=Part" in self.tree.feats[t]

    # -- the predicate itself -----------------------------------------------------------------------

    def _negated(self, i: int) -> str:
        """The word that negates a predicate, or ""."""
        tree = self.tree
        for c in tree.children[i]:
            if tree.lower[c] in (
                "no",
                "nunca",
                "jamás",
                "tampoco",
                "sin",
                "ni",
                "nadie",
                "ninguno",
                "ningún",
                "ninguna",
            ) and (tree.dep[c] in ("advmod", "mark", "case", "det", "cc", "neg", "nsubj") and c < i):
                if (
                    tree.lower[c] in ("nadie", "ninguno", "ningún", "ninguna")
                    and tree.dep[c] != "det"
                    and tree.dep[c] != "nsubj"
                ):
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
        if subject is not None and any(tree.lower[c] in ("ningún", "ninguna") for c in tree.children[subject]):
            out.weaken(Modality.DENIED, "ningún")
        if word := self._negated(v):
            out.weaken(Modality.DENIED, word)
        aux = [c for c in tree.children[v] if tree.dep[c] == "aux"]
        lemmas = {tree.lemma[c] for c in aux}
        if "Mood=Cnd" in feats or tree.lower[fv] in ("habría", "habrían"):
            perfect = tree.lower[fv].startswith("habr") and fv != v
            if perfect:
                out.weaken(Modality.ALLEGED, tree.lower[fv])
            elif lemmas & {"poder", "deber"}:
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
        elif lemmas & {"poder", "deber"} or (lemmas & {"tener"} and tree.finite(v)):
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

    def _reported_past(self, v: int) -> bool:
        """Whether a conditional is the future of a past report: "dijo que enviaría"."""
        tree = self.tree
        head = tree.head[v]
        return tree.dep[v] in ("ccomp", "conj") and tree.lemma[head] in self.say | self.commit | self.plan

    def _adverbs(self, v: int, out: Stance) -> None:
        tree = self.tree
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
            elif tree.lower[c] in ("ningún", "ninguna"):
                out.weaken(Modality.DENIED, tree.lower[c])
        if tree.preposition(n) == "sin":
            out.weaken(Modality.DENIED, "sin")

    # -- what stands above it -----------------------------------------------------------------------

    def _climb(self, t: int, nominal: bool, out: Stance) -> None:
        tree = self.tree
        cur = t
        background = nominal  # presupposed, as background noun phrases are
        for _ in range(14):
            dep, head = tree.dep[cur], tree.head[cur]
            if nominal and cur == t and dep == "nsubj" and tree.lemma[head] in self.occurrence:
                # "la retirada podría producirse en junio": the event is stated by the verb
                self._verb(head, out)
                background = False
                cur = head
                continue
            if not (background and cur == t):
                self._beside(cur, out, background)
            if head == cur:
                break
            verbal = tree.pos[head] in ("VERB", "AUX") or tree.child(head, "cop") is not None or tree.pos[head] == "ADJ"
            if dep == "acl" and tree.pos[head] == "ADJ":
                self._above_verb(head, cur, out, noun=False)
            elif dep == "acl":
                if tree.finite(cur) and not self._content_clause(cur):
                    break  # a relative clause stands on its own
                if tree.pos[head] in ("NOUN", "PROPN"):
                    if "VerbForm=Part" in tree.feats[cur] or tree.pos[cur] == "ADJ":
                        # "las armas enviadas por Irán": a fact of its own
                        background = True
                    else:
                        self._above_noun(head, cur, out, clause=True)
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
                self._above_verb(head, cur, out, noun=background)
                if background and dep in ("nsubj", "obl", "iobj") and tree.preposition(cur) not in ("con", "a", "de"):
                    break
            elif verbal and dep == "advcl":
                marker = next((tree.lower[k] for k in tree.children[cur] if tree.dep[k] in ("mark", "case")), "")
                if "VerbForm=Inf" in tree.feats[cur] and marker in ("con", "de", "a", "en"):
                    self._above_verb(head, cur, out, noun=False)
                else:
                    self._adverbial(cur, out)
                    # "sostuvo que violó la tregua al atacar": what has no tense of its own is told with its clause
                    background = background or tree.finite(cur)
            elif dep in ("nmod", "obl") and not verbal:
                self._above_noun(head, cur, out, clause=False)
                background = True
            if dep not in ("conj",) and tree.pos[head] in ("VERB", "AUX") and not nominal:
                background = background and dep not in ("ccomp", "xcomp")
            cur = head

    def _content_clause(self, v: int) -> bool:
        """ "la denuncia de que Rusia atacó": a clause that says what the noun's content is."""
        tree = self.tree
        marks = [c for c in tree.children[v] if tree.lower[c] == "que" and tree.dep[c] == "mark"]
        return bool(marks) and any(tree.lower[c] == "de" for c in tree.children[v])

    def _above_verb(self, h: int, cur: int, out: Stance, *, noun: bool) -> None:
        tree = self.tree
        lemma = tree.lemma[h]
        clause = not noun and (
            tree.dep[cur] in ("ccomp", "xcomp", "csubj", "parataxis") or tree.pos[cur] in ("VERB", "AUX")
        )
        negated = self._negated(h)
        content = tree.dep[cur] in ("ccomp", "xcomp", "obj", "csubj", "dep") or (
            tree.dep[cur] in ("obl", "nmod") and tree.preposition(cur) in ("a", "de", "con", "por", "en", "")
        )
        if noun:
            patient = (
                tree.dep[cur] in ("obj",)
                or (tree.dep[cur] == "nsubj" and self.arguments.passive(h))
                or (tree.dep[cur] == "obl" and tree.preposition(cur) in ("con", "a", "de"))
            )
            if not patient:
                return
            if lemma in self.deny or lemma in self.failure:
                out.weaken(
                    Modality.DENIED
                    if lemma not in ("evitar", "impedir", "prevenir", "rechazar", "frenar")
                    else Modality.ASSERTED,
                    lemma,
                )
            elif lemma in ("evitar", "impedir", "prevenir"):
                out.weaken(Modality.POSSIBLE, lemma)
            elif lemma in self.ask or lemma in self.wish:
                out.weaken(Modality.POSSIBLE, lemma)
            elif lemma in self.plan and lemma not in ("aprobar", "decretar", "ordenar", "autorizar", "acordar"):
                out.weaken(Modality.PLANNED, lemma)
            elif lemma in self.light or lemma in self.aspect:
                self._verb(h, out)
            return
        if not clause and not content:
            return
        if lemma in ("falso", "incierto", "mentira") and not negated:
            out.weaken(Modality.DENIED, lemma)  # "es falso que Rusia atacara"
            return
        if lemma in self.deny and not negated:
            out.weaken(Modality.DENIED, lemma)
            self._source(h, out, lemma)
        elif lemma in self.failure and lemma not in self.say:
            out.weaken(Modality.POSSIBLE if negated else Modality.DENIED, lemma)
        elif lemma in self.commit and lemma not in ("asegurar", "anunciar"):
            out.weaken(Modality.PLANNED, lemma)
            self._source(h, out, lemma)
        elif phrase := self._phrase(h, cur):
            planned = self.phrases[phrase] == "plan"
            out.weaken(
                Modality.DENIED if negated and planned else Modality.PLANNED if planned else Modality.POSSIBLE, phrase
            )
        elif lemma in self.plan and tree.dep[cur] == "xcomp" and "VerbForm=Inf" in tree.feats[cur]:
            out.weaken(Modality.DENIED if negated else Modality.PLANNED, lemma)
        elif lemma in self.say:
            if negated and tree.dep[cur] == "ccomp":
                out.weaken(Modality.POSSIBLE, f"no {lemma}")
            if lemma == "anunciar" and not tree.finite(cur):
                out.weaken(Modality.PLANNED, lemma)
            if out.modality is Modality.ASSERTED:
                out.weaken(Modality.ALLEGED, lemma)
            self._source(h, out, lemma)
        elif lemma in self.ask or lemma in self.wish:
            out.weaken(Modality.POSSIBLE, lemma)
        elif lemma in self.plan:
            out.weaken(Modality.DENIED if negated else Modality.PLANNED, lemma)
        elif lemma in ("poder", "deber"):
            out.weaken(Modality.DENIED if negated and lemma == "poder" else Modality.POSSIBLE, lemma)
        elif lemma == "ir" and tree.dep[cur] == "xcomp":
            out.weaken(Modality.PLANNED, lemma)
        elif lemma in self.factive:
            return
        elif not tree.finite(cur) or lemma in self.aspect:
            # "comenzó a bombardear", "logró firmar": the outer verb's own mood counts
            self._verb(h, out)

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
            if out.modality is Modality.ASSERTED:
                out.weaken(Modality.ALLEGED, lemma)
            if out.source is None:
                for role in ("adj", "poss", "de", "por"):
                    for arg in self.arguments.noun(h).get(role, ()):
                        for ref in self.arguments.refs(arg):
                            if ref.named and out.source is None:
                                out.source, out.rule = self._actor(ref), f"{role} of {lemma}"
        elif lemma in self.possible_nouns:
            out.weaken(Modality.POSSIBLE, lemma)
        elif lemma in self.planned_nouns and lemma not in ("acuerdo", "pacto", "orden"):
            out.weaken(Modality.PLANNED, lemma)
        elif lemma in self.failure_nouns and lemma in (
            "ausencia",
            "falta",
            "negativa",
            "prohibición",
            "renuncia",
            "veto",
        ):
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
            travels = above in self.motion and "que" not in words
            out.weaken(Modality.PLANNED if travels else Modality.POSSIBLE, phrase)
        elif words[:1] == ["sin"]:
            out.weaken(Modality.DENIED, "sin")
        elif phrase in ("a fin de", "a fin de que", "con el fin de", "con el objetivo de", "con el propósito de"):
            out.weaken(Modality.POSSIBLE, phrase)
        elif "Mood=Sub" in tree.feats[tree.finite_verb(cur)] and "que" not in words:
            out.weaken(Modality.PLANNED, phrase or "subjunctive")

    # -- who says so --------------------------------------------------------------------------------

    def _beside(self, cur: int, out: Stance, background: bool) -> None:
        """ "según X", and a verb of speech put after the words that it reports: "…, dijo X"."""
        tree = self.tree
        if background:
            return
        for c in tree.children[cur]:
            dep = tree.dep[c]
            if dep in ("obl", "advmod", "nmod", "advcl", "parataxis", "obj") and tree.preposition(c) == "según":
                ref = self._vouching(c)
                if out.modality is Modality.ASSERTED:
                    out.weaken(Modality.ALLEGED, "según")
                if out.source is None and ref is not None:
                    out.source, out.rule = ref, "según"
            elif dep in ("parataxis", "advcl", "ccomp", "conj", "dep") and tree.lemma[c] in self.say and c > cur:
                marks = {tree.lower[k] for k in tree.children[c] if tree.dep[k] in ("mark", "advmod", "case", "cc")}
                if dep == "ccomp" or (dep == "conj" and marks - {","}):
                    continue
                if (
                    marks & {"que", "cuando", "tras", "porque", "y", "si"}
                    or not self._after_comma(c)
                    or not tree.finite(c)
                ):
                    continue
                if out.modality is Modality.ASSERTED:
                    out.weaken(Modality.ALLEGED, tree.lemma[c])
                self._source(c, out, f"postposed {tree.lemma[c]}")
            elif dep in ("advcl", "parataxis") and tree.lemma[c] in self.say:
                marks = {tree.lower[k] for k in tree.children[c] if tree.dep[k] in ("mark", "advmod", "case")}
                if marks & {"según", "como", "conforme"}:
                    if out.modality is Modality.ASSERTED:
                        out.weaken(Modality.ALLEGED, "según")
                    self._source(c, out, f"según {tree.lemma[c]}")

    def _after_comma(self, c: int) -> bool:
        tree = self.tree
        first = min([c, *(k for k in tree.children[c] if tree.pos[k] in ("AUX", "PRON"))])
        return first > 0 and tree.text[first - 1] in (",", '"', "”", "»", "—", "–", "-", "'")

    def _source(self, verb: int, out: Stance, rule: str) -> None:
        if out.source is not None:
            return
        for arg in self.arguments.subject(verb) or self._agents(verb):
            if rule.startswith("postposed") and "dropped" in arg.path and not self._closes(verb):
                continue  # "dijeron a EFE fuentes de Minsk": a subject is there, though the parser lost it
            source = self._acting(self.arguments.refs(arg))
            if source is None and arg.refs is None:
                source = self._vouching(arg.token)
            if source is not None:
                out.source, out.rule = source, f"subject of {rule}"
                return

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

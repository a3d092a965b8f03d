"""A parse → the same parse without the mistakes that Spanish grammar forbids: verbs and participles taken for nouns,
demonyms taken for heads, objects hung on a day of the week, plurals that the lemmatizer does not know."""

from __future__ import annotations

from collections.abc import Callable

from kg.nlp.dates import WEEKDAYS
from kg.nlp.lemmas import CONDITIONAL, GERUND, INDICATIVE, INFINITIVE, SUBJUNCTIVE, enclitics, participle_verb, readings
from kg.nlp.lines import NUMERO
from kg.nlp.tree import PASSIVE_AUXILIARIES, Tree
from kg.vocabulary.gazetteer import fold
from kg.vocabulary.lexicon import Lexicon

NOMINAL = frozenset(("NOUN", "ADJ", "PROPN"))
FINITE = (INDICATIVE, SUBJUNCTIVE, CONDITIONAL)


class Repair:
    """Mends the lists of a `Tree` in place; each mending is certain by form and position."""

    def __init__(
        self,
        nouns: dict[str, str],
        substantives: set[str],
        demonyms: dict[str, tuple[str, str]],
        roles: set[str],
        states: frozenset[str],
        predicative: set[str],
        fixed: set[tuple[str, ...]],
        said: set[str],
        mutual: set[str],
        controlling: frozenset[str],
        blaming: frozenset[str],
        crimes: frozenset[str],
        doers: frozenset[str],
        intransitive: frozenset[str],
        armed: frozenset[str],
    ) -> None:
        self.nouns = nouns
        self.demonyms = demonyms
        self.substantives = substantives
        """The nouns that are no adjectives too."""
        self.roles = roles
        """Nouns for persons and countries: "presidente", "miembro", "país"."""
        self.states = states
        """Nouns for states: "país", "república"."""
        self.predicative = predicative
        """Nouns that say something of who they stand beside: "aliado", "socio", "firmante"."""
        self.fixed = fixed
        """Nouns of three words that parsers break: "alto el fuego", "persona no grata"."""
        self.said = said
        """Verbs that a quotation or a clause without conjunction may stand before: "…, dijo"."""
        self.mutual = mutual
        """Nouns for what is between two: "cumbre", "guerra", "acuerdo"."""
        self.controlling = controlling
        """Verbs whose object is who acts in their infinitive: "acusar", "convencer"."""
        self.blaming = blaming
        """Of these, those of blame."""
        self.crimes = crimes
        """What one is blamed for."""
        self.doers = doers
        """Nouns that a crime completes: "autor", "responsable"."""
        self.intransitive = intransitive
        """Verbs that have no object: "morir"."""
        self.armed = armed
        """Nouns for those who bear arms."""
        self._by_label: dict[str, tuple[Callable[[Tree, int], None], ...]] = {
            "obl": (self._destination, self._forced),
            "nsubj": (self._coordinated, self._herald, self._being, self._number),
            "nmod": (self._aside, self._blamed, self._agent),
            "appos": (self._aside, self._listed),
            "dep": (self._aside,),
            "obj": (self._postposed,),
            "acl": (self._blamed, self._adverbial),
            "conj": (self._repeated, self._second_participle, self._within_relative),
            "advcl": (self._introduction,),
            "amod": (self._introduction,),
            "flat": (self._another,),
        }

    def __call__(self, tree: Tree) -> None:
        """Mend one parse."""
        openings = {word for word, _, _ in self.fixed}
        for i in range(tree.n):
            pos, lower = tree.pos[i], tree.lower[i]
            if lower == "-" and 0 < i < tree.n - 1:
                self._pair(tree, i - 1, i + 1)
            if pos == "PUNCT":
                continue
            if pos in NOMINAL:
                self._manner(tree, i)
                self._lemma(tree, i)
                if pos != "PROPN":
                    self._planning(tree, i)
                    self._preterite(tree, i)
                    self._verb(tree, i)
                    self._participle(tree, i)
                if pos == "NOUN":
                    self._demonym(tree, i)
                    self._weekday(tree, i)
                    self._apposition(tree, i)
            elif pos == "VERB":
                if i and fold(lower) in self.demonyms and tree.pos[i - 1] == "NOUN":
                    self._verbal_demonym(tree, i)
                elif tree.dep[i] == "ccomp":
                    self._series(tree, i)
                elif tree.lower[i - 1] == "como" and not readings(lower):
                    tree.pos[i], tree.dep[i], tree.full_dep[i] = "NOUN", "obl", "obl"  # "trabajaba como costurera"
                elif lower == "parecer":
                    self._seeming(tree, i)
            for mend in self._by_label.get(tree.dep[i], ()):
                mend(tree, i)
            if lower == "que":
                self._complementizer(tree, i)
                self._object_relative(tree, i)
                self._relative(tree, i)
            elif lower == "entre":
                self._between(tree, i)
            if pos in NOMINAL:
                if pos == "ADJ":
                    if tree.dep[i] in ("obj", "nsubj") and self.nouns.get(tree.lemma[i]) in self.substantives:
                        tree.pos[i] = "NOUN"  # "lanzó el jueves | misiles de crucero"
                    self._bearer(tree, i)
                    self._before_name(tree, i)
                    self._agreement(tree, i)
                    self._adjectives(tree, i)
                if tree.head[i] == i:
                    self._headline(tree, i)
                if pos != "ADJ":
                    self._fronted(tree, i)
                    self._between_commas(tree, i)
                if pos == "PROPN":
                    self._called(tree, i)
                    self._enumerated(tree, i)
            if lower in openings and i + 2 < tree.n and tuple(tree.lower[i : i + 3]) in self.fixed:
                self._fixed(tree, i)

    def _herald(self, tree: Tree, i: int) -> None:
        """ "Pyongyang: Seúl envió drones": who stands before a colon says it, and is no subject beside another."""
        verb = tree.head[i]
        colon = next((k for k in range(i + 1, verb) if tree.text[k] == ":"), None)
        if colon is not None and any(colon < c < verb and tree.dep[c] == "nsubj" for c in tree.children[verb]):
            tree.relabel(i, "dislocated")

    def _lemma(self, tree: Tree, i: int) -> None:
        """ "drones" → "dron", accents missing or not."""
        if tree.lemma[i] in self.nouns:
            tree.lemma[i] = self.nouns[tree.lemma[i]]
            return
        form = fold(tree.lower[i])
        for singular in (form[:-2] if form.endswith("es") else "", form[:-1] if form.endswith("s") else "", form):
            if singular and (lemma := self.nouns.get(singular)):
                tree.lemma[i] = lemma
                return

    def _manner(self, tree: Tree, i: int) -> None:
        """ "desalojó violentamente | a 80 familias": an adverb in "-mente" is no object."""
        lower = tree.lower[i]
        if tree.dep[i] in ("obj", "obl", "nmod", "amod", "appos", "xcomp") and len(lower) > 8 and not tree.children[i]:
            if lower.endswith("mente") and tree.text[i].islower() and lower not in self.nouns:
                tree.pos[i], tree.dep[i], tree.full_dep[i] = "ADV", "advmod", "advmod"

    def _verb(self, tree: Tree, i: int) -> None:
        """What has a subject and no copula is a verb: "la aviación bombardeó Járkov"; so is an infinitive that a verb
        governs: "ordenó bombardear Járkov"."""
        mood, pronouns = enclitics(tree.lower[i])
        if pronouns and (mood == GERUND or tree.lower[i] not in self.nouns):
            tree.pos[i], tree.lemma[i] = "VERB", readings(tree.lower[i])[0].infinitive
            tree.feats[i] = f"VerbForm={mood}"
            self._governs(tree, i)
            return
        if tree.dep[i] in ("xcomp", "ccomp") and tree.children[i]:
            infinitive = next((r.infinitive for r in readings(tree.lower[i]) if r.mood == INFINITIVE), None)
            if infinitive is not None and all(tree.dep[c] != "det" for c in tree.children[i]):
                tree.pos[i], tree.lemma[i], tree.feats[i] = "VERB", infinitive, "VerbForm=Inf"
                return
        deps = {tree.dep[c] for c in tree.children[i]}
        if (
            not tree.text[i].islower()
            or "cop" in deps
            or not ("nsubj" in deps or {"obj"} <= deps and "det" not in deps)
        ):
            return
        finite = [r for r in readings(tree.lower[i]) if r.mood in FINITE]
        if finite:
            tree.pos[i], tree.lemma[i] = "VERB", finite[0].infinitive
            tree.feats[i] = f"Mood={finite[0].mood}|VerbForm=Fin"
            self._predicate(tree, i)

    def _planning(self, tree: Tree, i: int) -> None:
        """ "la compañía planea | recortar puestos": what stands between a subject and a bare infinitive is a verb."""
        noun, infinitive = tree.head[i], i + 1
        if tree.dep[i] != "amod" or infinitive >= tree.n or tree.head[noun] != infinitive or noun > i:
            return
        if "VerbForm=Inf" not in tree.feats[infinitive] or tree.dep[noun] != "nsubj" or tree.finite(infinitive):
            return
        finite = next((r for r in readings(tree.lower[i]) if r.mood in FINITE), None)
        if finite is None:
            return
        tree.pos[i], tree.lemma[i] = "VERB", finite.infinitive
        tree.feats[i] = f"Mood={finite.mood}|Person=3|VerbForm=Fin"
        _replace(tree, infinitive, i)
        for c in tree.children[infinitive]:
            if c < i:
                _hang(tree, c, i)
        _hang(tree, infinitive, i)
        tree.dep[infinitive] = tree.full_dep[infinitive] = "xcomp"

    def _predicate(self, tree: Tree, i: int) -> None:
        """ "Chad, aliado de Francia, | compra armas": a verb hung beside a root that is a name is the predicate."""
        name = tree.head[i]
        if tree.dep[i] == "appos" and tree.head[name] == name and tree.pos[name] in ("PROPN", "NOUN") and name < i:
            _hang(tree, i, i)
            tree.dep[i] = tree.full_dep[i] = "ROOT"
            _hang(tree, name, i)
            tree.dep[name] = tree.full_dep[name] = "nsubj"

    def _governs(self, tree: Tree, i: int) -> None:
        """ "quiere suministrarles | armas": the noun after an infinitive taken for its adjective is its object."""
        noun = tree.head[i]
        if tree.dep[i] != "amod" or noun < i or noun in (i, tree.head[noun]):
            return
        head = tree.head[noun]
        _hang(tree, i, head)
        _hang(tree, noun, i)
        tree.dep[i] = tree.full_dep[i] = "xcomp"
        tree.dep[noun] = tree.full_dep[noun] = "obj"

    def _participle(self, tree: Tree, i: int) -> None:
        """What has an agent or an infinitive is a participle: "mediadas por Omán", "acusado de armar a"."""
        if tree.dep[i] not in ("amod", "acl", "appos", "nmod", "advcl", "conj"):
            return
        if not any(
            tree.full_dep[c] == "obl:agent" or tree.preposition(c) == "por" or tree.dep[c] == "xcomp"
            for c in tree.children[i]
            if c > i
        ):
            return
        verb = participle_verb(tree.lower[i])
        if verb is not None:
            tree.pos[i], tree.lemma[i], tree.feats[i] = "VERB", verb, "VerbForm=Part"
            if tree.dep[i] in ("appos", "nmod"):
                tree.dep[i] = tree.full_dep[i] = "acl"

    def _demonym(self, tree: Tree, i: int) -> None:
        """ "las fuerzas aéreas | sirias reiniciaron": the noun before is the head, the demonym its adjective."""
        if fold(tree.lower[i]) not in self.demonyms or any(tree.dep[c] == "det" for c in tree.children[i]):
            return
        noun = i - 1
        while noun > 0 and tree.pos[noun] == "ADJ":
            noun -= 1
        if noun >= 0 and tree.pos[noun] == "NOUN" and tree.head[noun] == i:
            self._lead(tree, noun, i)

    def _verbal_demonym(self, tree: Tree, i: int) -> None:
        """ "firmaron en la capital | paraguaya | el tratado": no verb, but the adjective of the noun before."""
        verb = tree.head[i]
        if tree.dep[i] not in ("advcl", "acl", "xcomp", "ccomp", "obl", "nmod", "amod", "conj") or verb == i:
            return
        if tree.under(i - 1, i):
            return
        for c in tree.children[i]:
            if c > i:
                _hang(tree, c, verb)
        _hang(tree, i, i - 1)
        tree.pos[i], tree.dep[i], tree.full_dep[i], tree.feats[i] = "ADJ", "amod", "amod", ""

    def _adjectives(self, tree: Tree, i: int) -> None:
        """ "una | llamada telefónica": of two adjectives behind an article the first is the noun, if it can be one."""
        noun = i - 1
        if (
            noun < 1
            or tree.head[noun] != i
            or tree.pos[noun] != "ADJ"
            or tree.pos[noun - 1] != "DET"
            or tree.lemma[noun] not in self.nouns
            and tree.lower[noun] not in self.nouns
        ):
            return
        tree.pos[noun] = "NOUN"
        tree.lemma[noun] = self.nouns.get(tree.lower[noun], tree.lemma[noun])
        self._lead(tree, noun, i)

    def _lead(self, tree: Tree, noun: int, i: int) -> None:
        """Make a word the head of the word that it hangs on, which becomes its adjective."""
        for c in tree.children[i]:
            if c < noun or c > i:
                _hang(tree, c, noun)
        _replace(tree, i, noun)
        _hang(tree, i, noun)
        tree.dep[i], tree.full_dep[i], tree.pos[i] = "amod", "amod", "ADJ"

    def _weekday(self, tree: Tree, i: int) -> None:
        """ "lanzó el jueves | misiles de crucero": a day of the week has no noun for an adjective."""
        if fold(tree.lower[i]) not in WEEKDAYS or tree.dep[i] not in ("obl", "nmod", "obj") or tree.head[i] == i:
            return
        verb = tree.head[i]
        bare = [
            c
            for c in tree.children[i]
            if c > i
            and (tree.pos[c] == "NOUN" or tree.lemma[c] in self.nouns)
            and tree.dep[c] in ("amod", "flat", "appos", "compound", "nmod")
            and tree.preposition(c) == ""
        ]
        if len(bare) != 1 or tree.pos[verb] not in ("VERB", "AUX") or tree.child(verb, "obj") not in (None, i):
            return
        noun = bare[0]
        for c in tree.children[i]:
            if c > noun:
                _hang(tree, c, noun)
        _hang(tree, noun, verb)
        tree.dep[noun] = tree.full_dep[noun] = "obj"

    def _apposition(self, tree: Tree, i: int) -> None:
        """ "el apoyo de Moscú, | un miembro del Consejo": what an actor is called stands beside the name before it."""
        thing = tree.head[i]
        if tree.dep[i] != "appos" or not (tree.lemma[i] in self.roles or tree.lemma[i] in self.predicative):
            return
        bearer = tree.lemma[thing] in self.roles
        if tree.pos[thing] != "NOUN" or (bearer and tree.lemma[i] not in self.states):
            return  # "el líder de Armenia, | otro país aliado de Rusia" is Armenia
        before = [c for c in tree.children[thing] if c < i]
        name = before[-1] if before else thing
        if tree.pos[name] == "PROPN" and tree.dep[name] == "nmod" and tree.preposition(name) == "de":
            _hang(tree, i, name)

    def _bearer(self, tree: Tree, i: int) -> None:
        """ "Marco Rubio, | crítico acérrimo | de Cuba": what somebody is called is a noun, its complement its own."""
        if tree.dep[i] not in ("appos", "conj") or tree.lemma[i] not in self.predicative or tree.head[i] > i:
            return
        tree.pos[i] = "NOUN"
        for c in tree.children[i]:
            if tree.dep[c] == "amod" and c > i:
                for k in tree.children[c]:
                    if tree.dep[k] == "nmod" and tree.preposition(k) == "de":
                        _hang(tree, k, i)

    def _before_name(self, tree: Tree, i: int) -> None:
        """ "con | su homólogo francés, Emmanuel Macron": what has an article or a preposition of its own is a noun,
        and the name behind the comma is beside it."""
        name = tree.head[i]
        if tree.dep[i] != "amod" or tree.pos[name] != "PROPN" or name < i + 2 or tree.text[name - 1] != ",":
            return
        if tree.child(i, "det") is None or tree.child(name, "det", "case") is not None:
            return
        self._lead(tree, i, name)
        tree.pos[i], tree.pos[name] = "NOUN", "PROPN"
        if tree.preposition(i) and tree.dep[i] in ("appos", "flat"):
            tree.dep[i] = tree.full_dep[i] = "nmod"
        tree.dep[name] = tree.full_dep[name] = "appos"

    def _preterite(self, tree: Tree, i: int) -> None:
        """ "El Ejercito asesino a un campesino", "… y secuestro a 61 policias": without accents a noun or adjective in
        "-o" is a past tense, where the sentence has no verb, or where it goes on bare with "a"."""
        lower, following = tree.lower[i], tree.lower[i + 1] if i + 1 < tree.n else ""
        if not lower.endswith("o") or len(lower) < 5 or not tree.text[i].islower() or tree.child(i, "det", "case"):
            return
        head = tree.head[i]
        added = tree.dep[i] == "conj" and tree.lower[i - 1] in ("y", "e") and following in ("a", "al")
        whole = tree.head[head] == head < i and tree.pos[head] in ("NOUN", "PROPN") and following not in ("", ".", ",")
        joined = tree.dep[i] == "conj" or tree.child(i, "cc") is not None or tree.lower[i - 1] in ("y", "e", "o", ",")
        if whole and not joined and not tree.child(head, "cop", "nsubj", "case"):
            verb = i
        elif added and (above := self._verb_above(tree, i)) != i:
            verb = above
        else:
            return
        first, last = tree.sentences[tree.sentence[i]]
        past = next((r.infinitive for r in readings(f"{lower[:-1]}ó") if r.mood == INDICATIVE), "")
        if not past.endswith("ar") or fold(tree.span(first, last - 1)) != tree.span(first, last - 1).casefold():
            return
        tree.pos[i], tree.lemma[i] = "VERB", past
        tree.feats[i] = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
        _hang(tree, i, verb)
        if verb == i:
            later = [c for c in tree.children[head] if c > i]
            tree.dep[i] = tree.full_dep[i] = "ROOT"
            _hang(tree, head, i)
            tree.dep[head] = tree.full_dep[head] = "nsubj"
            for c in later:
                _hang(tree, c, i)
        for c in tree.children[i]:
            if c > i and tree.dep[c] in ("nmod", "amod", "appos", "flat"):
                label = "advmod" if tree.lower[c].endswith("mente") else "obl"
                label = "obj" if tree.preposition(c) in ("", "a") and label == "obl" else label
                tree.dep[c] = tree.full_dep[c] = label

    def _headline(self, tree: Tree, i: int) -> None:
        """ "Asesinados dos líderes por hombres armados": a headline opens with the participle of its passive."""
        first = tree.sentences[tree.sentence[i]][0]
        if first + 1 == i and tree.head[first] == i and tree.dep[first] == "amod" and self._opening(tree, first, i):
            return
        if (
            i != first
            or i + 1 >= tree.n
            or tree.pos[i + 1] not in ("DET", "NUM", "ADP", "NOUN")
            or tree.lower[i + 1] == "de"
        ):
            return
        verb = participle_verb(tree.lower[i])
        done = [
            c
            for c in tree.children[i]
            if c > i and tree.pos[c] in ("NOUN", "PROPN") and tree.preposition(c) == "" and tree.dep[c] != "conj"
        ]
        if verb is None or not done or tree.child(i, "det", "cop"):
            return
        tree.pos[i], tree.lemma[i], tree.feats[i] = "VERB", verb, "VerbForm=Part"
        tree.dep[done[0]] = tree.full_dep[done[0]] = "nsubj"
        for c in (*tree.children[i], *tree.children[done[0]]):
            if c > i and tree.preposition(c) == "por":
                _hang(tree, c, i)
                tree.dep[c], tree.full_dep[c] = "obl", "obl:agent"

    def _blamed(self, tree: Tree, i: int) -> None:
        """ "acusó a la guerrilla | de reclutar niños", "responsabilizó al Ejército | del asesinato": what one blames,
        forces or persuades somebody to is a complement of the verb."""
        noun = tree.head[i]
        verb = tree.head[noun]
        infinitive = "VerbForm=Inf" in tree.feats[i]
        if tree.dep[i] not in ("acl", "nmod") or verb >= noun or noun >= i or tree.lemma[verb] not in self.controlling:
            return
        if tree.dep[noun] not in ("obj", "iobj", "obl") or tree.preposition(noun) != "a":
            return
        if infinitive and tree.child(i, "mark", "case") is not None and tree.lower[tree.children[i][0]] == "de":
            tree.dep[i] = tree.full_dep[i] = "advcl"
            _hang(tree, i, verb)
        elif tree.lemma[verb] in self.blaming and tree.lemma[i] in self.crimes and tree.preposition(i) == "de":
            if tree.lemma[noun] not in self.doers:
                tree.dep[i] = tree.full_dep[i] = "obl"
                _hang(tree, i, verb)

    def _repeated(self, tree: Tree, i: int) -> None:
        """ "a un conductor de taxi | y a su ayudante": what repeats a preposition is coordinated with what has it."""
        one = tree.head[i]
        case, above = tree.preposition(i), tree.head[one]
        if not case or tree.pos[i] not in ("NOUN", "PROPN") or one > i or tree.pos[one] not in ("NOUN", "PROPN"):
            return
        if tree.dep[one] == "nmod" and tree.preposition(one) != case == tree.preposition(above) and above < one:
            _hang(tree, i, above)
        elif tree.child(i, "cc") is None and tree.dep[one] == "obl" and tree.pos[above] == "VERB" and above < one:
            if case == "a" and tree.preposition(one) not in ("a", "") and tree.child(above, "obj", "iobj") is None:
                _hang(tree, i, above)  # "amenazó, mediante un panfleto, | al alcalde"
                tree.dep[i] = tree.full_dep[i] = "obj"

    def _second_participle(self, tree: Tree, i: int) -> None:
        """ "fue juzgado por un tribunal | y ejecutado en la plaza": a participle is coordinated with a participle."""
        noun = tree.head[i]
        if tree.dep[noun] == "acl" and "VerbForm=Fin" in tree.feats[noun] and tree.child(i, "aux") is None:
            noun = tree.head[noun]  # "por hombres que huían | y asesinado": no finite verb is coordinated with it
        verb = tree.head[noun]
        if (
            tree.pos[noun] not in ("NOUN", "PROPN")
            or not verb < noun < i
            or tree.dep[noun] not in ("obl", "obj", "nmod")
        ):
            return
        passive = _passive(tree, verb)
        joined = tree.lower[i - 2 if tree.pos[i - 1] == "ADV" else i - 1] in ("y", "e", "o", "u")
        if passive and joined and participle_verb(tree.lower[i]) and _agree(tree, i, verb):
            tree.pos[i], tree.lemma[i], tree.feats[i] = "VERB", participle_verb(tree.lower[i]) or "", tree.feats[verb]
            _hang(tree, i, verb)

    def _within_relative(self, tree: Tree, i: int) -> None:
        """ "con la retirada de las tropas, que perdieron 3.000 hombres | y su artillería": a noun is coordinated with
        what stands before it, not with what has another preposition."""
        head = tree.head[i]
        joint = next((c for c in tree.children[i] if tree.dep[c] == "cc"), i)
        if tree.pos[i] != "NOUN" or head >= joint - 1 or not tree.preposition(head) or tree.preposition(i):
            return
        before = joint - 1
        while tree.head[before] != head and tree.head[before] < before and tree.dep[before] != "obj":
            before = tree.head[before]
        verb = tree.head[before]
        if tree.dep[before] == "obj" and tree.dep[verb] == "acl" and tree.finite(verb) and head < verb < before:
            if not tree.preposition(before):
                _hang(tree, i, before)

    def _postposed(self, tree: Tree, i: int) -> None:
        """ "Mueren | cinco soldados", "Detienen | marinos a un capo": a subject behind its verb."""
        verb = tree.head[i]
        if (
            verb > i
            or tree.pos[i] not in ("NOUN", "PROPN")
            or not tree.finite(verb)
            or tree.preposition(i)
            or tree.child(verb, "nsubj", "csubj") is not None
        ):
            return
        if ("Number=Plur" in tree.feats[tree.finite_verb(verb)]) != ("Number=Plur" in tree.feats[i]):
            return
        if tree.lemma[verb] in self.intransitive:
            tree.dep[i] = tree.full_dep[i] = "nsubj"
            return
        whom = [c for c in tree.children[i] if tree.dep[c] == "nmod" and tree.preposition(c) == "a"]
        if i == verb + 1 and tree.lemma[i] in self.armed and len(whom) == 1:
            tree.dep[i] = tree.full_dep[i] = "nsubj"
            _hang(tree, whom[0], verb)
            tree.dep[whom[0]] = tree.full_dep[whom[0]] = "obj"

    def _listed(self, tree: Tree, i: int) -> None:
        """ "la cocina, | la despensa y un comedor": the middle of a list is no apposition."""
        one = tree.head[i]
        last = tree.phrase_full(i)[1]
        nouns = (tree.pos[one], tree.pos[i]) == ("NOUN", "NOUN") and tree.text[i - 1] != ","
        if not nouns or i < one or last + 2 >= tree.n or tree.lower[last + 1] not in ("y", "e"):
            return
        third = tree.head[last + 1]
        if tree.dep[third] != "conj" or tree.head[third] not in (one, i) or tree.child(i, "det") is None:
            return
        if tree.lemma[i] not in self.roles and tree.lemma[one] not in self.roles and tree.child(one, "det") is not None:
            tree.dep[i] = tree.full_dep[i] = "conj"

    def _introduction(self, tree: Tree, i: int) -> None:
        """ "Nacido en Bonn, | X estudió", "Elegido diputado en 1958, | X ocupó": a sentence opens with a participle."""
        if i and tree.sentence[i] == tree.sentence[i - 1]:
            return
        verb = participle_verb(tree.lower[i])
        head = tree.head[i]
        if verb is None or head < i or tree.child(i, "det", "case", "nsubj", "cop", "aux") is not None:
            return
        if tree.dep[i] == "amod":
            above = tree.head[head]
            if tree.dep[head] not in ("obl", "advcl", "dep", "obj") or above < head or tree.pos[above] != "VERB":
                return
            if tree.preposition(head) or "," not in tree.text[head:above]:
                return
            _hang(tree, i, above)
            _hang(tree, head, i)
            for c in tree.children[head]:
                if c > head and tree.dep[c] in ("nmod", "obl") and tree.preposition(c) not in ("", "de"):
                    _hang(tree, c, i)
                    tree.dep[c] = tree.full_dep[c] = "obl"
                elif tree.dep[c] == "punct":
                    _hang(tree, c, i)
            tree.dep[i] = tree.full_dep[i] = "advcl"
            tree.dep[head], tree.full_dep[head] = "obj", "obj"
        tree.pos[i], tree.lemma[i] = "VERB", verb
        if "VerbForm=Part" not in tree.feats[i]:
            tree.feats[i] = "VerbForm=Part"

    def _relative(self, tree: Tree, i: int) -> None:
        """ "los fondos que controlaba la condesa": the verb agrees with who does it; "el sargento | que llevaba los
        mapas": of two objects the pronoun is the subject."""
        verb = tree.head[i]
        noun = tree.head[verb]
        if tree.dep[i] not in ("nsubj", "obj") or tree.dep[verb] != "acl" or noun > i or verb < i:
            return
        if not tree.finite(verb):
            return
        objects = [
            c
            for c in tree.children[verb]
            if c > verb and tree.dep[c] == "obj" and tree.pos[c] in ("NOUN", "PROPN") and not tree.preposition(c)
        ]
        if len(objects) != 1:
            return
        if tree.dep[i] == "obj":
            if tree.child(verb, "nsubj") is None:
                tree.dep[i] = tree.full_dep[i] = "nsubj"
            return
        plural = "Number=Plur" in tree.feats[tree.finite_verb(verb)]
        for k in range(i - 1, noun, -1):  # "el número de pasajeros, | que suelen pagar": those it agrees with
            if tree.dep[k] == "nmod" and ("Number=Plur" in tree.feats[k]) == plural and tree.under(k, noun):
                return
        numbers = ["Number=Plur" in tree.feats[k] or len(tree.conjuncts(k)) > 1 for k in (noun, objects[0])]
        if numbers == [not plural, plural] and "Number=" in tree.feats[noun] and "Number=" in tree.feats[objects[0]]:
            tree.dep[i] = tree.full_dep[i] = "obj"
            tree.dep[objects[0]] = tree.full_dep[objects[0]] = "nsubj"

    def _being(self, tree: Tree, i: int) -> None:
        """ "Siendo el hijo menor, | Carlos fue enviado": what one is stands beside the subject."""
        verb = tree.head[i]
        copula = tree.child(i, "cop")
        later = any(tree.dep[c] == "nsubj" and c > i for c in tree.children[verb])
        if copula is not None and copula < i < verb and "VerbForm=Ger" in tree.feats[copula] and later:
            tree.dep[i] = tree.full_dep[i] = "advcl"

    def _number(self, tree: Tree, i: int) -> None:
        """ "tropas del Batallón No. | 47 detuvieron": the number of a unit is no subject."""
        if tree.pos[i] == "NUM" and i > 3 and tree.text[i - 1] == "." and tree.text[i - 2] in NUMERO:
            for k in (i - 2, i - 1, i):
                _hang(tree, k, i - 3)
            tree.dep[i] = tree.full_dep[i] = "flat"

    def _agent(self, tree: Tree, i: int) -> None:
        """ "fue asesinada una maestra | por miembros de …": behind subject or place stands the agent."""
        noun = tree.head[i]
        while tree.dep[noun] == "conj":
            noun = tree.head[noun]
        verb = tree.head[noun]
        if tree.preposition(i) != "por" or tree.dep[noun] not in ("nsubj", "obj", "obl") or not verb < noun < i:
            return
        if tree.dep[noun] == "obl" and (
            tree.lemma[noun] in self.crimes or tree.lemma[i] not in self.armed | self.roles
        ):
            return  # "sacadas de sus casas | por soldados", but "en un ataque por tierra"
        if any(tree.full_dep[c] == "obl:agent" for c in tree.children[verb]) and tree.dep[noun] == "obl":
            return
        if _passive(tree, verb):
            _hang(tree, i, verb)
            tree.dep[i], tree.full_dep[i] = "obl", "obl:agent"

    def _adverbial(self, tree: Tree, i: int) -> None:
        """ "resultó herido al caer": a clause that hangs on a verb is none of a noun."""
        head = tree.head[i]
        if (
            head != i
            and tree.pos[head] == "VERB"
            and tree.pos[i] == "VERB"
            and tree.child(i, "mark", "case") is not None
        ):
            if "VerbForm=Inf" in tree.feats[i]:
                tree.dep[i] = tree.full_dep[i] = "advcl"

    def _seeming(self, tree: Tree, i: int) -> None:
        """ "fueron degollados, al parecer | por paramilitares": nothing hangs on "al parecer"."""
        verb = tree.head[i]
        if tree.lower[i] != "parecer" or tree.lower[i - 1] != "al" or verb == i:
            return
        for c in tree.children[i]:
            if c > i and tree.dep[c] in ("obl", "obj", "nmod"):
                _hang(tree, c, verb)
                if tree.preposition(c) == "por" and "VerbForm=Part" in tree.feats[verb]:
                    tree.full_dep[c] = "obl:agent"

    def _opening(self, tree: Tree, i: int, noun: int) -> bool:
        """ "Asesinado líder indígena por hombres armados": the participle taken for the adjective of what follows."""
        verb = participle_verb(tree.lower[i])
        agents = [c for c in tree.children[noun] if c > noun and tree.preposition(c) == "por"]
        if verb is None or not agents:
            return False
        tree.pos[i], tree.lemma[i], tree.feats[i] = "VERB", verb, "VerbForm=Part"
        _hang(tree, i, i)
        _hang(tree, noun, i)
        tree.dep[i], tree.full_dep[i] = "ROOT", "ROOT"
        tree.dep[noun], tree.full_dep[noun] = "nsubj", "nsubj:pass"
        for c in agents:
            _hang(tree, c, i)
            tree.dep[c], tree.full_dep[c] = "obl", "obl:agent"
        return True

    def _forced(self, tree: Tree, i: int) -> None:
        """ "fue obligado a renunciar | por los paramilitares": the agent of the passive, not of the infinitive."""
        infinitive = tree.head[i]
        verb = tree.head[infinitive]
        if tree.preposition(i) != "por" or "VerbForm=Inf" not in tree.feats[infinitive] or not verb < infinitive < i:
            return
        if tree.lemma[verb] in self.controlling and _passive(tree, verb):
            if all(tree.full_dep[c] != "obl:agent" for c in tree.children[verb]):
                _hang(tree, i, verb)
                tree.full_dep[i] = "obl:agent"

    def _verb_above(self, tree: Tree, i: int) -> int:
        """The finite verb that a word hangs under; the word itself if there is none."""
        k: int = i
        while tree.head[k] != k:
            k = tree.head[k]
            if tree.pos[k] == "VERB" and tree.finite(k):
                return k
        return i

    def _series(self, tree: Tree, i: int) -> None:
        """ "vendió su casa, | abandonó la ciudad y se fue": the first of a series is no clause that another says."""
        head = tree.head[i]
        if head < i or tree.lemma[head] in self.said or not (tree.finite(i) and tree.finite(head)):
            return
        if tree.child(head, "mark") is not None or tree.child(i, "mark") is not None or tree.quoted[i]:
            return
        if (done := tree.child(head, "nsubj")) is not None:
            # "incursionaron en el pueblo, | saquearon las tiendas y": who does the one does the other
            plural = all("Number=Plur" in tree.feats[v] for v in (i, head))
            thing = tree.pos[done] == "NOUN" and tree.lemma[done] not in self.roles
            if done < head or tree.child(i, "nsubj") is None or tree.child(head, "obj") is not None:
                return
            if not (plural or thing):
                return
            tree.dep[done] = tree.full_dep[done] = "obj"
        if "," not in tree.text[i:head] or not any(
            c > head and tree.dep[c] in ("obj", "obl", "iobj") for c in tree.children[head]
        ):
            return
        _replace(tree, head, i)
        _hang(tree, head, i)
        tree.dep[head] = tree.full_dep[head] = "conj"

    def _fronted(self, tree: Tree, i: int) -> None:
        """ "En hechos confusos, | patrulleros dispararon": nothing joins the subject to the phrase before its comma."""
        host = tree.head[i]
        if tree.dep[i] not in ("conj", "appos") or host > i or any(tree.dep[c] == "cc" for c in tree.children[i]):
            return
        front = tree.head[host] if tree.pos[host] == "ADJ" else host
        while tree.dep[i] == "appos" and tree.dep[front] not in ("obl", "ROOT") and tree.head[front] < front:
            front = tree.head[front]
        verb = tree.head[front]
        if tree.dep[i] == "appos":
            first, last = tree.phrase_full(i)
            if tree.text[first - 1] != "," or last + 1 != verb or "Number=Plur" not in tree.feats[verb]:
                return  # "En Viena, | capital de Austria, vive"
        if tree.dep[front] != "obl" or not (front < i < verb) or tree.pos[verb] != "VERB" or not tree.finite(verb):
            return
        if tree.child(verb, "nsubj") is not None or tree.preposition(i) or tree.child(i, "conj") is not None:
            return
        if any(tree.dep[c] == "conj" and c != i for c in (*tree.children[front], *tree.children[host])):
            return
        if ("Number=Plur" in tree.feats[i]) == ("Number=Plur" in tree.feats[tree.finite_verb(verb)]):
            _hang(tree, i, verb)
            tree.dep[i] = tree.full_dep[i] = "nsubj"

    def _between_commas(self, tree: Tree, i: int) -> None:
        """ "Su nieto, | el compositor Karl Brandt, murió": of two subjects that between commas is who the first is."""
        verb = tree.head[i]
        if tree.dep[i] != "nsubj" or verb < i or tree.text[verb - 1] != ",":
            return
        others = [c for c in tree.children[verb] if tree.dep[c] == "nsubj" and c < i]
        if len(others) != 1 or tree.pos[others[0]] not in ("NOUN", "PROPN"):
            return
        first = min([i, *(c for c in tree.children[i] if tree.dep[c] in ("det", "amod", "nummod"))])
        if tree.text[first - 1] == "," and (last := others[0]) < first - 1 and last >= first - 4:
            _hang(tree, i, last)
            tree.dep[i] = tree.full_dep[i] = "appos"

    def _called(self, tree: Tree, i: int) -> None:
        """ "en el barrio | La Victoria": a capital article after a noun begins the name of what the noun says."""
        article, noun = i - 1, i - 2
        if noun < 0 or tree.head[article] != i or tree.dep[article] != "det" or not tree.text[article][0].isupper():
            return
        if not tree.text[noun].islower() or tree.pos[noun] != "NOUN" or tree.head[noun] == i:
            return
        if tree.head[i] not in (i, noun):
            _hang(tree, i, noun)
            tree.dep[i] = tree.full_dep[i] = "appos"

    def _enumerated(self, tree: Tree, i: int) -> None:
        """ "el apoyo del FMI, | el Banco Mundial y el BID | a Kiev": a name with one joined to it goes on a list."""
        noun = tree.head[i]
        start = min([i, *(c for c in tree.children[i] if c < i and tree.dep[c] == "det")])
        others = [c for c in tree.children[i] if tree.dep[c] == "conj" and tree.pos[c] == "PROPN"]
        if tree.dep[i] != "appos" or noun > i or tree.text[start - 1] != "," or not others:
            return
        if not any(tree.lower[c] in ("y", "e") for k in others for c in tree.children[k]):
            return
        before = [
            c
            for c in tree.children[noun]
            if noun < c < start and tree.pos[c] == "PROPN" and tree.dep[c] == "nmod" and tree.preposition(c)
        ]
        if not before or tree.phrase_full(before[-1])[1] != start - 2:
            return
        for c in tree.children[i]:
            if c > i and tree.dep[c] in ("nmod", "obl") and tree.preposition(c) not in ("", "de"):
                _hang(tree, c, noun)
        for c in (i, *others):
            _hang(tree, c, before[-1])
            tree.dep[c] = tree.full_dep[c] = "conj"

    def _between(self, tree: Tree, i: int) -> None:
        """ "entre tropas del Ejército | y guerrilleros del ELN": what stands between needs two, here of one build, or
        the next one ("un enfrentamiento entre la Policía | y una banda")."""
        one = tree.head[i]
        if tree.dep[i] != "case" or any(tree.dep[c] == "conj" for c in tree.children[one]):
            return
        noun = tree.head[one]
        for c in tree.children[noun]:
            if noun < i and c > one and tree.dep[c] == "conj" and tree.pos[c] in ("NOUN", "PROPN"):
                if any(tree.dep[k] == "cc" and k == tree.phrase_full(one)[1] + 1 for k in tree.children[c]):
                    _hang(tree, c, one)
                    return
        if tree.pos[one] != "NOUN":
            return
        for c in tree.children[one]:
            if tree.dep[c] == "nmod" and tree.pos[c] == "PROPN" and tree.preposition(c) == "de":
                for k in tree.children[c]:
                    if (
                        tree.dep[k] == "conj"
                        and tree.pos[k] == "NOUN"
                        and any(tree.dep[g] == "nmod" and tree.preposition(g) == "de" for g in tree.children[k])
                    ):
                        _hang(tree, k, one)
                        return

    def _pair(self, tree: Tree, first: int, second: int) -> None:
        """ "el eje París-Berlín": names that a hyphen joins are coordinated. "La cumbre Seúl-Tokio": the
        summit is one between them."""
        joined = tree.end[first] + 1 == tree.begin[second]
        if not joined or (tree.pos[first], tree.pos[second]) != ("PROPN", "PROPN"):
            return
        if tree.head[first] == second:
            _replace(tree, second, first)
            for c in tree.children[second]:
                if c < first:
                    _hang(tree, c, first)
        _hang(tree, second, first)
        tree.dep[second] = tree.full_dep[second] = "conj"
        noun = tree.head[first]
        if noun < first and tree.lemma[noun] in self.mutual and tree.preposition(first) == "":
            tree.dep[first] = tree.full_dep[first] = "nmod"
            tree.mark(first, "entre")

    def _fixed(self, tree: Tree, i: int) -> None:
        """ "pidió un alto | el fuego": one noun, of which the last word is a part."""
        last = i + 2
        if tree.head[i] == last:
            _replace(tree, last, i)
        if tree.head[last] != i:
            _hang(tree, last, i)
        for c in tree.children[last]:
            if c > last:  # "declaró persona no grata | al embajador": an object is the verb's
                _hang(tree, c, tree.head[i] if tree.dep[c] in ("obj", "iobj") else i)
        tree.pos[i], tree.lemma[i] = "NOUN", tree.lower[i]
        tree.dep[last] = tree.full_dep[last] = "flat"

    def _complementizer(self, tree: Tree, i: int) -> None:
        """ "anunció | que aceptará": what opens an object clause is no relative pronoun."""
        verb = tree.head[i]
        if tree.dep[i] == "nsubj" and tree.dep[verb] == "ccomp" and tree.head[verb] < i < verb:
            tree.pos[i], tree.dep[i], tree.full_dep[i] = "SCONJ", "mark", "mark"

    def _object_relative(self, tree: Tree, i: int) -> None:
        """ "las garantías | que | reclama a Washington": a plural noun is no subject of a singular verb."""
        verb = tree.head[i]
        noun = tree.head[verb]
        if tree.dep[i] != "nsubj" or tree.dep[verb] != "acl" or tree.pos[noun] != "NOUN" or noun > i:
            return
        finite = tree.feats[tree.finite_verb(verb)]
        if "Number=Plur" not in tree.feats[noun] or "Number=Sing" not in finite or "Person=3" not in finite:
            return
        outer = tree.head[noun]
        if tree.dep[noun] == "nmod" and tree.preposition(noun) == "de" and tree.pos[outer] == "NOUN":
            _hang(tree, verb, outer)  # "una delegación de estudiantes | que exigió": the delegation
        else:
            tree.dep[i] = tree.full_dep[i] = "obj"

    def _another(self, tree: Tree, i: int) -> None:
        """ "de la OTAN | contra Yugoslavia" is no one name."""
        if tree.pos[tree.head[i]] == "PROPN" and tree.preposition(i) not in ("", "de"):
            tree.dep[i] = tree.full_dep[i] = "nmod"

    def _agreement(self, tree: Tree, i: int) -> None:
        """ "un avión de guerra | ruso": an adjective belongs to the noun that it agrees with."""
        inner = tree.head[i]
        outer = tree.head[inner]
        if tree.dep[i] != "amod" or inner > i or tree.dep[inner] != "nmod" or tree.preposition(inner) != "de":
            return
        if tree.pos[outer] == "NOUN" and not _agree(tree, i, inner) and _agree(tree, i, outer):
            _hang(tree, i, outer)

    def _coordinated(self, tree: Tree, i: int) -> None:
        """ "EE. UU. y China acordaron": of two subjects joined by "y" the second is coordinated with the first."""
        verb = tree.head[i]
        start = min([i, *(c for c in tree.children[i] if c < i and tree.dep[c] in ("det", "cc"))])
        joint = start if tree.lower[start] in ("y", "e") else start - 1
        first = next((c for c in tree.children[verb] if tree.dep[c] == "nsubj" and c < joint), None)
        if first is None or tree.lower[joint] not in ("y", "e") or i > verb:
            return
        if tree.phrase_full(first)[1] == joint - 1 - (tree.text[joint - 1] == ","):
            _hang(tree, i, first)
            tree.dep[i] = tree.full_dep[i] = "conj"

    def _aside(self, tree: Tree, i: int) -> None:
        """ "Siria | (según Israel) | posee": who is cited in brackets vouches for the clause, not for a name in it."""
        first = next((c for c in tree.children[i] if tree.dep[c] == "case"), i)
        if tree.preposition(i) != "según" or first == 0 or tree.pos[first - 1] != "PUNCT":
            return
        head = tree.head[i]
        while tree.pos[head] not in ("VERB", "AUX") and tree.head[head] != head:
            head = tree.head[head]
        if tree.pos[head] in ("VERB", "AUX"):
            _hang(tree, i, head)
            tree.dep[i] = tree.full_dep[i] = "obl"

    def _destination(self, tree: Tree, i: int) -> None:
        """ "viajó en su tren blindado | hasta Siberia": an adjective that is no participle goes nowhere."""
        adjective = tree.head[i]
        noun = tree.head[adjective]
        if tree.preposition(i) not in ("hasta", "hacia") or (tree.pos[adjective], tree.dep[adjective]) != (
            "ADJ",
            "amod",
        ):
            return
        verb = tree.head[noun]
        if tree.dep[noun] in ("obl", "obj") and tree.pos[verb] == "VERB" and verb < noun < i:
            _hang(tree, i, verb)


def _passive(tree: Tree, v: int) -> bool:
    """Whether a participle stands in the passive with its auxiliary: "fue juzgado", not "ha juzgado"."""
    aux = {tree.lemma[c] for c in tree.children[v] if tree.dep[c] == "aux"}
    return "VerbForm=Part" in tree.feats[v] and not aux.isdisjoint(PASSIVE_AUXILIARIES)


def _agree(tree: Tree, i: int, noun: int) -> bool:
    """Whether gender and number of two words may be the same; what a word does not show may be either."""
    mine, its = (dict(f.split("=", 1) for f in tree.feats[k].split("|") if "=" in f) for k in (i, noun))
    return all(mine[k] == its[k] for k in ("Gender", "Number") if k in mine and k in its)


def _hang(tree: Tree, i: int, head: int) -> None:
    """Give a word another head (itself: it becomes the root); its label stays."""
    tree.children[tree.head[i]] = [c for c in tree.children[tree.head[i]] if c != i]
    if head != i:
        tree.children[head] = sorted([*tree.children[head], i])
    tree.head[i] = head


def _replace(tree: Tree, old: int, new: int) -> None:
    """Hang a word where another hangs, by the same label: at the root if that is the root."""
    top = tree.head[old]
    _hang(tree, new, new if top == old else top)
    tree.dep[new], tree.full_dep[new] = tree.dep[old], tree.full_dep[old]


def known_nouns(lexicon: Lexicon) -> dict[str, str]:
    """Every single-word noun and adjective of the lexicon, by itself and without accents."""
    words: set[str] = {*lexicon.nouns, *lexicon.adjectives}
    for group in lexicon.classes.values():
        words |= group
    for table in ("actors", "modality", "speech", "attribution"):
        for name, listed in lexicon.cues.get(table, {}).items():
            if table == "actors" or name.endswith(("nouns", "adjectives", "documents")):
                words |= listed
    index = {word: word for word in words if " " not in word}
    for word in sorted(words):
        if " " not in word:
            index.setdefault(fold(word), word)
    return index


def substantive_nouns(lexicon: Lexicon) -> set[str]:
    """The single-word nouns of the lexicon's frames and classes that are no adjectives of its frames."""
    words = {word for group in (lexicon.nouns, *lexicon.classes.values()) for word in group if " " not in word}
    return words - lexicon.adjectives.keys()


def fixed_nouns(lexicon: Lexicon) -> set[tuple[str, ...]]:
    """The nouns of the lexicon's classes of three words that parsers break: "alto el fuego", "persona no grata"."""
    phrases = (tuple(phrase.split()) for words in lexicon.classes.values() for phrase in words)
    return {words for words in phrases if len(words) == 3 and words[1] in ("el", "al", "no", "non")}


def saying_verbs(lexicon: Lexicon) -> set[str]:
    """The verbs of speech, thought and request."""
    return {
        word for kind in ("say", "allege", "deny", "commit", "factive", "ask") for word in lexicon.cue("speech", kind)
    }


def predicative_nouns(lexicon: Lexicon) -> set[str]:
    """Nouns of frames whose subject they stand beside."""
    return {noun for noun, frames in lexicon.nouns.items() if any("host" in frame.subject for frame in frames)}


def mutual_nouns(lexicon: Lexicon) -> set[str]:
    """Nouns of frames whose two ends may stand after "entre"."""
    return {noun for noun, frames in lexicon.nouns.items() if any("entre" in frame.pair for frame in frames)}

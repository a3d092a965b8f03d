"""A parsed `Doc` → plain lists, one entry a token, with the questions on a tree that all stages ask."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, LOWER, MORPH, ORTH, POS
from spacy.tokens import Doc

CONTRACTIONS = {"al": "a", "del": "de", "conmigo": "con", "contigo": "con", "consigo": "con"}

COMPOUND_PREPOSITIONS = {
    "en contra de": "contra",
    "en contra": "contra",
    "frente a": "frente",
    "junto a": "junto",
    "junto con": "junto",
    "al lado de": "junto",
    "por parte de": "por",
    "de parte de": "por",
    "a manos de": "por",
    "por medio de": "mediante",
    "a favor de": "favor",
    "en favor de": "favor",
    "en apoyo de": "favor",
    "en apoyo a": "favor",
    "en defensa de": "favor",
    "con destino a": "a",
    "rumbo a": "a",
    "con rumbo a": "a",
    "en dirección a": "a",
    "dentro de": "en",
    "acerca de": "sobre",
    "respecto a": "sobre",
    "respecto de": "sobre",
    "con respecto a": "sobre",
    "en torno a": "sobre",
    "a partir de": "desde",
    "después de": "tras",
    "a cabo de": "tras",
    "a término de": "tras",
    "a final de": "tras",
    "luego de": "tras",
    "en el curso de": "durante",
    "en el transcurso de": "durante",
    "con motivo de": "durante",
    "de acuerdo con": "según",
    "de acuerdo a": "según",
    "conforme a": "según",
    "en opinión de": "según",
    "a juicio de": "según",
    "en palabras de": "según",
    "a decir de": "según",
    "al decir de": "según",
    "a ojos de": "según",
    "para con": "con",
    "a través de": "mediante",
    "a raíz de": "causa",
    "a causa de": "causa",
    "a cambio de": "cambio",
    "a pesar de": "pese",
    "a bordo de": "en",
    "a petición de": "petición",
    "a instancias de": "petición",
    "a instancia de": "petición",
    "a solicitud de": "petición",
    "a requerimiento de": "petición",
    "a diferencia de": "salvo",
}
"""Compound prepositions, with the simple one whose role their complement has."""

PASSIVE_AUXILIARIES = frozenset(("ser", "estar", "quedar", "resultar"))
"""Verbs whose participle stands in the passive: "fue enviado", "quedó sitiada"."""

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
VERBAL = frozenset(("VERB", "AUX"))
RELATIVES = frozenset("que quien quienes cual cuales cuyo cuya cuyos cuyas donde".split())


class Tree:
    """The tokens of one Doc as parallel lists. `dep` holds the label without its subtype, `full_dep` with it.

    `source` is the text as the article has it, `reading` as it was read: in another case where it is all in capitals
    (`kg.nlp.casing`). The tokens may have accents beside that (`kg.nlp.accents`).
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.reading: str = doc._.reading or doc.text  # spaCy joins the tokens anew at each `doc.text`
        self.source: str = doc._.source or self.reading
        strings = doc.vocab.strings
        table = doc.to_array([LOWER, LEMMA, POS, DEP, MORPH, HEAD, IDX, LENGTH, ORTH])
        n = len(doc)
        names: dict[int, str] = {}

        def name(key: int) -> str:
            value = names.get(key)
            if value is None:
                value = names[key] = strings[key] if key else ""
            return value

        rows = table.tolist()
        self.n = n
        self.text = [name(row[8]) for row in rows]
        self.lower = [name(row[0]) for row in rows]
        self.lemma = [name(row[1]).split(" ")[0].lower() or self.lower[i] for i, row in enumerate(rows)]
        self.pos = [name(row[2]) for row in rows]
        self.full_dep = [name(row[3]) for row in rows]
        self.dep = [dep.partition(":")[0] for dep in self.full_dep]
        self.feats = [name(row[4]) for row in rows]
        # spaCy stores heads as signed offsets in an unsigned array.
        self.head = [i + (row[5] if row[5] < 1 << 63 else row[5] - (1 << 64)) for i, row in enumerate(rows)]
        self.begin = [row[6] for row in rows]
        self.end = [row[6] + row[7] for row in rows]
        self.children: list[list[int]] = [[] for _ in range(n)]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.sentences = [(span.start, span.end) for span in doc.sents]
        self.breaks = list(accumulate(text == ";" for text in self.text))
        self.sentence = [0] * n
        for number, (start, end) in enumerate(self.sentences):
            for i in range(start, end):
                self.sentence[i] = number
        self._prepositions: dict[int, str] = {}
        self.cache: dict[str, frozenset[int]] = {}

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether a token stands between quotation marks."""
        out, depth = [], False
        for i, text in enumerate(self.text):
            if text in "«“":
                depth = True
            elif text in "»”":
                depth = False
            elif text == '"':
                depth = not depth
            # A quotation that is never closed ends with its paragraph.
            if "\n" in text:
                depth = False
            out.append(depth and self.pos[i] != "PUNCT")
        return out

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of these labels."""
        for c in self.children[i]:
            if self.dep[c] in deps:
                return c
        return None

    def under(self, i: int, ancestor: int) -> bool:
        """Whether `i` lies in the subtree of `ancestor`."""
        while i != ancestor:
            if self.head[i] == i:
                return False
            i = self.head[i]
        return True

    def path(self, i: int, top: int) -> str:
        """The labels from `i` up to `top`, for explanations: "nmod>obj"."""
        labels = []
        while i != top and self.head[i] != i:
            labels.append(self.full_dep[i])
            i = self.head[i]
        return ">".join(labels)

    def relabel(self, i: int, dep: str) -> None:
        """Give the arc of a word another label."""
        self.dep[i] = self.full_dep[i] = dep
        self._prepositions.pop(self.head[i], None)

    def preposition(self, i: int) -> str:
        """The role that the prepositions before a nominal give it: "a", "con", "contra", …; "" for none."""
        found = self._prepositions.get(i)
        if found is None:
            found = self._prepositions[i] = self._preposition(i)
        return found

    def mark(self, i: int, preposition: str) -> None:
        """Give a nominal a preposition that its phrase does not spell out."""
        self._prepositions[i] = preposition

    def _preposition(self, i: int) -> str:
        words: list[int] = []
        for c in self.children[i]:
            if c < i and self.dep[c] == "case" and self.pos[c] != "PUNCT":
                words.append(c)
                words.extend(g for g in self.children[c] if self.dep[g] == "fixed")
        if not words:
            # "… de acuerdo con Rusia" parsed with the phrase as a modifier of its own
            return ""
        words.sort()
        lowers = [CONTRACTIONS.get(self.lower[w], self.lower[w]) for w in words]
        phrase = " ".join(lowers)
        if phrase in COMPOUND_PREPOSITIONS:
            return COMPOUND_PREPOSITIONS[phrase]
        # The phrase before the case marker may be attached elsewhere: "en contra | de Rusia".
        first = words[0]
        for length in (2, 1):
            if first >= length and not first - length <= self.head[i] < first:
                before = " ".join(CONTRACTIONS.get(w, w) for w in self.lower[first - length : first])
                whole = f"{before} {phrase}"
                if whole in COMPOUND_PREPOSITIONS:
                    return COMPOUND_PREPOSITIONS[whole]
        return lowers[-1] if len(lowers) == 2 and lowers[0] in ("por", "de", "hasta") else lowers[0]

    def conjuncts(self, i: int) -> list[int]:
        """The token and all that are coordinated with it, in order."""
        out = [i]
        for c in self.children[i]:
            if self.dep[c] == "conj":
                if self.breaks[c] == self.breaks[i]:  # "arroparon a Rusia; China y la India se abstuvieron"
                    out.extend(self.conjuncts(c))
            elif self.dep[c] == "amod" and self.pos[i] == "NOUN":
                # "tropas militares y armas", with "armas" hung on the adjective
                out.extend(k for k in self.children[c] if self.dep[k] == "conj" and self.pos[k] in ("NOUN", "PROPN"))
        return out

    def compound(self, i: int) -> tuple[str, int] | None:
        """A compound preposition parsed with its noun as a phrase: "en contra | de Rusia" → its role and "Rusia"."""
        for c in self.children[i]:
            if self.dep[c] == "case" and c < i:
                for k in self.children[i]:
                    inner = [g for g in self.children[k] if self.dep[g] == "case"]
                    if k > i and inner and self.lower[c] != "del":  # not "del acuerdo con Irán"
                        words = (self.lower[c], self.lower[i], self.lower[inner[0]])
                        role = COMPOUND_PREPOSITIONS.get(" ".join(CONTRACTIONS.get(w, w) for w in words))
                        if role:
                            return role, k
        return None

    def phrase(self, i: int) -> tuple[int, int]:
        """First and last token of the noun phrase headed by `i`: no coordination, apposition, clause or case marker."""
        left = right = i
        for c in self.children[i]:
            dep = self.dep[c]
            if dep in ("conj", "cc", "appos", "acl", "parataxis", "punct", "case", "cop", "nsubj", "advcl", "mark"):
                continue
            if dep in ("advmod", "obl", "aux") and c < i and self.pos[c] != "ADV":
                continue
            if c > i + 1 and dep == "amod" and self.text[c - 1] == ",":
                continue  # "la empresa Oracle, dirigida por Larry Ellison"
            start, end = self.phrase_full(c)
            left, right = min(left, start), max(right, end)
        return left, right

    def phrase_full(self, i: int) -> tuple[int, int]:
        """First and last token of a complement with its case marker and coordination, without clauses."""
        left = right = i
        for c in self.children[i]:
            if self.dep[c] in ("acl", "parataxis", "advcl", "appos"):
                continue
            start, end = self.phrase_full(c)
            left, right = min(left, start), max(right, end)
        return left, right

    def has(self, i: int, feature: str) -> bool:
        """Whether a token carries a morphological feature such as "Mood=Cnd"."""
        return feature in self.feats[i]

    def finite(self, i: int) -> bool:
        """Whether a verb is finite, by itself or by an auxiliary."""
        if "VerbForm=Fin" in self.feats[i]:
            return True
        return any(self.dep[c] in ("aux", "cop") and "VerbForm=Fin" in self.feats[c] for c in self.children[i])

    def finite_verb(self, i: int) -> int:
        """The token that carries tense and mood of the predicate `i`: itself, or its first finite auxiliary."""
        if "VerbForm=Fin" not in self.feats[i]:
            for c in self.children[i]:
                if self.dep[c] in ("aux", "cop") and "VerbForm=Fin" in self.feats[c]:
                    return c
        return i

    def span(self, first: int, last: int) -> str:
        """The text from one token to another, both included, as it was read."""
        return self.reading[self.begin[first] : self.end[last]]


Doc.set_extension("source", default=None, force=True)
Doc.set_extension("reading", default=None, force=True)

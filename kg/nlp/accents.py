"""Texts without a single accent → the same words with their accents, letter for letter.

Dispatches, telegrams and old archives go without. A parser that learned from newspapers takes "exigio" or "ataco" for a
noun; it reads them right where they are written as it knows them. Texts that have an accent anywhere stay as they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kg.nlp.lemmas import INDICATIVE, participle_verb, readings
from kg.nlp.lemmas import plain as bare
from kg.vocabulary.gazetteer import WORD, Gazetteer, fold
from kg.vocabulary.lexicon import Lexicon

ACCENTED = re.compile("[áéíóúÁÉÍÓÚ]")
PLAIN_PLURAL = re.compile(r"[íú]$|[áéíóú][ns]$")
""" "millón", "interés": the plural goes without an accent, or is another word."""

GERUND = re.compile(r"(?P<stem>\w{2,})(?P<vowel>[ae])(?P<rest>ndo(?:me|te|se|nos)?(?:l[aeo]s?)?)$")
DETERMINERS = frozenset(
    "el un al del este ese aquel su otro cada todo ningun algun cierto mismo mucho poco gran nuevo primer tercer buen "
    "mal presunto supuesto doble dio hizo tuvo hubo puso libre".split()
)
"""What a noun in "-o" stands behind, and no past tense."""

PREPOSITIONS = frozenset(
    "a ante bajo con contra de desde en entre hacia hasta mediante para por sin sobre tras durante como o u".split()
)
PRONOUNS = frozenset("se lo la los las le les me nos que quien no".split())
"""What a verb stands behind, and no noun in "-o"."""

FOLLOWING = frozenset(
    "a al el la los las un una unos unas su sus que con contra en entre por otro otra otros otras haber dos tres "
    "cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cien varios "
    "varias mas cerca junto muerto".split()
)
"""What goes on after a verb."""


class Accents:
    """Accents for texts that have none."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.words = dict(_forms(lexicon))
        for known in gazetteer.known.values():
            if known.entity.type == "Country" or known.capital:
                for name in known.entity.labels:
                    if ACCENTED.search(name) and WORD.fullmatch(name):
                        self.words.setdefault(bare(name), name.lower())
        self.nouns = {fold(word) for word in (*lexicon.nouns, *lexicon.adjectives, *lexicon.titles)}
        self.nouns |= {fold(word) for words in lexicon.classes.values() for word in words}
        self.stop = lexicon.cue("words", "plain")

    def __call__(self, text: str) -> str:
        """A text of the same length; the same text where an accent stands in it."""
        if ACCENTED.search(text):
            return text
        words = list(WORD.finditer(text))
        lower = [word.group().lower() for word in words]
        gaps = [text[one.end() : other.start()] for one, other in itertools.pairwise(words)]
        beside = [
            (one, other) if gap == " " else ("", "") for one, other, gap in zip(lower, lower[1:], gaps, strict=False)
        ]
        before = ["", *(one for one, _ in beside)]
        after = [*(other for _, other in beside), ""]
        forms = [None if word in PREPOSITIONS else self._certain(word, after[i]) for i, word in enumerate(lower)]
        if not any(forms):
            return text
        for i, match in enumerate(words):
            if match.group().islower() and not (i and (forms[i - 1] or self._finite(before[i])).endswith("ó")):
                forms[i] = self._past(lower[i], before[i], after[i]) or forms[i]
        out = list(text)
        for form, match in zip(forms, words, strict=True):
            if form is not None:
                out[match.start() : match.end()] = _cased(form, match.group())
        return "".join(out)

    def _finite(self, word: str) -> str:
        """The mark of a past tense, "ó", for what can be nothing but a finite verb ("brinda apoyo a"); else nothing."""
        if not word or word.endswith("o") or word in self.nouns | PRONOUNS | PREPOSITIONS | DETERMINERS:
            return ""
        return "ó" if any(r.mood == INDICATIVE for r in readings(word)) else ""

    def _certain(self, word: str, after: str) -> str | None:
        """A word with an accent that it cannot be without."""
        return self.words.get(word) or self._ending(word, after)

    def _ending(self, word: str, after: str) -> str | None:
        """What the ending of a word alone tells: "region", "habia", "recibira", "causandole"."""
        if word.endswith("ion") and len(word) > 4:
            return f"{word[:-2]}ón"
        if (found := GERUND.match(word)) is not None and len(found["rest"]) > 3 and readings(word):
            return f"{found['stem']}{'áé'['ae'.index(found['vowel'])]}{found['rest']}"
        if word in ("esta", "estan") and (after.endswith("ndo") or participle_verb(after)):
            return word.replace("ta", "tá")
        if word.endswith(("ia", "ian")) and word not in self.nouns:
            stem = word.removesuffix("n")
            if any(r.mood == INDICATIVE and not r.infinitive.endswith("iar") for r in readings(stem)) or (
                stem.endswith("ria") and any(r.mood == "Cnd" for r in readings(stem))
            ):
                return f"{stem[:-2]}ía{word[len(stem) :]}"
        if word.endswith("ra") and word[:-1].endswith(("er", "ir")):
            if any(r.mood == INDICATIVE and r.infinitive == word[:-1] for r in readings(word)):
                return f"{word[:-1]}á"
        if word.endswith("io") and len(word) > 4 and word not in self.nouns:
            pasts = [r.infinitive for r in readings(f"{word[:-1]}ó") if r.mood == INDICATIVE]
            if pasts and all(verb.endswith(("er", "ir")) for verb in pasts):
                return f"{word[:-1]}ó"
        return None

    def _past(self, word: str, before: str, after: str) -> str | None:
        """ "El Ejercito asesino a un campesino", "se registro un": a past tense by what stands beside it."""
        if not word.endswith("o") or len(word) < 4 or word in self.stop or before in DETERMINERS | PREPOSITIONS:
            return None
        plural = (
            after.endswith(("as", "es", "os")) and len(after) > 4
        )  # nothing in "-o" has a plural behind it but a verb
        beside = after in FOLLOWING or after.isdigit() or after.endswith("mente") or participle_verb(after) is not None
        if not (before in PRONOUNS or plural or beside):
            return None
        if after in ("de", "del") or (before not in PRONOUNS and participle_verb(word)):
            return None
        for reading in readings(f"{word[:-1]}ó"):
            if reading.mood == INDICATIVE and reading.infinitive.endswith("ar"):
                plain = fold(reading.infinitive)[:-2]
                return f"{word[:-1]}ó" if word[:-1] == plain else None
        return None


def _forms(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Form without accents → form with them: the lexicon's words and plurals, where no other word is so written."""
    plain: set[str] = set()
    marked: dict[str, str] = {}
    listed = {*lexicon.nouns, *lexicon.adjectives, *lexicon.titles, *lexicon.cue("words", "accented")}
    listed |= {part for words in lexicon.classes.values() for word in words for part in word.split()}
    for word in sorted(part for entry in listed for part in entry.split()):
        if not ACCENTED.search(word):
            plain.add(word)
            continue
        forms = [word]
        if word.endswith("o"):
            forms += [f"{word[:-1]}{ending}" for ending in ("a", "os", "as")]
        elif not PLAIN_PLURAL.search(word):
            forms.append(f"{word}s" if word[-1] in "aeé" else f"{word}es" if word[-1] not in "sáéíóú" else word)
        for form in forms:
            marked.setdefault(fold(form), form)
            marked.setdefault(bare(form), form)
    for form, accented in marked.items():
        if form not in plain:
            yield form, accented


def _cased(form: str, word: str) -> str:
    """A form with the capitals of a word."""
    return "".join(one.upper() if other.isupper() else one for one, other in zip(form, word, strict=True))

"""How much: the number before a noun, its bound and its unit ("más de tres millones" → at least 3,000,000)."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from kg.model import Bound, Quantity
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import fold

DIGITS = re.compile(r"^\d{1,3}(?:[.\u00a0 ]\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$")

SCALES = {
    "mil": 1_000,
    "millon": 1_000_000,
    "millones": 1_000_000,
    "billon": 10**12,
    "billones": 10**12,
    "millar": 1_000,
    "millares": 1_000,
    "docena": 12,
    "docenas": 12,
    "decena": 10,
    "decenas": 10,
    "centenar": 100,
    "centenares": 100,
    "veintena": 20,
    "treintena": 30,
    "quincena": 15,
    "cincuentena": 50,
}
VAGUE = frozenset(("millares", "docenas", "decenas", "centenares"))
"""Plurals without a number before them ("decenas de") say no number."""

WORDS = {
    "cero": 0, "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
    "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiuno": 21,
    "veintiun": 21, "veintiuna": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25,
    "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300, "cuatrocientos": 400,
    "cuatrocientas": 400, "quinientos": 500, "quinientas": 500, "seiscientos": 600, "seiscientas": 600,
    "setecientos": 700, "setecientas": 700, "ochocientos": 800, "ochocientas": 800, "novecientos": 900,
    "novecientas": 900,
}  # fmt: skip

BOUNDS = (
    (
        Bound.AT_LEAST,
        ("mas de", "al menos", "por lo menos", "como minimo", "no menos de", "un minimo de", "superior a"),
    ),
    (Bound.AT_MOST, ("menos de", "hasta", "como maximo", "no mas de", "a lo sumo", "un maximo de", "inferior a")),
    (
        Bound.ABOUT,
        (
            "cerca de",
            "alrededor de",
            "unos",
            "unas",
            "casi",
            "aproximadamente",
            "en torno a",
            "entorno a",
            "medio",
            "aproximado de",
        ),
    ),
)


def number(words: list[str]) -> Decimal | None:
    """The value of a run of number words and digits, or None: ["3,5", "millones"] → 3500000.

    >>> number(["tres", "mil", "doscientos"])
    Decimal('3200')
    >>> number(["6.700"])
    Decimal('6700')
    >>> number(["medio", "millón"])
    Decimal('500000.0')
    """
    grand = total = Decimal(0)
    current: Decimal | None = None
    read = False
    for raw in words:
        word = fold(raw)
        if word == "y":
            continue
        read = True
        if DIGITS.match(raw):
            current = (current or Decimal(0)) + Decimal(re.sub(r"[.\s\u00a0]", "", raw).replace(",", "."))
        elif word in WORDS:
            current = (current or Decimal(0)) + WORDS[word]
        elif word == "medio":
            current = Decimal("0.5")
        elif word in SCALES:
            if current is None and word in VAGUE:
                return None
            if word in ("millon", "millones", "billon", "billones"):
                # "tres mil millones": the thousand counts millions
                grand += (total + (current or 0) or 1) * SCALES[word]
                total, current = Decimal(0), None
            else:
                total, current = total + (current if current is not None else 1) * SCALES[word], None
        else:
            return None
    return grand + total + (current or 0) if read else None


def quantity(tree: Tree, i: int) -> Quantity | None:
    """The quantity of the phrase headed by token `i`, or None where the text gives no number."""
    sentence_start = tree.sentences[tree.sentence[i]][0]
    if _numeral(tree, i):
        last = i
    else:
        last = -1
        for c in tree.children[i]:
            if c < i and (tree.dep[c] == "nummod" or _numeral(tree, c)):
                last = max(last, c)
        if last < 0:
            # "más de 30 tanques", with the numeral hung on the adverb: what stands right before the noun
            last = i - 1
            while last > sentence_start and tree.pos[last] == "ADJ" and not _numeral(tree, last):
                last -= 1
            if last < sentence_start or not _numeral(tree, last):
                return None
    first = last
    while first > sentence_start and (
        _numeral(tree, first - 1)
        or (tree.lower[first - 1] == "y" and first - 2 >= sentence_start and _numeral(tree, first - 2))
    ):
        first -= 1
    while last + 2 < i and tree.lower[last + 1] == "y" and _numeral(tree, last + 2):
        last += 2  # "treinta y dos"
    while last + 1 < tree.n and fold(tree.text[last + 1]) in SCALES and tree.sentence[last + 1] == tree.sentence[i]:
        last += 1
    words = tree.text[first : last + 1]
    if len(words) == 1 and fold(words[0]) in ("un", "una", "uno"):
        return None
    value = number(words)
    if value is None:
        return None
    if value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    unit_start = last + 1
    while unit_start < tree.n and tree.lower[unit_start] in ("de", "los", "las", "otros", "otras"):
        unit_start += 1
    unit = ""
    if (
        unit_start < tree.n
        and tree.sentence[unit_start] == tree.sentence[i]
        and tree.pos[unit_start] in ("NOUN", "PROPN", "ADJ", "SYM")
    ):
        head = unit_start
        while head + 1 < tree.n and tree.pos[head] == "ADJ" and tree.pos[head + 1] == "NOUN":
            head += 1
        _, end = tree.phrase(head)
        unit = tree.span(unit_start, min(end, head + 7))
        for stop in (" con ", " a ", " desde ", " para ", " en ", " contra "):
            unit = unit.split(stop)[0]
    before = " ".join(fold(w) for w in tree.text[max(sentence_start, first - 4) : first])
    bound = Bound.EXACT
    for candidate, cues in BOUNDS:
        if any(before.endswith((cue, f"{cue} los", f"{cue} las")) for cue in cues):
            bound = candidate
            break
    if words and fold(words[0]) == "medio":
        bound = bound if bound is not Bound.EXACT else Bound.ABOUT
    return Quantity(value, unit, bound)


PERCENT = re.compile(r"^(\d+(?:[.,]\d+)?)\s?%$")


def worth(tree: Tree, i: int, currencies: Collection[str], values: Collection[str]) -> Quantity | None:
    """What the complements of a phrase say that it amounts to, or None.

    A sum of money ("un préstamo de 300 millones de dólares", "por valor de 20 euros"; `values` are the nouns that carry
    one, `currencies` the lemmas of units), or a percentage ("aranceles del 25 %", "enriquecido al 60 por ciento").
    """
    for c in tree.children[i]:
        if c < i or tree.dep[c] not in ("nmod", "amod", "acl", "obl", "obj", "appos", "compound", "dep", "nummod"):
            continue
        if (share := _share(tree, c)) is not None:
            return share
        if tree.preposition(c) in ("de", "por", "con", ""):
            found = quantity(tree, c)
            if found is not None and (tree.lemma[c] in currencies or _unit_lemma(tree, c) in currencies):
                return found
        if tree.lemma[c] in values or tree.dep[c] in ("amod", "acl"):
            if (inner := worth(tree, c, currencies, values)) is not None:
                return inner
    return None


def _unit_lemma(tree: Tree, i: int) -> str:
    """The noun that a numeral noun counts: "millones de | dólares"."""
    return next((tree.lemma[c] for c in tree.children[i] if c > i and tree.dep[c] == "nmod"), "")


def _share(tree: Tree, i: int) -> Quantity | None:
    """A percentage: "25%", "25 %", "25 por ciento"."""
    joined = PERCENT.match(tree.text[i])
    if joined is not None:
        return Quantity(Decimal(joined[1].replace(",", ".")), "%")
    for k in (i, *(c for c in tree.children[i] if c < i)):
        after = " ".join(tree.lower[k + 1 : k + 3])
        if DIGITS.match(tree.text[k]) and (after.startswith("%") or after == "por ciento"):
            value = number([tree.text[k]])
            return Quantity(value, "%") if value is not None else None
    return None


def _numeral(tree: Tree, i: int) -> bool:
    if tree.pos[i] == "NUM" and (DIGITS.match(tree.text[i]) or fold(tree.text[i]) in WORDS):
        return True
    word = fold(tree.text[i])
    return (
        bool(DIGITS.match(tree.text[i]))
        or word in SCALES
        or (word in WORDS and word not in ("un", "una", "uno"))
        or word == "medio"
    )

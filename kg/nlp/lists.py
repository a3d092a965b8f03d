"""The names that a text lists for a plural noun: "otros países, entre ellos Siria y Egipto"."""

from __future__ import annotations

from kg.nlp.mentions import Names
from kg.nlp.tree import Tree
from kg.vocabulary.lexicon import Lexicon

LONGEST = 25
"""Tokens between a noun and the words that open its list."""

OPENING = frozenset(("(", ",", ":", "-", "–", "—"))
ARTICLES = frozenset(("el", "la", "los", "las", "a", "al", "de", "del", "con"))
JOINTS = frozenset((",", "y", "e", "o", "u", "ni"))


class Lists:
    """Answers, for one text, which names stand for a plural noun because the text lists them."""

    def __init__(self, tree: Tree, names: Names, lexicon: Lexicon) -> None:
        self.tree = tree
        self.names = names
        self.openers = lexicon.cue("lists", "openers")
        self.among = lexicon.cue("lists", "among")
        cue = lexicon.cue
        self.heads = cue("lists", "heads") | cue("actors", "country") | cue("actors", "person") | cue("actors", "group")

    def of(self, noun: int) -> list[int]:
        """The head tokens of the names listed for a noun, none where it has no list.

        A list follows the noun in brackets, between dashes or commas ("los tres países, A, B y C"), or is opened
        by words ("como A", "incluidos A y B", "entre ellos A", "entre los que figuran A y B").
        """
        tree = self.tree
        if "Number=Plur" not in tree.feats[noun]:
            return []
        stop = min(tree.sentences[tree.sentence[noun]][1], noun + LONGEST)
        plain = tree.lemma[noun] in self.heads  # and nothing but its own adjectives and complements follows so far
        for k in range(noun + 1, stop):
            if tree.text[k] == ";":
                return []
            if (start := self._opened(k, stop)) is not None and self._nearest(noun, k):
                return self._names(start, stop)
            if tree.text[k] in OPENING:
                found = self._names(k + 1, stop) if plain and k - 1 not in self.names.at else []
                if len(found) > 1 and self._closed(found[-1]):
                    return found
                plain = False
            elif tree.pos[k] in ("VERB", "AUX"):
                plain = False
        return []

    def after(self, noun: int) -> list[int]:
        """The head tokens of two or more names that complete a noun: "los ministros de Malí, Níger y Chad"."""
        tree = self.tree
        stop = min(tree.sentences[tree.sentence[noun]][1], noun + LONGEST)
        for k in range(noun + 1, stop):
            if k in self.names.at:
                found = self._names(k, stop)
                return found if len(found) > 1 and self._closed(found[-1]) else []
            if tree.lower[k] not in ARTICLES | JOINTS and tree.text[k][:1].islower() and tree.pos[k] != "ADJ":
                return []
        return []

    def _opened(self, k: int, stop: int) -> int | None:
        """Where the names begin after words that open a list at `k`, or None."""
        tree = self.tree
        for length in (2, 1):
            if " ".join(tree.lower[k : k + length]) in self.openers and (
                tree.text[k - 1] in OPENING or (tree.lower[k] == "como" and "VerbForm=Part" not in tree.feats[k - 1])
            ):
                return k + length
        if tree.lower[k] == "entre" and tree.lower[k + 1 : k + 3] in (
            ["los", "que"],
            ["las", "que"],
            ["los", "cuales"],
            ["las", "cuales"],
        ):
            for j in range(k + 3, min(k + 7, stop)):
                if tree.pos[j] in ("VERB", "AUX") and tree.lemma[j] in self.among:
                    return j + 1
        return None

    def _nearest(self, noun: int, k: int) -> bool:
        """Whether no other plural noun of a fitting gender stands between a noun and the words that open its list."""
        tree = self.tree
        unfit = {"ellas": "Gender=Masc", "ellos": "Gender=Fem"}.get(tree.lower[k + 1] if k + 1 < tree.n else "", "-")
        return unfit not in tree.feats[noun] and not any(
            tree.pos[j] == "NOUN" and "Number=Plur" in tree.feats[j] and unfit not in tree.feats[j]
            for j in range(noun + 1, k)
        )

    def _names(self, start: int, stop: int) -> list[int]:
        tree = self.tree
        out: list[int] = []
        k = start
        while k < stop:
            name = self.names.at.get(k)
            if name is not None and name.start == k:
                out.append(name.head)
                k = name.end
                if k >= stop or tree.lower[k] not in JOINTS:
                    break
                k += 1
                if k < stop and tree.lower[k] in ("y", "e"):
                    k += 1
            elif tree.lower[k] in ARTICLES:
                k += 1
            else:
                break
        return out

    def _closed(self, last: int) -> bool:
        """Whether a list without opening words is one: its last name is joined by "y", not by a comma."""
        before = self.names.at[last].start - 1
        while before > 0 and self.tree.lower[before] in ARTICLES:
            before -= 1
        return self.tree.lower[before] in ("y", "e", "o")

"""Headlines in capitals → the same words as they would stand in running text, letter for letter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.nlp.lemmas import readings
from kg.vocabulary.gazetteer import WORD, Gazetteer, fold
from kg.vocabulary.lexicon import Lexicon

SHORTEST = 3
"""Words in capitals that make a line a headline; fewer may be a name."""

START = re.compile(r"(?:^|(?:\w{4}\.|[:!?])\s)[\W_]*$")
"""What stands before the first word of a sentence; a full stop after a short word may be an abbreviation's."""


class Casing:
    """Lower case for lines in capitals. What is a name tell the lists, and the rest of the text."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.names = gazetteer.names
        self.lengths = gazetteer.lengths
        self.known = gazetteer.known
        self.common = {fold(word) for word in (*lexicon.nouns, *lexicon.adjectives, *lexicon.titles)}
        self.common |= {fold(word) for words in lexicon.classes.values() for word in words}

    def __call__(self, text: str) -> str:
        """A text of the same length, in which no line of several words is all in capitals."""
        lines = text.split("\n")
        loud = [_loud(line) for line in lines]
        if not any(loud):
            return text
        seen = _forms(line for line, is_loud in zip(lines, loud, strict=True) if not is_loud)
        return "\n".join(
            self._lowered(line, seen) if is_loud else line for line, is_loud in zip(lines, loud, strict=True)
        )

    def _lowered(self, line: str, seen: dict[str, str]) -> str:
        out = list(line)
        words = list(WORD.finditer(line))
        folded = [fold(word.group()) for word in words]
        i = 0
        while i < len(words):
            name = self._name(folded, i, seen)
            span = words[i : i + max(1, len(name))]
            forms = name or [self._form(folded[i], seen)]
            for word, form in zip(span, forms, strict=True):
                first = START.search(line[: word.start()]) is not None
                for k, letter in enumerate(word.group()):
                    upper = form[k].isupper() if k < len(form) else form.isupper()
                    if not (upper or (first and k == 0)) and len(letter.lower()) == 1:
                        out[word.start() + k] = letter.lower()
            i += len(span)
        return "".join(out)

    def _name(self, folded: list[str], i: int, seen: dict[str, str]) -> list[str]:
        """The words, as the lists write them, of the longest name that begins at a word; empty if none does."""
        for length in self.lengths.get(folded[i], ()):
            for identifier, name in self.names.get(tuple(folded[i : i + length]), ()):
                forms = WORD.findall(name)
                person = identifier in self.known and self.known[identifier].entity.type == "Person"
                if not name[:1].isupper() or len(forms) != length:
                    continue
                if length == 1 and (seen.get(folded[i], "X").islower() or (person and self._is_word(folded[i]))):
                    continue
                return forms
        return []

    def _form(self, word: str, seen: dict[str, str]) -> str:
        """A word that begins no name of the lists, in the case in which the text has it elsewhere; else in lower."""
        if word in seen:
            return seen[word]
        return word.upper() if not re.search(r"[aeiouy]", word) and len(word) > 1 else word

    def _is_word(self, word: str) -> bool:
        return word in self.common or bool(readings(word))


def _loud(line: str) -> bool:
    words = [word for word in WORD.findall(line) if len(word) > 1 and word.isalpha()]
    return len(words) >= SHORTEST and all(word.isupper() for word in words)


def _forms(lines: Iterable[str]) -> dict[str, str]:
    """Every word inside the sentences of some lines, by itself in lower case and without accents, as it mostly is."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        for word in WORD.finditer(line):
            if START.search(line[max(0, word.start() - 8) : word.start()]) is None:
                counts[fold(word.group())][word.group()] += 1
    return {word: found.most_common(1)[0][0] for word, found in counts.items()}

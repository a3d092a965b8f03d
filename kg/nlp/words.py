"""Text → tokens, where newspapers write them together: dashes as brackets, ends of datelines, pairs of states; lines in
capitals and texts without accents as they are written elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from kg.nlp.accents import Accents
from kg.nlp.casing import Casing
from kg.vocabulary.gazetteer import Gazetteer
from kg.vocabulary.lexicon import Lexicon

PREFIXES = (r"-(?=[^\W\d])",)
""" "Irán -según Kiev-": a hyphen that opens a word opens brackets; before a figure it is a sign."""

SUFFIXES = (r"(?<=[\w%»”\"')\]])-",)
""" "-según Kiev- vendió": so does one that closes a word."""

INFIXES = (
    r"(?<=\w)\)(?=\.[-–—])",
    r"(?<=[)\w])\.[-–—]+(?=[A-ZÁÉÍÓÚÑ¿¡«“\"])",
)
""" "Madrid (EFE).-El Gobierno": the end of a dateline without a space after it."""


class Spelling:
    """A tokenizer that reads lines in capitals in lower case, and texts without accents with them.

    `doc._.source` is the text as it was, `doc._.reading` the text without the capitals but with its own accents.
    """

    def __init__(self, tokenizer: Callable[[str], Doc], casing: Casing, accents: Accents) -> None:
        self.tokenizer = tokenizer
        self.casing = casing
        self.accents = accents

    def __call__(self, text: str) -> Doc:
        """The tokens of a text."""
        reading = self.casing(text)
        doc = self.tokenizer(self.accents(reading))
        doc._.source = text
        doc._.reading = reading
        return doc


def spell(nlp: Language, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
    """Give the tokenizer of a pipeline our rules beside its own, and headlines without their capitals.

    States and their capitals that a hyphen joins are two names ("el eje París-Berlín"); names that have one of their
    own ("Guinea-Bisáu") and abbreviations of the lexicon stay whole.
    """
    acting = [known.entity for known in gazetteer.known.values() if known.entity.type == "Country" or known.capital]
    names = {name for bearers in gazetteer.names.values() for _, name in bearers}
    single = sorted(names & {name for entity in acting for name in entity.labels if re.fullmatch(r"[\w.]+", name)})
    before = "|".join(rf"(?<=\b{re.escape(name)}-)" for name in single)
    after = "|".join(re.escape(name) for name in sorted(single, key=len, reverse=True))
    pairs = rf"-(?:{before})(?=(?:{after})(?!\w))"
    tokenizer: Any = nlp.tokenizer
    nlp.tokenizer = Spelling(tokenizer, Casing(gazetteer, lexicon), Accents(gazetteer, lexicon))
    if not hasattr(tokenizer, "infix_finditer"):
        return  # it cuts words in a way of its own
    defaults = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*(defaults.prefixes or ()), *PREFIXES]).search
    tokenizer.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), *SUFFIXES]).search
    tokenizer.infix_finditer = compile_infix_regex([*INFIXES, pairs, *(defaults.infixes or ())]).finditer
    for word in sorted(names | lexicon.cue("words", "abbreviations")):
        if re.fullmatch(r"\S+\.|\w+-\w+", word):
            tokenizer.add_special_case(word, [{ORTH: word}])

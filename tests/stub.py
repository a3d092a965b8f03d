"""A stand-in for the extractor, so that what lies around it is tested without a language model.

Each line "Rusia invade Ucrania." of a text that names a known relation between two words is a claim.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from kg.errors import ArticleError
from kg.model import Article, Claim, Entity, Modality

COUNTRIES = {"Rusia": "RUS", "Ucrania": "UKR", "Irán": "IRN", "Israel": "ISR", "China": "CHN"}
VERBS = {"invade": "invades", "ataca": "attacks", "apoya": "supports"}
SENTENCE = re.compile(r"(\w+) (no )?(\w+) (?:a )?(\w+)\.")


def extractor() -> Callable[[Article], list[Claim]]:
    """What `KnowledgeGraph(extractor=…)` asks for."""
    return extract


def extract(article: Article) -> list[Claim]:
    """The claims of an article; a text that says "imposible" cannot be read, one that says "defecto" finds a bug."""
    if "imposible" in article.text:
        raise ArticleError("too hard to read")
    if "defecto" in article.text:
        raise RuntimeError("a bug")
    if "interrumpe" in article.text:
        raise KeyboardInterrupt
    claims = []
    for found in SENTENCE.finditer(article.text):
        subject, denied, verb, object_ = found.groups()
        if subject in COUNTRIES and verb in VERBS and object_ in COUNTRIES:
            modality = Modality.DENIED if denied else Modality.ASSERTED
            ends = [Entity(COUNTRIES[name], name, "Country", (name,)) for name in (subject, object_)]
            claims.append(Claim(ends[0], VERBS[verb], ends[1], modality, found.start(), found.end(), found[0], subject))
    return claims


def dying() -> Callable[[Article], list[Claim]]:
    """An extractor whose process dies, as one without memory does."""
    os._exit(9)

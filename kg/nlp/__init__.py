"""An article goes in, claims come out: the Spanish analysis. The only room with spaCy.

`load` builds the pipeline: the statistical stages of `es_geopol` (or of another spaCy pipeline), then ours, each a
component that reads the parse and sets an attribute of `doc._`: names, actors, arguments, propositions and their
modality, source, quantity, date and place. `extract` runs articles through it.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ModelError
from kg.model import Article, Claim, Entity, Survey

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from threadpoolctl import ThreadpoolController

BUNDLED = Path(__file__).parent / "es_geopol"
"""The pipeline that the package carries."""

LONGEST = 100_000
"""Characters analysed at once: a newspaper page has 10,000; memory grows by about 1 GB for 100,000."""

STAGES = ("kg_lemmas", "kg_mentions", "kg_actors", "kg_relations", "kg_modality", "kg_qualifiers")
"""Our components, in the order of the pipe."""

LANGUAGES = ("es", "xx")
"""Languages that a pipeline may be for: Spanish, or several."""

NEEDED = {"token.pos": "parts of speech", "token.dep": "dependency trees", "token.lemma": "lemmas"}
"""What the rules read of a token, by the attribute that a component declares to set."""


def load(model: str | None = None) -> Language:
    """The whole pipeline: a spaCy pipeline for Spanish (the bundled one, or a name or path), and our stages after it.

    It must give Universal Dependencies: parts of speech, trees and lemmas. Its entities may be labelled as CoNLL or
    as OntoNotes does (`kg.nlp.mentions.NER_TYPES`), or be missing. Raises `ModelError` where the pipeline is not
    installed, is for another language, or lacks one of the three.
    """
    import spacy
    from thinc.api import use_ops

    import kg.nlp.lemmas
    import kg.nlp.lines
    import kg.nlp.stages  # noqa: F401  (registers the factories)
    from kg.nlp.words import spell
    from kg.vocabulary.gazetteer import Gazetteer
    from kg.vocabulary.lexicon import Lexicon

    try:
        # numpy's matrix products are two to three times as fast as the generic ones of BLIS that spaCy takes by itself
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(model if model is not None else BUNDLED)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"spaCy pipeline {model or BUNDLED.name!r} cannot be loaded: install it, or leave --model out ({error})"
        ) from error
    if nlp.lang not in LANGUAGES:
        raise ModelError(f"spaCy pipeline {model!r} is for language {nlp.lang!r}, not for Spanish")
    given = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    if missing := [what for attribute, what in NEEDED.items() if attribute not in given]:
        raise ModelError(f"spaCy pipeline {model!r} gives no {', no '.join(missing)}")
    spell(nlp, Gazetteer.load(), Lexicon.load())
    nlp.add_pipe("kg_lines", before="parser" if "parser" in nlp.pipe_names else None)
    for stage in STAGES:
        nlp.add_pipe(stage)
    gc.freeze()  # lexicon, lists and weights are there to stay: no collection need look at them again
    return nlp


def extract(
    nlp: Language, articles: Iterable[Article], *, open_relations: bool = False
) -> Iterator[tuple[Article, list[Claim]]]:
    """Run articles through the pipeline; yield each with its claims, sorted by their place in the text.

    A pure function of each article: neither order nor company matters. With `open_relations` also come propositions
    without a relation of the ontology or with an end that has no name.
    """
    from kg.nlp.claims import claims

    for article in articles:
        found: list[Claim] = []
        for begin, doc in _analysed(nlp, article, open_relations=open_relations):
            found += (
                replace(claim, begin=claim.begin + begin, end=claim.end + begin) if begin else claim
                for claim in claims(doc)
            )
        yield article, found


def survey(nlp: Language, article: Article) -> Survey:
    """What an article offers to be linked: the phrases that were resolved, and the words that say a relation."""
    from kg.nlp.offers import mentions, triggers

    found: list[tuple[int, Entity]] = []
    words: list[tuple[int, str, str]] = []
    for begin, doc in _analysed(nlp, article):
        found += ((begin + at, entity) for at, entity in mentions(doc))
        words += ((begin + at, word, relation) for at, word, relation in triggers(doc))
    return Survey(article.text, tuple(found), tuple(words))


def _analysed(nlp: Language, article: Article, *, open_relations: bool = False) -> Iterator[tuple[int, Doc]]:
    """The pieces of an article through the pipeline, each with its offset."""
    for begin, text in _pieces(article.text):
        doc = nlp.make_doc(text)
        doc._.article = article
        doc._.open = open_relations
        with one_thread():
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
        yield begin, doc


def one_thread() -> AbstractContextManager[object]:
    """A context in which numpy multiplies matrices in one thread: a pipeline's are too small to be shared out."""
    limiter: AbstractContextManager[object] = _pools().limit(limits=1, user_api="blas")
    return limiter


@functools.cache
def _pools() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of the pieces in which a text is analysed: whole paragraphs up to `LONGEST` characters."""
    begin = 0
    while len(text) - begin > LONGEST:
        cut = text.rfind("\n", begin, begin + LONGEST)
        if cut <= begin:
            cut = text.rfind(". ", begin, begin + LONGEST)
        end = cut + 1 if cut > begin else begin + LONGEST
        yield begin, text[begin:end]
        begin = end
    yield begin, text[begin:]

"""Lemmas of one convention over all sources: AnCora's, with the infinitive alone for verbs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.nlp.lemmas import infinitive
from training.conllu import Sentence, Word

Lexicon = dict[tuple[str, str], str]


def lexicon(sentences: Iterable[Sentence]) -> Lexicon:
    """The usual lemma of every form with its part of speech."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[word.form.lower(), word.upos][word.lemma] += 1
    return {key: found.most_common(1)[0][0] for key, found in counts.items()}


def verb_lemma(word: Word) -> str:
    """The infinitive of a verb; what is no verb form keeps its lemma."""
    mood = re.search(r"Mood=(\w+)", word.feats) or re.search(r"VerbForm=(\w+)", word.feats)
    return infinitive(word.form.lower(), word.lemma, mood[1] if mood else "", auxiliary=word.upos == "AUX")


def repair_verbs(sentence: Sentence) -> None:
    """AnCora's few verbs with another lemma than the infinitive ("atreverse", parts of idioms)."""
    for word in sentence.words:
        if word.upos in {"VERB", "AUX"} and not word.lemma.endswith(("ar", "er", "ir", "ír")):
            word.lemma = verb_lemma(word)


def adopt_lemmas(sentence: Sentence, known: Lexicon) -> None:
    """Lemmas of another treebank brought to AnCora's convention (names as written, others as AnCora has them)."""
    for word in sentence.words:
        if word.upos == "PROPN":
            word.lemma = word.form
        elif word.upos in {"VERB", "AUX"}:
            word.lemma = verb_lemma(word)
        else:
            word.lemma = known.get((word.form.lower(), word.upos), word.lemma)

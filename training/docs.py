"""Sentences as spaCy documents, with disturbed copies for training."""

import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.training.converters import conllu_to_docs

from training.conllu import Sentence, dump

SENTENCES_PER_DOC = 5
HEADLINE_LENGTH = 25
SHARE_BARE = 0.06
SHARE_CAPITALS = 0.05
SHARE_OPEN = 0.04
ATTRIBUTES = ("ORTH", "SPACY", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START")


def without_accents(text: str) -> str:
    """The text without accents and diaereses; ñ stays."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in "ñÑ":
            letters.append(letter)
        else:
            plain = unicodedata.normalize("NFD", letter)
            letters.append("".join(c for c in plain if not unicodedata.combining(c)))
    return "".join(letters)


def to_docs(sentences: Iterable[Sentence], size: int = SENTENCES_PER_DOC) -> list[Doc]:
    """Documents of `size` sentences, words of one surface token merged, the lemma of the first kept."""
    text = "".join(dump(sentence) for sentence in sentences)
    docs = list(conllu_to_docs(text, n_sents=size, append_morphology=True, merge_subtokens=True, no_print=True))
    for doc in docs:
        for token in doc:
            token.lemma_ = token.lemma_.split(" ")[0] or token.lemma_
    return docs


def disturbed(doc: Doc, change: Callable[[str], str], *, drop_last: bool = False) -> Doc:
    """A copy with other spelling; a word that changed has no lemma to learn from."""
    tokens = list(doc)[: len(doc) - 1 if drop_last else len(doc)]
    words = [change(t.text) for t in tokens]
    return Doc(
        doc.vocab,
        words=words,
        spaces=[bool(t.whitespace_) for t in tokens],
        pos=[t.pos_ for t in tokens],
        morphs=[str(t.morph) for t in tokens],
        lemmas=[t.lemma_ if t.text == word else "" for t, word in zip(tokens, words, strict=True)],
        heads=[t.head.i for t in tokens],
        deps=[t.dep_ for t in tokens],
    )


def ends_open(doc: Doc) -> bool:
    """Whether a one-sentence document ends with a full stop from which nothing hangs."""
    last = doc[-1]
    return last.text == "." and last.head.i != last.i and not list(last.children)


def augmented(sentences: Sequence[Sentence], seed: int = 0, size: int = SENTENCES_PER_DOC) -> list[Doc]:
    """Training documents: all sentences, and a few without accents, in capitals, without full stop."""
    rng = random.Random(seed)
    docs = to_docs(sentences, size)
    extra = [disturbed(doc, without_accents) for doc in docs if rng.random() < SHARE_BARE]
    for doc in to_docs([s for s in sentences if len(s.tokens()) <= HEADLINE_LENGTH], size=1):
        if not ends_open(doc) or len(doc) < 5:
            continue
        draw = rng.random()
        if draw < SHARE_CAPITALS:
            extra.append(disturbed(doc, str.upper, drop_last=True))
        elif draw < SHARE_CAPITALS + SHARE_OPEN:
            extra.append(disturbed(doc, str, drop_last=True))
    docs += extra
    rng.shuffle(docs)
    return docs


def save(path: Path, docs: Iterable[Doc]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=ATTRIBUTES, docs=docs, store_user_data=False).to_disk(path)

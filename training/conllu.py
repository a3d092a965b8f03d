"""CoNLL-U sentences in memory."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Word:
    """A syntactic word; `head` counts from 1, 0 is the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    rel: str
    misc: str = "_"


@dataclass(slots=True)
class Span:
    """A surface token of several words: first and last word (from 1) and its form."""

    first: int
    last: int
    form: str
    misc: str = "_"


@dataclass(slots=True)
class Sentence:
    sent_id: str
    text: str
    words: list[Word]
    spans: list[Span] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The text without spaces, punctuation and case: equal in copies of one sentence."""
        return text_key(self.text)

    def children(self) -> list[list[int]]:
        """For every word the indexes (from 0) of its dependents."""
        kids: list[list[int]] = [[] for _ in self.words]
        for i, word in enumerate(self.words):
            if word.head:
                kids[word.head - 1].append(i)
        return kids

    def tokens(self) -> list[tuple[int, int, str]]:
        """Surface tokens as (first word, word after the last, form), words counted from 0."""
        spans = {span.first - 1: span for span in self.spans}
        tokens = []
        i = 0
        while i < len(self.words):
            span = spans.get(i)
            end = span.last if span else i + 1
            tokens.append((i, end, span.form if span else self.words[i].form))
            i = end
        return tokens


def text_key(text: str) -> str:
    """A text without spaces, punctuation and case."""
    return re.sub(r"[\W_]", "", text).lower()


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file; empty nodes are left out."""
    for block in path.read_text(encoding="utf8").split("\n\n"):
        sentence = Sentence("", "", [])
        for line in block.splitlines():
            if line.startswith("#"):
                name, _, value = line[1:].partition("=")
                if name.strip() == "sent_id":
                    sentence.sent_id = value.strip()
                elif name.strip() == "text":
                    sentence.text = value.strip()
                continue
            cells = line.split("\t")
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                sentence.spans.append(Span(first, last, cells[1], cells[9]))
            elif cells[0].isdigit():
                form, lemma, upos, xpos, feats, head, rel = cells[1:8]
                sentence.words.append(Word(form, lemma, upos, xpos, feats, int(head), rel, cells[9]))
        if sentence.words:
            yield sentence


def dump(sentence: Sentence) -> str:
    """One sentence as CoNLL-U text, with the empty line that ends it."""
    lines = [f"# sent_id = {sentence.sent_id}", f"# text = {sentence.text}"]
    spans = {span.first: span for span in sentence.spans}
    for i, w in enumerate(sentence.words, start=1):
        if i in spans:
            s = spans[i]
            lines.append("\t".join([f"{s.first}-{s.last}", s.form, *"_______", s.misc]))
        lines.append("\t".join([str(i), w.form, w.lemma, w.upos, w.xpos, w.feats, str(w.head), w.rel, "_", w.misc]))
    return "\n".join(lines) + "\n\n"


def write(path: Path, sentences: Iterable[Sentence]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf8") as file:
        file.writelines(dump(sentence) for sentence in sentences)

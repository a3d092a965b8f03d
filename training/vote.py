"""Trees on which several pipelines agree best, for text that nobody has annotated.

``python -m training.vote --raw TEXT --words N --out FILE PIPELINE …`` labels the first N words (in random order of
paragraphs) of a text with one paragraph a line. Heads are voted for in a maximum spanning tree; the labels of the
chosen arcs, parts of speech and features by majority; verbs get their infinitive by rule. With ``--graph FILE`` a
parser of `training.graph` votes too, each arc with its probability.
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.nlp.lemmas import infinitive
from training.docs import save
from training.graph import DOCS_AT_ONCE, Reading, load, readings

SHORTEST, LONGEST = 8, 90
GRAPH_WEIGHT = 3.0
"""Votes of the graph-based parser for an arc; chosen on the development set beside one other voter."""
GRAPH_LABEL = 4
"""Its votes for the label of a chosen arc; another parser has 3 for an arc that it has too, else 1."""
Matrix = NDArray[np.float64]


def spanning_tree(scores: Matrix) -> list[int]:
    """Heads of the maximum spanning arborescence; ``scores[head, dependent]``, node 0 is the root with head -1."""
    size = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[:, 0] = -np.inf
    heads = [int(h) for h in scores.argmax(axis=0)]
    heads[0] = -1
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    # contract the cycle into one node, solve, and open it where the solution enters it
    rest = [node for node in range(size) if node not in cycle]
    place = {node: i for i, node in enumerate(rest)}
    joint = len(rest)
    smaller = np.full((joint + 1, joint + 1), -np.inf)
    smaller[:joint, :joint] = scores[np.ix_(rest, rest)]
    inner = sum(scores[heads[c], c] for c in cycle)
    entry, leave = {}, {}
    for node in rest:
        gains = {c: scores[node, c] - scores[heads[c], c] for c in cycle}
        entry[node] = max(gains, key=gains.__getitem__)
        smaller[place[node], joint] = gains[entry[node]] + inner
        leave[node] = max(cycle, key=scores[:, node].__getitem__)
        smaller[joint, place[node]] = scores[leave[node], node]
    solved = spanning_tree(smaller)
    for node in rest:
        if node:
            head = solved[place[node]]
            heads[node] = leave[node] if head == joint else rest[head]
    outside = rest[solved[joint]]
    heads[entry[outside]] = outside
    return heads


def find_cycle(heads: Sequence[int]) -> set[int]:
    """The nodes of one cycle, none where there is none."""
    done: set[int] = set()
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while node > 0 and node not in done:
            done.add(node)
            path.append(node)
            node = heads[node]
        if node in path:
            return set(path[path.index(node) :])
    return set()


def single_rooted(scores: Matrix) -> list[int]:
    """`spanning_tree` with one child of the root."""
    heads = spanning_tree(scores)
    if heads.count(0) == 1:
        return heads
    best: tuple[float, list[int]] | None = None
    for root in sorted(range(1, len(scores)), key=lambda node: -scores[0, node])[:3]:
        barred = scores.copy()
        barred[0, :] = -1e9
        barred[0, root] = scores[0, root]
        found = spanning_tree(barred)
        total = float(sum(barred[found[node], node] for node in range(1, len(scores))))
        if best is None or total > best[0]:
            best = (total, found)
    return best[1] if best else heads


def voted(docs: Sequence[Doc], readings: Sequence[Reading] | None = None) -> Doc:
    """One document out of several readings of the same text, in the sentences of the first.

    `readings` are those of a graph-based parser, one a sentence.
    """
    first = docs[0]
    heads = [token.i for token in first]
    own: list[str | None] = [None] * len(first)
    for number, sentence in enumerate(first.sents):
        begin, size = sentence.start, len(sentence)
        scores = np.full((size + 1, size + 1), 1e-6)
        for rank, doc in enumerate(docs):
            for token in doc[sentence.start : sentence.end]:
                head = token.head.i
                inside = begin <= head < sentence.end and head != token.i
                scores[head - begin + 1 if inside else 0, token.i - begin + 1] += 1.0 - 0.01 * rank
        if readings is not None:
            scores += GRAPH_WEIGHT * readings[number][0]
        chosen = single_rooted(scores)[1:]
        for i, head in enumerate(chosen):
            heads[begin + i] = begin + (head or i + 1) - 1
        if readings is not None:
            own[begin : begin + size] = readings[number][1](chosen)
    labels, tags, morphs, lemmas = [], [], [], []
    for i, head in enumerate(heads):
        counts: Counter[str] = Counter()
        for doc in docs:
            if doc[i].dep_ != "ROOT":
                counts[doc[i].dep_] += 3 if doc[i].head.i == head else 1
        if (label := own[i]) not in (None, "ROOT"):
            counts[label] += GRAPH_LABEL
        labels.append("ROOT" if head == i else counts.most_common(1)[0][0] if counts else "dep")
        tag = Counter(doc[i].pos_ for doc in docs).most_common(1)[0][0]
        token = next(doc[i] for doc in docs if doc[i].pos_ == tag)
        lemma = token.lemma_.split(" ")[0]
        if tag in {"VERB", "AUX"}:
            mood = token.morph.get("Mood", []) or token.morph.get("VerbForm", [])
            lemma = infinitive(token.lower_, lemma, mood[0] if mood else "", auxiliary=tag == "AUX")
        tags.append(tag)
        morphs.append(str(token.morph))
        lemmas.append(lemma)
    return Doc(
        first.vocab,
        words=[token.text for token in first],
        spaces=[bool(token.whitespace_) for token in first],
        pos=tags,
        morphs=morphs,
        lemmas=lemmas,
        heads=heads,
        deps=labels,
    )


def paragraphs(path: Path, words: int, seed: int = 0) -> list[str]:
    """Paragraphs of middle length in random order, up to a number of words."""
    lines = [line.strip() for line in path.read_text(encoding="utf8").splitlines()]
    lines = [line for line in lines if SHORTEST <= len(line.split()) <= LONGEST and max(map(ord, line)) < 0x2100]
    random.Random(seed).shuffle(lines)
    chosen: list[str] = []
    for line in lines:
        if words <= 0:
            break
        chosen.append(line)
        words -= len(line.split())
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipelines", type=Path, nargs="+")
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--words", type=int, default=400_000)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--seed", type=int, default=0, help="of the choice of paragraphs")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    texts = paragraphs(arguments.raw, arguments.words, arguments.seed)
    readers = [spacy.load(path, exclude=["ner"]) for path in arguments.pipelines]
    graph = load(arguments.graph) if arguments.graph else None
    found: list[Doc] = []
    for begin in range(0, len(texts), DOCS_AT_ONCE):
        streams = [list(nlp.pipe(texts[begin : begin + DOCS_AT_ONCE])) for nlp in readers]
        others = list(readings(graph, streams[0])) if graph else [None] * len(streams[0])
        found += (voted(docs, more) for docs, more in zip(zip(*streams, strict=True), others, strict=True))
    save(arguments.out, found)


if __name__ == "__main__":
    main()

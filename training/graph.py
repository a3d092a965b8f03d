"""A graph-based parser as a teacher: two BiLSTM layers and biaffine scores (Dozat and Manning 2017), in PyTorch.

``python -m training.graph --work WORK --raw TEXT --out FILE`` trains it on the gold trees in WORK (`train.conllu`,
`dev.conllu` of `training.prepare`) with word vectors of the raw text. It is too slow for the pipeline itself; its
use is in `training.vote`, where it errs elsewhere than the transition-based parsers do. On one core 30 minutes.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from sklearn.utils.extmath import randomized_svd
from spacy.tokens import Doc
from torch import Tensor, nn
from torch.nn import functional

from training.conllu import read
from training.docs import augmented, to_docs
from training.functions import to_ancora
from training.prepare import is_ancora

WORD = 100
PIECE = 100
SHAPE = 30
HIDDEN = 220
ARC, LABEL = 300, 100
DROPOUT = 0.33
WORD_DROPOUT = 0.15
BUCKETS = 30_000
SHAPES = 500
PIECE_LENGTHS = (2, 3, 4, 5)
RARE = 2
VECTOR_WORDS = 30_000
WINDOW = 3
EPOCHS, NEWS_EPOCHS = 6, 4
RATE = 2e-3
BATCH_WORDS = 1000
LONGEST = 120
DOCS_AT_ONCE = 128
WORDS = re.compile(r"\w+|[^\w\s]")


def hashed(text: str, size: int) -> int:
    """A number below `size`, the same in every run (FNV-1a)."""
    value = 2166136261
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value % size


def pieces(word: str) -> list[int]:
    """Buckets of a word's letter sequences, its ends marked, in lower case."""
    marked = f"<{word.lower()}>"
    found = [marked[i : i + n] for n in PIECE_LENGTHS for i in range(len(marked) - n + 1)]
    return [hashed(piece, BUCKETS) for piece in found] or [0]


def shape(word: str) -> int:
    """Bucket of a word's shape: capitals, digits and signs in the order in which they come."""
    kinds = ["X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word]
    return hashed(re.sub(r"(.)\1{2,}", r"\1\1", "".join(kinds)), SHAPES)


def vectors(lines: Iterable[str], words: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of `words` from a text: a singular value decomposition of their positive mutual information.

    Words within `WINDOW` places count as company, nearer ones more (Levy, Goldberg and Dagan 2015).
    """
    place = {word: i for i, word in enumerate(words)}
    size = len(words)
    pairs: Counter[int] = Counter()
    for line in lines:
        ids = [place.get(word, -1) for word in WORDS.findall(line.lower())]
        for gap in range(1, WINDOW + 1):
            weight = WINDOW + 1 - gap
            for a, b in zip(ids, ids[gap:], strict=False):
                if a >= 0 and b >= 0:
                    pairs[a * size + b] += weight
    keys = np.fromiter(pairs.keys(), dtype=np.int64, count=len(pairs))
    counts = np.fromiter(pairs.values(), dtype=np.float64, count=len(pairs))
    rows, columns = np.concatenate([keys // size, keys % size]), np.concatenate([keys % size, keys // size])
    counts = np.concatenate([counts, counts])
    matrix = coo_matrix((counts, (rows, columns)), shape=(size, size)).tocsr()
    margin = np.asarray(matrix.sum(axis=1)).ravel()
    smooth = margin**0.75
    matrix = matrix.tocoo()
    expected = margin[matrix.row] * smooth[matrix.col] / smooth.sum()
    information = np.maximum(np.log(np.maximum(matrix.data, 1e-12) / np.maximum(expected, 1e-12)), 0)
    information = coo_matrix((information, (matrix.row, matrix.col)), shape=(size, size)).tocsr()
    left, strength, _ = randomized_svd(information, WORD, n_iter=3, random_state=0)
    found = left * np.sqrt(strength)
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return (found / np.maximum(norms, 1e-9)).astype(np.float32)


@dataclass
class Sentence:
    """The words of one sentence, and for training their heads (0 is the root), labels and parts of speech."""

    words: list[str]
    heads: list[int]
    labels: list[str]
    tags: list[str]


def sentences(docs: Iterable[Doc]) -> Iterator[Sentence]:
    for doc in docs:
        for span in doc.sents:
            heads = [0 if token.head.i == token.i else token.head.i - span.start + 1 for token in span]
            yield Sentence([t.text for t in span], heads, [t.dep_ for t in span], [t.pos_ for t in span])


@dataclass
class Tables:
    """Words with a vector of their own, labels and parts of speech in the order of their numbers."""

    words: list[str]
    labels: list[str]
    tags: list[str]


@dataclass
class Batch:
    """Sentences as numbers: place 0 of each row is the root, -1 in a target is not to be learned."""

    words: Tensor
    shapes: Tensor
    pieces: Tensor
    offsets: Tensor
    lengths: Tensor
    heads: Tensor
    labels: Tensor
    tags: Tensor

    @property
    def mask(self) -> Tensor:
        return torch.arange(self.words.shape[1])[None, :] < self.lengths[:, None]


class Encoder:
    """Sentences to batches."""

    def __init__(self, tables: Tables) -> None:
        self.words = {word: i + 2 for i, word in enumerate(tables.words)}
        self.labels = {label: i for i, label in enumerate(tables.labels)}
        self.tags = {tag: i for i, tag in enumerate(tables.tags)}
        self.known: dict[str, tuple[int, int, list[int]]] = {}

    def word(self, word: str) -> tuple[int, int, list[int]]:
        """Numbers of the word (1 where it is unknown), its shape and its pieces."""
        if word not in self.known:
            self.known[word] = (self.words.get(word.lower(), 1), shape(word), pieces(word))
        return self.known[word]

    def batch(self, group: Sequence[Sentence]) -> Batch:
        width = max(len(sentence.words) for sentence in group) + 1
        size = (len(group), width)
        words, shapes = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
        targets = [torch.full(size, -1, dtype=torch.long) for _ in range(3)]
        bags: list[int] = []
        offsets: list[int] = []
        for row, sentence in enumerate(group):
            for column in range(width):
                offsets.append(len(bags))
                if 0 < column <= len(sentence.words):
                    number, form, letters = self.word(sentence.words[column - 1])
                    words[row, column], shapes[row, column] = number, form
                    bags += letters
            end = len(sentence.words) + 1
            targets[0][row, 1:end] = torch.tensor(sentence.heads)
            targets[1][row, 1:end] = torch.tensor([self.labels.get(label, -1) for label in sentence.labels])
            targets[2][row, 1:end] = torch.tensor([self.tags.get(tag, -1) for tag in sentence.tags])
        lengths = torch.tensor([len(sentence.words) + 1 for sentence in group])
        return Batch(words, shapes, torch.tensor(bags), torch.tensor(offsets), lengths, *targets)


def whole_rows(values: Tensor, share: float, training: bool) -> Tensor:
    """Dropout that takes the same places from all words of a sentence."""
    if not training:
        return values
    kept = torch.rand(values.shape[0], 1, values.shape[2]) >= share
    return values * kept / (1 - share)


Labeller = Callable[[Sequence[int]], list[str]]
Reading = tuple[NDArray[np.float64], Labeller]
"""Probabilities ``[head, dependent]`` of the arcs of a sentence, and what gives the labels for a choice of heads."""


class GraphParser(nn.Module):
    """Scores of every head for every word, of every label for an arc, and parts of speech."""

    def __init__(self, tables: Tables, fixed: NDArray[np.float32]) -> None:
        super().__init__()
        self.tables = tables
        self.own = nn.Embedding(len(tables.words) + 2, WORD, padding_idx=0)
        nn.init.normal_(self.own.weight, std=0.1)
        start = torch.zeros(len(tables.words) + 2, WORD)
        start[2:] = torch.from_numpy(fixed)
        self.fixed = nn.Embedding.from_pretrained(start, freeze=True)
        self.pieces = nn.EmbeddingBag(BUCKETS, PIECE, mode="mean")
        nn.init.normal_(self.pieces.weight, std=0.3)
        self.shapes = nn.Embedding(SHAPES, SHAPE)
        self.root = nn.Parameter(torch.randn(2 * WORD + PIECE + SHAPE) * 0.1)
        self.lower = nn.LSTM(2 * WORD + PIECE + SHAPE, HIDDEN, bidirectional=True, batch_first=True)
        self.upper = nn.LSTM(2 * HIDDEN, HIDDEN, bidirectional=True, batch_first=True)
        self.tagger = nn.Linear(2 * HIDDEN, len(tables.tags))
        self.sides = nn.ModuleList(nn.Linear(2 * HIDDEN, n) for n in (ARC, ARC, LABEL, LABEL))
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label = nn.Parameter(torch.zeros(len(tables.labels), LABEL + 1, LABEL + 1))

    def states(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The lower and the upper layer's reading of every word."""
        words = batch.words
        if self.training:
            words = torch.where(torch.rand(words.shape) < WORD_DROPOUT, words.clamp(max=1), words)
        bags = self.pieces(batch.pieces, batch.offsets).view(*words.shape, PIECE)
        values = torch.cat([self.own(words), self.fixed(batch.words), bags, self.shapes(batch.shapes)], dim=-1)
        values = torch.cat([self.root.expand(len(words), 1, -1), values[:, 1:]], dim=1)
        layers = []
        for layer in (self.lower, self.upper):
            values = whole_rows(values, DROPOUT, self.training)
            packed = nn.utils.rnn.pack_padded_sequence(values, batch.lengths, batch_first=True, enforce_sorted=False)
            values, _ = nn.utils.rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)
            layers.append(values)
        return layers[0], whole_rows(values, DROPOUT, self.training)

    def arcs(self, upper: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """``scores[row, dependent, head]``, and what the labels are scored with: dependents and heads."""
        views = [whole_rows(functional.leaky_relu(side(upper), 0.1), DROPOUT, self.training) for side in self.sides]
        scores = torch.cat([views[0], torch.ones_like(views[0][..., :1])], -1) @ self.arc @ views[1].transpose(1, 2)
        scores = scores.masked_fill(~batch.mask[:, None, :], -1e9)
        return scores, views[2], views[3]

    def labels(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores of every label for arcs given by their two ends, one a row."""
        ones = torch.ones_like(dependents[:, :1])
        left, right = torch.cat([dependents, ones], -1), torch.cat([heads, ones], -1)
        count, inner = self.label.shape[:2]
        mixed = (left @ self.label.permute(1, 0, 2).reshape(inner, -1)).view(-1, count, inner)
        return (mixed @ right[:, :, None])[..., 0]

    def loss(self, batch: Batch) -> Tensor:
        lower, upper = self.states(batch)
        scores, dependents, heads = self.arcs(upper, batch)
        real = batch.heads >= 0
        rows = torch.arange(len(scores))[:, None].expand_as(batch.heads)[real]
        labels = self.labels(dependents[real], heads[rows, batch.heads[real]])
        tags = self.tagger(lower[real])
        return (
            functional.cross_entropy(scores[real], batch.heads[real])
            + functional.cross_entropy(labels, batch.labels[real], ignore_index=-1)
            + 0.3 * functional.cross_entropy(tags, batch.tags[real], ignore_index=-1)
        )

    @torch.no_grad()
    def read(self, batch: Batch) -> Iterator[Reading]:
        """For each sentence its reading; node 0 is the root."""
        _, upper = self.states(batch)
        scores, dependents, heads = self.arcs(upper, batch)
        chances = scores.softmax(-1)

        def labels_of(row: int, length: int) -> Labeller:
            @torch.no_grad()
            def labels(chosen: Sequence[int]) -> list[str]:
                found = self.labels(dependents[row, 1:length], heads[row, torch.tensor(chosen)])
                return [self.tables.labels[i] for i in found.argmax(-1)]

            return labels

        for row, length in enumerate(batch.lengths.tolist()):
            yield chances[row, :length, :length].T.double().numpy(), labels_of(row, length)


def batches(items: Sequence[Sentence], rng: random.Random) -> list[list[Sentence]]:
    """Sentences of like length together, the groups in random order."""
    groups: list[list[Sentence]] = []
    words = BATCH_WORDS
    for sentence in sorted(items, key=lambda s: len(s.words) + 4 * rng.random()):
        if words + len(sentence.words) > BATCH_WORDS:
            groups.append([])
            words = 0
        groups[-1].append(sentence)
        words += len(sentence.words)
    rng.shuffle(groups)
    return groups


def accuracy(parser: GraphParser, items: Sequence[Sentence]) -> tuple[float, float]:
    """UAS and LAS (AnCora's labels) without punctuation, each word's best head taken."""
    parser.eval()
    encoder = Encoder(parser.tables)
    words = attached = labelled = 0
    for begin in range(0, len(items), 32):
        group = items[begin : begin + 32]
        for sentence, (chances, labels_of) in zip(group, parser.read(encoder.batch(group)), strict=True):
            heads = [int(h) for h in chances[:, 1:].argmax(0)]
            for i, label in enumerate(labels_of(heads)):
                if sentence.tags[i] != "PUNCT":
                    words += 1
                    attached += heads[i] == sentence.heads[i]
                    labelled += heads[i] == sentence.heads[i] and to_ancora(label) == to_ancora(sentence.labels[i])
    return attached / words, labelled / words


def train(
    first: Sequence[Sentence], second: Sequence[Sentence], dev: Sequence[Sentence], text: Sequence[str], seed: int = 0
) -> GraphParser:
    """Rounds on `first`, then on `second`, with a falling rate; the average of the last rounds' weights."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    counts = Counter(word.lower() for sentence in first for word in sentence.words)
    raw = Counter(word for line in text for word in WORDS.findall(line.lower()))
    words = [w for w, n in (counts + counts + raw).most_common(VECTOR_WORDS) if n >= RARE]
    labels = sorted({label for sentence in first for label in sentence.labels})
    tags = sorted({tag for sentence in first for tag in sentence.tags})
    tables = Tables(words, labels, tags)
    parser = GraphParser(tables, vectors(text, words))
    encoder = Encoder(tables)
    plan = [first] * EPOCHS + [second] * NEWS_EPOCHS
    steps = sum(len(batches(items, rng)) for items in plan)
    trained = [p for p in parser.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=RATE, betas=(0.9, 0.95))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / 100) * min(1.0, max(0.02, 1.6 * (1 - step / steps)))
    )
    mean = torch.optim.swa_utils.AveragedModel(parser, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995))
    begin = time.time()
    for epoch, items in enumerate(plan):
        parser.train()
        total = 0.0
        for group in batches(items, rng):
            optimizer.zero_grad()
            loss = parser.loss(encoder.batch(group))
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 5.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(parser)
            total += float(loss.detach()) * len(group)
        uas, las = accuracy(mean.module, dev)
        print(f"{epoch} {time.time() - begin:.0f}s loss {total / len(items):.3f} dev {uas:.4f} {las:.4f}", flush=True)
    return mean.module


def readings(parser: GraphParser, docs: Iterable[Doc]) -> Iterator[list[Reading]]:
    """The readings of the sentences of each document, as the document's own parser found them."""
    encoder = Encoder(parser.tables)
    stream = iter(docs)
    while chunk := list(islice(stream, DOCS_AT_ONCE)):
        items = [list(sentences([doc])) for doc in chunk]
        places = sorted(
            ((n, k) for n, found in enumerate(items) for k in range(len(found))),
            key=lambda place: len(items[place[0]][place[1]].words),
        )
        read: dict[tuple[int, int], Reading] = {}
        for begin in range(0, len(places), 32):
            group = places[begin : begin + 32]
            read |= zip(group, parser.read(encoder.batch([items[n][k] for n, k in group])), strict=True)
        for n, found in enumerate(items):
            yield [read[n, k] for k in range(len(found))]


def save(parser: GraphParser, path: Path) -> None:
    tables = parser.tables
    torch.save(
        {"words": tables.words, "labels": tables.labels, "tags": tables.tags, "weights": parser.state_dict()}, path
    )


def load(path: Path) -> GraphParser:
    kept = torch.load(path, weights_only=True)
    tables = Tables(kept["words"], kept["labels"], kept["tags"])
    parser = GraphParser(tables, np.zeros((len(tables.words), WORD), dtype=np.float32))
    parser.load_state_dict(kept["weights"])
    return parser.eval()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--raw", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    trees = list(read(given.work / "train.conllu"))
    news = [s for s in trees if is_ancora(s)]
    first, second = ([s for s in sentences(augmented(items)) if 1 < len(s.words) <= LONGEST] for items in (trees, news))
    dev = list(sentences(to_docs(read(given.work / "dev.conllu"))))
    save(train(first, second, dev, given.raw.read_text(encoding="utf8").splitlines()), given.out)


if __name__ == "__main__":
    main()

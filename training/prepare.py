"""Make the training material: CoNLL-U files and spaCy documents from the sources.

``python -m training.prepare --data DATA --work WORK``. DATA holds `ud/` (ancora-dev, ancora-test, gsd-dev, gsd-test,
pud as CoNLL-U) and `cess/cess_esp.zip`; WORK gets `train`, `dev`, `test` and `functions`, each as `.conllu` and
`.spacy`. The last 500 sentences of ancora-test are the test set and the last 200 of ancora-dev the development set;
neither they nor their copies in CESS-ESP are trained on. `functions` are converted CESS-ESP sentences kept apart to
measure the function labels, which AnCora-UD does not have.
"""

import argparse
import copy
import random
from dataclasses import dataclass
from pathlib import Path

from training import cess, conllu
from training.conllu import Sentence, text_key
from training.convert import Aligned, Converter, align, note_functions, to_sentence
from training.docs import augmented, save, to_docs
from training.functions import (
    COMPLEMENTS,
    LABELS,
    FunctionClassifier,
    function,
    label_ancora,
    label_by_function,
    label_other,
    strip_functions,
)
from training.spelling import adopt_lemmas, lexicon, repair_verbs

TEST_SIZE = 500
DEV_SIZE = 200
SHORTEST = 3
# every 24th run of 25 converted sentences is kept apart for the function labels
RUN, RUNS, KEPT_RUN = 25, 24, 7


@dataclass
class Material:
    """The sentences of each set; `test` has the labels of AnCora-UD as published."""

    train: list[Sentence]
    dev: list[Sentence]
    test: list[Sentence]
    functions: list[Sentence]


def is_ancora(sentence: Sentence) -> bool:
    return sentence.sent_id.startswith(("CESS", "3LB"))


def split(data: Path) -> tuple[list[Sentence], list[Sentence], list[Sentence]]:
    """UD sentences for training, development and test."""
    folder = data / "ud"
    test = list(conllu.read(folder / "ancora-test.conllu"))
    dev = list(conllu.read(folder / "ancora-dev.conllu"))
    apart = {sentence.key for sentence in test[-TEST_SIZE:] + dev[-DEV_SIZE:]}
    train = [s for s in test[:-TEST_SIZE] + dev[:-DEV_SIZE] if s.key not in apart]
    for name in ("gsd-dev", "gsd-test", "pud"):
        train += [s for s in conllu.read(folder / f"{name}.conllu") if s.key not in apart]
    return train, dev[-DEV_SIZE:], test[-TEST_SIZE:]


def converted(trees: list[cess.Tree], converter: Converter, known: set[str]) -> list[Sentence]:
    """The CESS-ESP sentences that are not `known`, once each, as UD."""
    sentences = []
    seen = set(known)
    for number, tree in enumerate(trees):
        surface = tree.surface()
        key = text_key("".join(form for form, _, _ in surface))
        if key in seen or len(surface) < SHORTEST:
            continue
        seen.add(key)
        sentence = to_sentence(tree, *converter.convert(tree), f"CESS-{tree.source}-{number}")
        if sentence:
            sentences.append(sentence)
    return sentences


def aligned_pairs(trees: list[cess.Tree], ancora: list[Sentence]) -> list[Aligned]:
    """The sentences that stand in both treebanks with the same words."""
    by_key = {sentence.key: sentence for sentence in ancora}
    pairs = []
    for tree in trees:
        sentence = by_key.get(text_key("".join(form for form, _, _ in tree.surface())))
        pair = align(tree, sentence) if sentence else None
        if pair:
            pairs.append(pair)
    return pairs


def prepare(data: Path) -> Material:
    """All material, with function labels in one convention."""
    train, dev, test = split(data)
    ancora = [s for s in train if is_ancora(s)]
    other = [s for s in train if not is_ancora(s)]
    trees = list(cess.read(data / "cess" / "cess_esp.zip", cess.Tables(ancora)))
    pairs = aligned_pairs(trees, ancora)
    converter = Converter(pairs)
    for pair in pairs:
        note_functions(pair)
    everything = converted(trees, converter, {s.key for s in train + dev + test})
    kept = [s for i, s in enumerate(everything) if i // RUN % RUNS == KEPT_RUN]
    constituents = [s for i, s in enumerate(everything) if i // RUN % RUNS != KEPT_RUN]
    with_functions = [s for s in ancora if any(function(word) for word in s.words)]
    without = [s for s in ancora if not any(function(word) for word in s.words)]

    own = FunctionClassifier.fit(constituents + with_functions, with_label=True)
    foreign = FunctionClassifier.fit(constituents + with_functions, with_label=False)
    for sentence in with_functions + constituents + kept:
        label_by_function(sentence)
    for sentence in without + dev:
        label_ancora(sentence, own)
    for sentence in other:
        label_other(sentence, foreign)

    known = lexicon(ancora + constituents)
    for sentence in other:
        adopt_lemmas(sentence, known)
    for sentence in ancora + constituents:
        repair_verbs(sentence)
    for sentence in ancora + constituents + kept:
        strip_functions(sentence)
    return Material(ancora + other + constituents, dev, test, kept)


def check(data: Path) -> dict[str, float]:
    """Accuracy of the conversion (without punctuation) and of the function labels on a quarter not learned from."""
    train, _, _ = split(data)
    ancora = [s for s in train if is_ancora(s)]
    trees = list(cess.read(data / "cess" / "cess_esp.zip", cess.Tables(ancora)))
    pairs = aligned_pairs(trees, ancora)
    random.Random(1).shuffle(pairs)
    quarter = len(pairs) // 4
    converter = Converter(pairs[quarter:])
    words = attached = labelled = 0
    for pair in pairs[:quarter]:
        heads, labels = converter.convert(pair.tree)
        for word, head, label in zip(pair.sentence.words, heads, labels, strict=True):
            if word.upos != "PUNCT":
                words += 1
                attached += head == word.head - 1
                labelled += head == word.head - 1 and label == word.rel
    for pair in pairs:
        note_functions(pair)
    classifier = FunctionClassifier.fit((pair.sentence for pair in pairs[quarter:]), with_label=True)
    right = total = 0
    for pair in pairs[:quarter]:
        gold, found = copy.deepcopy(pair.sentence), copy.deepcopy(pair.sentence)
        label_by_function(gold)
        label_ancora(found, classifier)
        for before, expected, given in zip(pair.sentence.words, gold.words, found.words, strict=True):
            if before.rel in COMPLEMENTS and function(before) in LABELS:
                total += 1
                right += expected.rel == given.rel
    return {"UAS": attached / words, "LAS": labelled / words, "functions": right / total}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--check", action="store_true", help="measure the conversion instead")
    arguments = parser.parse_args()
    if arguments.check:
        print(check(arguments.data))
        return
    if arguments.work is None:
        parser.error("--work is missing")
    material = prepare(arguments.data)
    for name in ("train", "dev", "test", "functions"):
        sentences = getattr(material, name)
        conllu.write(arguments.work / f"{name}.conllu", sentences)
        save(arguments.work / f"{name}.spacy", augmented(sentences) if name == "train" else to_docs(sentences))
        print(f"{name}: {len(sentences)} sentences, {sum(len(s.words) for s in sentences)} words")


if __name__ == "__main__":
    main()

"""Measure a pipeline: ``python -m training.evaluate PIPELINE --test test.conllu [--functions functions.conllu]``.

Labels are brought back to AnCora-UD's convention first (`training.functions.to_ancora`), so that pipelines with
and without function labels can be compared on the treebank as it is published.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import PRFScore
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from thinc.api import use_ops

from kg.nlp.lemmas import kg_lemmas
from training.conllu import read
from training.docs import ATTRIBUTES, to_docs, without_accents
from training.functions import ANCORA, to_ancora

FUNCTION_LABELS = ("nsubj", "obj", "iobj", "obl", "obl:arg", "obl:agent", "obl:tmod", "obl:lmod", "xcomp:pred")
SHOWN_LABELS = tuple(
    "nsubj obj obl nmod amod acl advcl ccomp xcomp conj appos flat cop aux csubj mark advmod root case det".split()
)
Fact = tuple[Any, ...]


def parsed(nlp: Language, gold: Sequence[Doc]) -> list[Example]:
    """The pipeline's reading of the documents' text beside the gold one, lemmas cut to their first word."""
    examples = []
    for doc, reference in zip(nlp.pipe([doc.text for doc in gold], batch_size=32), gold, strict=True):
        for token in doc:
            token.lemma_ = token.lemma_.split(" ")[0] or token.lemma_
        examples.append(Example(doc, reference))
    return examples


def gold_docs(path: Path, nlp: Language) -> list[Doc]:
    """The sentences of a CoNLL-U file as documents of the pipeline's vocabulary."""
    return list(DocBin(docs=to_docs(read(path)), attrs=ATTRIBUTES).get_docs(nlp.vocab))


def mapped(doc: Doc, label: Callable[[str], str]) -> Doc:
    for token in doc:
        token.dep_ = label(token.dep_)
    return doc


def fold(label: str) -> str:
    """AnCora's convention with its erratic `iobj` taken for `obj`."""
    return "obj" if label in {"iobj", *(k for k, v in ANCORA.items() if v == "obj")} else to_ancora(label)


def cores(doc: Doc) -> set[Fact]:
    """The pairs and triples that an extractor reads: verb and subject, verb and object, both, and the like."""
    facts: set[Fact] = set()
    for token in doc:
        kids = list(token.children)
        subjects = [k.i for k in kids if k.dep_ in {"nsubj", "nsubj:pass"}]
        objects = [
            k.i
            for k in kids
            if k.dep_ == "obj" and not any(c.dep_ == "case" and c.lower_ not in {"a", "al"} for c in k.children)
        ]
        prepositional = [
            k.i for k in kids if k.dep_ in {"obl", "obj", "iobj"} and any(c.dep_ == "case" for c in k.children)
        ]
        facts |= {("verb+subj", token.i, s) for s in subjects}
        facts |= {("verb+obj", token.i, o) for o in objects}
        facts |= {("verb+prep", token.i, p) for p in prepositional}
        facts |= {("S-V-O", token.i, s, o) for s in subjects for o in objects}
        facts |= {("S-V-prep", token.i, s, p) for s in subjects for p in prepositional}
        facts |= {("appos", token.i, k.i) for k in kids if k.dep_ == "appos"}
        facts |= {("nmod", token.i, k.i) for k in kids if k.dep_ == "nmod"}
        if any(k.dep_ == "cop" for k in kids):
            facts |= {("subj+cop", token.i, s) for s in subjects}
    return facts


def core_scores(nlp: Language, gold: Sequence[Doc]) -> dict[str, float]:
    """F1 of `cores` on gold tokens, by kind."""
    right: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for reference in gold:
        words = [token.text for token in reference]
        spaces = [bool(token.whitespace_) for token in reference]
        found = cores(mapped(nlp(Doc(nlp.vocab, words=words, spaces=spaces)), to_ancora))
        expected = cores(reference)
        right.update(fact[0] for fact in found & expected)
        size.update(fact[0] for fact in found)
        size.update(fact[0] for fact in expected)
    return {kind: percent(2 * right[kind] / size[kind]) for kind in sorted(size)}


def percent(value: float) -> float:
    return round(100 * value, 2)


def tree_scores(examples: Iterable[Example], nlp: Language) -> dict[str, Any]:
    """spaCy's own scores of tags, trees and lemmas."""
    scores: dict[str, Any] = {}
    rows = list(examples)
    for name in ("morphologizer", "parser", "trainable_lemmatizer"):
        scores |= nlp.get_pipe(name).score(rows)  # type: ignore[attr-defined]
    return scores


def headline(scores: dict[str, Any]) -> dict[str, float]:
    names = {"UPOS": "pos_acc", "MORPH": "morph_acc", "lemma": "lemma_acc", "UAS": "dep_uas", "LAS": "dep_las"}
    return {shown: percent(scores[key]) for shown, key in names.items()} | {"sentences": percent(scores["sents_f"])}


def shouted(text: str) -> str:
    return text.upper()


def rewritten(gold: Iterable[Doc], change: Callable[[str], str]) -> list[Doc]:
    """Gold documents with the spelling of every word changed."""
    docs = []
    for doc in gold:
        docs.append(
            Doc(
                doc.vocab,
                words=[change(t.text) for t in doc],
                spaces=[bool(t.whitespace_) for t in doc],
                pos=[t.pos_ for t in doc],
                morphs=[str(t.morph) for t in doc],
                lemmas=[t.lemma_ for t in doc],
                heads=[t.head.i for t in doc],
                deps=[t.dep_ for t in doc],
            )
        )
    return docs


def speed(nlp: Language, texts: Sequence[str]) -> float:
    """Tokens a CPU second, the best of three runs."""
    list(nlp.pipe(texts[:5]))
    best = 0.0
    for _ in range(3):
        begin = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=32))
        best = max(best, tokens / (time.process_time() - begin))
    return best


def function_scores(nlp: Language, gold: Sequence[Doc]) -> dict[str, float]:
    """F1 of the function labels, attachment included."""
    total = {label: PRFScore() for label in FUNCTION_LABELS}
    for example in parsed(nlp, gold):
        align = example.alignment.x2y
        found = {
            (align[t.i][0], align[t.head.i][0], t.dep_)
            for t in example.predicted
            if len(align[t.i]) == 1 and len(align[t.head.i]) == 1
        }
        expected = {(t.i, t.head.i, t.dep_) for t in example.reference}
        for label, score in total.items():
            score.score_set({f for f in found if f[2] == label}, {f for f in expected if f[2] == label})
    return {label: percent(score.fscore) for label, score in total.items()}


def evaluate(pipeline: Path, test: Path, functions: Path | None = None) -> dict[str, Any]:
    """All figures of a pipeline: tree and tag scores, clause cores, labels, robustness, speed."""
    with use_ops("numpy", use_blis=False):  # as `kg.nlp.load`
        nlp = spacy.load(pipeline)
    gold = gold_docs(test, nlp)
    examples = parsed(nlp, gold)
    for example in examples:
        mapped(example.predicted, to_ancora)
    scores = tree_scores(examples, nlp)
    report: dict[str, Any] = {"AnCora test": headline(scores)}
    for example in examples:
        kg_lemmas(example.predicted)
    report["AnCora test"]["lemma with rules"] = percent(tree_scores(examples, nlp)["lemma_acc"])
    by_label = scores["dep_las_per_type"]
    report["labels"] = {k: percent(by_label[k]["f"]) for k in SHOWN_LABELS if k in by_label}
    report["cores"] = core_scores(nlp, gold)
    folded = [Example(mapped(e.predicted, fold), mapped(e.reference.copy(), fold)) for e in examples]
    report["iobj as obj"] = {"LAS": percent(tree_scores(folded, nlp)["dep_las"])}
    for name, change in (("without accents", without_accents), ("capitals", shouted)):
        changed = parsed(nlp, rewritten(gold, change))
        for example in changed:
            mapped(example.predicted, to_ancora)
        report[name] = {k: v for k, v in headline(tree_scores(changed, nlp)).items() if k in {"UPOS", "UAS", "LAS"}}
    if functions:
        report["function labels"] = function_scores(nlp, gold_docs(functions, nlp))
    report["tokens per CPU second"] = round(speed(nlp, [doc.text for doc in gold]))
    report["megabytes"] = round(sum(f.stat().st_size for f in pipeline.rglob("*") if f.is_file()) / 1e6, 1)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--functions", type=Path)
    arguments = parser.parse_args()
    report = evaluate(arguments.pipeline, arguments.test, arguments.functions)
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

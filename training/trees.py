"""Our own trees (`corpus/trees`) and the copies in other word orders, beside the treebanks.

``python -m training.trees`` checks our own files: one root a sentence, no cycle, labels that the treebanks have,
subjects and objects not twice on one verb, no sentence in both parts.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.conllu import Sentence, read
from training.docs import augmented, to_docs
from training.order import reordered

FOLDER = Path(__file__).parent / "corpus" / "trees"
OWN_COPIES = 4
REORDERED = 0.25
"""Share of the copies in another order that go into each copy of the treebanks."""
SURE_STEP = 3
LABELS = frozenset(
    "acl advcl advmod amod appos aux case cc ccomp compound conj cop csubj dep det expl:impers expl:pass expl:pv "
    "fixed flat iobj mark nmod nsubj nummod obj obl obl:agent obl:arg obl:lmod obl:tmod parataxis punct root xcomp "
    "xcomp:pred".split()
)
TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET NOUN NUM PRON PROPN PUNCT SCONJ VERB".split())
DOUBLED = frozenset({"lo", "la", "los", "las"})


def own(part: str = "train") -> list[Sentence]:
    """Our sentences to train on, or the "test" ones."""
    return list(read(FOLDER / f"{part}.conllu"))


def enriched(sentences: Sequence[Sentence], seed: int) -> list[Doc]:
    """A copy of treebank sentences with some in another order, as documents."""
    return augmented(sentences, seed) + augmented(list(reordered(sentences, REORDERED, seed)), seed, 1)


def own_docs(seed: int) -> list[Doc]:
    """Our sentences as often as they are trained on, each a document; headlines keep apart from what follows."""
    sentences = own()
    return [doc for copy in range(OWN_COPIES) for doc in augmented(sentences, seed + copy, 1)]


def own_test() -> list[Doc]:
    """Our test sentences, each a document."""
    return to_docs(own("test"), 1)


CLITICS = frozenset("lo la los las le les me te se nos os".split())


def doubtful(doc: Doc) -> bool:
    """Whether a verb has two subjects or two objects without a preposition: one of them is labelled wrong."""
    for verb in doc:
        if verb.pos_ == "VERB":
            bare = Counter(
                kid.dep_
                for kid in verb.children
                if kid.lower_ not in CLITICS and all(child.dep_ != "case" for child in kid.children)
            )
            if bare["nsubj"] > 1 or bare["obj"] > 1:
                return True
    return False


def sure(path: Path) -> list[Doc]:
    """Every `SURE_STEP`th document of a file of voted trees, the doubtful ones left out before."""
    docs = DocBin().from_disk(path).get_docs(Vocab())
    return [doc for doc in docs if not doubtful(doc)][::SURE_STEP]


def problems(sentence: Sentence) -> list[str]:
    """What is wrong with a tree."""
    words = sentence.words
    if any(not 0 <= word.head <= len(words) for word in words):
        return ["head out of range"]
    found = []
    if sum(word.head == 0 for word in words) != 1:
        found.append("not one root")
    for i, word in enumerate(words, start=1):
        if word.rel not in LABELS or (word.rel == "root") != (word.head == 0):
            found.append(f"{word.form}: label {word.rel}")
        if word.upos not in TAGS:
            found.append(f"{word.form}: part of speech {word.upos}")
        seen, node = {i}, word.head
        while node and node not in seen:
            seen.add(node)
            node = words[node - 1].head
        if node:
            found.append(f"{word.form}: cycle")
    if found:
        return found
    kids = sentence.children()
    for i, word in enumerate(words):
        bare = [words[k] for k in kids[i] if not any(words[c].rel == "case" for c in kids[k])]
        counts = Counter(k.rel for k in bare if k.form.lower() not in DOUBLED)
        found += [f"{word.form}: {counts[rel]} {rel}" for rel in ("nsubj", "obj") if counts[rel] > 1]
    if "".join(word.form for word in words) != sentence.text.replace(" ", ""):
        found.append("words are not those of the text")
    return found


def main() -> None:
    parts = {part: own(part) for part in ("train", "test")}
    errors = [f"{s.sent_id}: {problem}" for part in parts.values() for s in part for problem in problems(s)]
    errors += [f"{s.sent_id}: in both parts" for s in parts["test"] if s.key in {t.key for t in parts["train"]}]
    print("\n".join(errors) or {part: len(sentences) for part, sentences in parts.items()})
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()

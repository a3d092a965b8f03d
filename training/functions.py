"""Grammatical functions as UD subtypes.

AnCora-UD writes agents, prepositional objects and most indirect objects as plain `obj`. CESS-ESP names the
functions; where a sentence has them (``Func=`` in MISC) they become labels by rule. Elsewhere a classifier
learned from those sentences decides, bounded by rules of which we are certain.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from training.conllu import Sentence, Word

COMPLEMENTS = frozenset({"obj", "iobj", "obl"})
ACCUSATIVE = frozenset({"lo", "la", "los", "las"})
DATIVE = frozenset({"le", "les"})
CLITICS = ACCUSATIVE | DATIVE | {"me", "te", "se", "nos", "os"}
# the label of each CESS function on a word that AnCora-UD calls obj, iobj or obl
LABELS = {
    "CAG": "obl:agent",
    "CREG": "obl:arg",
    "CI": "iobj",
    "CCT": "obl:tmod",
    "CCL": "obl:lmod",
    "CC": "obl",
    "CD": "obj",
    "CPRED": "xcomp:pred",
}
# back to AnCora-UD, which tells none of these apart
ANCORA = {
    "obl:agent": "obj",
    "obl:arg": "obj",
    "obl:tmod": "obl",
    "obl:lmod": "obl",
    "iobj": "obj",
    "xcomp:pred": "obj",
}
# labels of GSD and PUD that AnCora-UD does not have
FLATTEN = {
    "acl:relcl": "acl",
    "flat:name": "flat",
    "nsubj:pass": "nsubj",
    "csubj:pass": "csubj",
    "aux:pass": "aux",
    "cc:preconj": "cc",
    "compound:prt": "compound",
    "list": "appos",
}
SURE_ANCORA = 0.5
SURE_OTHER = 0.75


def to_ancora(label: str) -> str:
    """The label in AnCora's own convention, in which the pipelines are compared."""
    return ANCORA.get(label, label)


def function(word: Word) -> str:
    """The CESS function noted in MISC, or nothing."""
    match = re.search(r"(?:^|\|)Func=([^|]+)", word.misc)
    return match[1] if match else ""


def strip_functions(sentence: Sentence) -> None:
    """Take the notes of `function` out of MISC."""
    for word in sentence.words:
        word.misc = re.sub(r"(?:^|\|)Func=[^|]+", "", word.misc).lstrip("|") or "_"


def case_of(sentence: Sentence, kids: Sequence[Sequence[int]], i: int) -> str:
    """The preposition of a word ("en contra de" whole), or nothing."""
    for k in kids[i]:
        if sentence.words[k].rel == "case":
            parts = [k, *(j for j in kids[k] if sentence.words[j].rel == "fixed")]
            return " ".join(sentence.words[j].form.lower() for j in sorted(parts))
    return ""


def label_by_function(sentence: Sentence) -> None:
    """Give the words whose function is noted its label."""
    kids = sentence.children()
    for i, word in enumerate(sentence.words):
        label = LABELS.get(function(word))
        if label is None or word.rel not in COMPLEMENTS:
            continue
        case = case_of(sentence, kids, i)
        if label in {"obl:agent", "obl:arg"} and not case:
            continue
        if label == "iobj" and case and case != "a":
            label = "obl"
        word.rel = label


@dataclass
class FunctionClassifier:
    """Label of a complement, from its preposition, its governor and what stands around it."""

    vectorizer: DictVectorizer
    model: LogisticRegression
    with_label: bool

    @classmethod
    def fit(cls, sentences: Iterable[Sentence], *, with_label: bool) -> "FunctionClassifier":
        """Learn from sentences with noted functions that are not labelled by them yet.

        `with_label` also uses the label that AnCora-UD gives, for AnCora's own remaining sentences.
        """
        rows: list[dict[str, int]] = []
        labels: list[str] = []
        for sentence in sentences:
            kids = sentence.children()
            for i, word in enumerate(sentence.words):
                if word.rel in COMPLEMENTS and function(word) in LABELS:
                    label = LABELS[function(word)]
                    case = case_of(sentence, kids, i)
                    if label in {"obl:agent", "obl:arg"} and not case:
                        continue
                    rows.append(features(sentence, kids, i, with_label=with_label))
                    labels.append(label)
        vectorizer = DictVectorizer()
        model = LogisticRegression(C=2.0, max_iter=400)
        model.fit(vectorizer.fit_transform(rows), labels)
        return cls(vectorizer, model, with_label)

    def probabilities(self, sentence: Sentence, kids: Sequence[Sequence[int]], i: int) -> dict[str, float]:
        """The labels that word `i` may have, with their probability."""
        row = self.vectorizer.transform([features(sentence, kids, i, with_label=self.with_label)])
        scores: Any = self.model.predict_proba(row)[0]
        return dict(zip(self.model.classes_, map(float, scores), strict=True))


def features(sentence: Sentence, kids: Sequence[Sequence[int]], i: int, *, with_label: bool) -> dict[str, int]:
    words = sentence.words
    word = words[i]
    head = words[word.head - 1] if word.head else word
    case = case_of(sentence, kids, i)
    siblings = [k for k in kids[word.head - 1] if k != i] if word.head else []
    bare_object = any(words[k].rel == "obj" and not case_of(sentence, kids, k) for k in siblings)
    pronominal = any(words[k].form.lower() == "se" for k in siblings)
    participle = "VerbForm=Part" in head.feats
    passive = participle and any(words[k].lemma == "ser" for k in siblings)
    side = "left" if i < word.head - 1 else "right"
    lemma = word.lemma.lower()
    verb = head.lemma.lower()
    clitic = word.form.lower() if word.upos == "PRON" and word.form.lower() in CLITICS else ""
    determined = any(words[k].rel == "det" for k in kids[i])
    facts = [
        f"case={case}",
        f"verb={verb}",
        f"lemma={lemma}",
        f"upos={word.upos}",
        f"case+verb={case}|{verb}",
        f"case+verb+se={case}|{verb}|{pronominal}",
        f"case+lemma={case}|{lemma}",
        f"case+upos={case}|{word.upos}",
        f"case+bare={case}|{bare_object}",
        f"case+verb+bare={case}|{verb}|{bare_object}",
        f"case+head={case}|{head.upos}|{participle}|{passive}",
        f"case+det={case}|{determined}|{word.upos}",
        f"clitic={clitic}|{bare_object}",
        f"clitic+verb={clitic}|{verb}",
        f"case+side={case}|{side}",
        f"case+time={case}|{'AdvType=Tim' in word.feats}|{word.form.isdigit()}",
        f"se={case}|{pronominal}",
    ]
    if with_label:
        facts += [f"rel={word.rel}|{case}", f"rel+upos={word.rel}|{word.upos}", f"rel+verb={word.rel}|{case}|{verb}"]
    return dict.fromkeys(facts, 1)


def label_ancora(sentence: Sentence, classifier: FunctionClassifier) -> None:
    """Label an AnCora sentence of which CESS-ESP has no copy."""
    kids = sentence.children()
    new: dict[int, str] = {}
    for i, word in enumerate(sentence.words):
        if word.rel not in COMPLEMENTS:
            continue
        case = case_of(sentence, kids, i)
        form = word.form.lower()
        if word.upos == "PRON" and form in DATIVE:
            new[i] = "iobj"
        elif word.upos == "PRON" and form in ACCUSATIVE:
            new[i] = "obj"
        else:
            allowed = {"obl", "obl:tmod", "obl:lmod"} if word.rel == "obl" else {"obj", "iobj", "obl:arg", "obl:agent"}
            if not case:
                allowed = {"obl", "obl:tmod", "obl:lmod"} if word.rel == "obl" else {"obj", "iobj", "xcomp:pred"}
            elif case != "a":
                allowed -= {"obj", "iobj"}
            chosen, share = best(classifier.probabilities(sentence, kids, i), allowed)
            fallback = "obl" if word.rel == "obl" else "obl:arg" if case not in {"", "a"} else "obj"
            new[i] = chosen if share >= SURE_ANCORA else fallback
    for i, label in new.items():
        sentence.words[i].rel = label


def label_other(sentence: Sentence, classifier: FunctionClassifier) -> None:
    """Label a sentence of GSD or PUD, whose conventions are others than AnCora's."""
    kids = sentence.children()
    new: dict[int, str] = {}
    for i, word in enumerate(sentence.words):
        rel = FLATTEN.get(word.rel, word.rel)
        new[i] = rel
        if rel not in {*COMPLEMENTS, "obl:arg", "obl:tmod"}:
            continue
        case = case_of(sentence, kids, i)
        form = word.form.lower()
        if not case:
            if word.upos == "PRON" and (form in DATIVE or (form in CLITICS and rel == "obl:arg")):
                new[i] = "iobj"
            elif rel == "obl:arg":
                new[i] = "obl"
            continue
        if rel == "obl:tmod" or (rel == "obj" and case == "a"):
            continue
        allowed = {"obj", "iobj", "obl:arg"} if rel in {"obl:arg", "iobj"} else set(ANCORA) | {"obl", "obj"}
        if case != "a":
            allowed -= {"obj", "iobj"}
        allowed -= {"xcomp:pred"}
        chosen, share = best(classifier.probabilities(sentence, kids, i), allowed)
        fallback = "obl:arg" if rel in {"obl:arg", "iobj"} else "obl"
        new[i] = chosen if share >= (SURE_ANCORA if rel == "obl:arg" else SURE_OTHER) else fallback
    for i, label in new.items():
        sentence.words[i].rel = label


def best(probabilities: dict[str, float], allowed: Iterable[str]) -> tuple[str, float]:
    """The likeliest of the allowed labels and its share of their probability."""
    within = {label: probabilities.get(label, 0.0) for label in allowed}
    label = max(sorted(within), key=lambda name: within[name])
    return label, within[label] / (sum(within.values()) or 1.0)

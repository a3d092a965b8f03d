"""CESS-ESP: constituent trees with functions, and the words of their leaves in UD's cut."""

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.conllu import Sentence

Raw = list[Any]
FLAGS = frozenset({"co", "x", "j", "e", "1n", "1c"})
BRACKETS = {"-Fpa-": "(", "-Fpt-": ")"}
ARTICLE = "Definite=Def|Gender=Masc|Number=Sing|PronType=Art"
CARDINAL = "NumForm=Digit|NumType=Card"
CLITICS = ("nos", "los", "las", "les", "me", "te", "se", "os", "lo", "la", "le")
DOUBLE_CLITICS = tuple(
    a + b for a in ("me", "te", "se", "nos", "os") for b in ("lo", "la", "los", "las", "le", "les", "me")
)
ENCLITICS = (*sorted(DOUBLE_CLITICS, key=len, reverse=True), *CLITICS)
UPOS = {
    "f": "PUNCT",
    "z": "NUM",
    "w": "NOUN",
    "n": "NOUN",
    "v": "VERB",
    "a": "ADJ",
    "r": "ADV",
    "s": "ADP",
    "c": "CCONJ",
    "p": "PRON",
    "d": "DET",
    "i": "INTJ",
}
UPOS_OF_PHRASE = {
    "np": "PROPN",
    "nc": "NOUN",
    "sp": "ADP",
    "rg": "ADV",
    "rn": "ADV",
    "cs": "SCONJ",
    "cc": "CCONJ",
    "aq": "ADJ",
    "ao": "ADJ",
    "di": "DET",
    "dn": "NUM",
    "pr": "PRON",
    "pi": "PRON",
    "v": "VERB",
    "w": "NOUN",
    "z": "NUM",
    "i": "INTJ",
    "f": "PUNCT",
    "p": "PRON",
    "d": "DET",
    "s": "ADP",
}
FUNCTION_WORDS = frozenset({"ADP", "DET", "CCONJ", "PUNCT", "SCONJ"})
LABEL_OF_FUNCTION_WORD = {"ADP": "case", "DET": "det", "CCONJ": "cc", "PUNCT": "punct", "SCONJ": "mark"}


def parse(text: str) -> list[Raw]:
    """Bracketed trees, one node a line; a leaf is ``(tag form lemma)``."""
    roots: list[Raw] = []
    stack: list[Raw] = []
    for line in map(str.strip, text.split("\n")):
        if re.fullmatch(r"\)+", line):
            del stack[len(stack) - len(line) :]
            continue
        match = re.match(r"\(([^\s()]*)(.*)$", line)
        if not match:
            continue
        node: Raw = [match[1]]
        (stack[-1] if stack else roots).append(node)
        stack.append(node)
        rest = match[2].strip()
        body = rest.rstrip(")")
        node.extend(body.split())
        closing = len(rest) - len(body)
        if closing:
            del stack[len(stack) - closing :]
    return roots


@dataclass(eq=False, slots=True)
class Token:
    """A UD word cut from a leaf. `inner` is its head inside the leaf, counted from the leaf's first word."""

    form: str
    lemma: str
    upos: str
    feats: str
    xpos: str = "_"
    inner: int | None = None
    label: str = ""
    with_first: bool = False  # the article of "del": hangs where the preposition hangs
    leaf: "Node" = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class Node:
    """A constituent or, where `tag` is set, a leaf; it covers the words from `begin` up to `end`."""

    category: str
    function: str = ""
    flags: frozenset[str] = frozenset()
    tag: str = ""
    form: str = ""
    lemma: str = ""
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    begin: int = 0
    end: int = 0
    punctuation: bool = False
    head: "Node | None" = None
    head_word: int = 0

    @property
    def name(self) -> str:
        """The category, or the first letters of a leaf's tag."""
        if self.tag:
            return self.tag[:3] if self.tag[0] == "v" else self.tag[:2]
        return self.category

    @property
    def content(self) -> "list[Node]":
        """The children that are not punctuation, or the first one where all are."""
        return [child for child in self.children if not child.punctuation] or self.children[:1]

    def first_leaf(self) -> "Node":
        node = self
        while not node.tag:
            node = node.children[0]
        return node

    def covers(self, index: int) -> bool:
        return self.begin <= index < self.end


@dataclass(eq=False)
class Tree:
    source: str
    root: Node
    words: list[Token]
    spans: list[tuple[int, int, str]]

    def surface(self) -> list[tuple[str, int, int]]:
        """Surface tokens with the words that they stand for."""
        spans = {begin: (end, form) for begin, end, form in self.spans}
        tokens = []
        i = 0
        while i < len(self.words):
            end, form = spans.get(i, (i + 1, self.words[i].form))
            tokens.append((form, i, end))
            i = end
        return tokens


Entry = tuple[str, str, str]
Pattern = tuple[tuple[str, str, str, int | None, str], ...]


class Tables:
    """Parts of speech, features and lemmas as AnCora-UD has them for CESS-ESP's tags and forms."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.phrases: defaultdict[str, Counter[Pattern]] = defaultdict(Counter)
        self.parts: defaultdict[tuple[str, str], Counter[Entry]] = defaultdict(Counter)
        self.forms: defaultdict[tuple[str, str], Counter[Entry]] = defaultdict(Counter)
        self.tags: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.clitics: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for sentence in sentences:
            self._add(sentence)

    def _add(self, sentence: Sentence) -> None:
        words = sentence.words
        inside = {i for span in sentence.spans for i in range(span.first, span.last)}
        for i, word in enumerate(words):
            if i in inside and word.upos == "PRON" and (words[i - 1].upos in {"VERB", "AUX"} or i - 1 in inside):
                self.clitics[word.form.lower()][word.lemma, word.feats] += 1
            if word.xpos == "_":
                continue
            phrase = re.search(r"MWE=([^|]*)", word.misc)
            tag = word.xpos.lower()
            if not phrase:
                self.forms[tag, word.form.lower()][word.upos, word.feats, word.lemma] += 1
                self.tags[tag][word.upos, word.feats] += 1
                self.tags["2" + tag[:2]][word.upos, word.feats] += 1
                continue
            last = i
            while last + 1 < len(words) and words[last + 1].xpos == "_" and "MWE=" not in words[last + 1].misc:
                last += 1
            of = re.search(r"MWEPOS=([^|]*)", word.misc)
            pattern = []
            for w in words[i : last + 1]:
                head = w.head - 1 - i if i <= w.head - 1 <= last else None
                pattern.append((w.upos, w.feats, w.lemma, head, w.rel if head is not None else ""))
                self.parts[of[1] if of else "", w.form.lower()][w.upos, w.feats, w.lemma] += 1
            self.phrases[phrase[1].lower()][tuple(pattern)] += 1


def most_common(counter: Counter[Any]) -> Any:
    return counter.most_common(1)[0][0]


def without_acute(text: str) -> str:
    return text.translate(str.maketrans("áéíóú", "aeiou"))


def split_clitics(form: str, tag: str) -> tuple[str, list[str]] | None:
    """A verb form with enclitics as stem and pronouns."""
    if tag[1:2] not in set("msa") or tag[2:3] not in set("nmg"):
        return None
    lower = form.lower()
    for clitic in ENCLITICS:
        if not lower.endswith(clitic) or len(lower) <= len(clitic) + 1:
            continue
        stem = lower[: -len(clitic)]
        bare = without_acute(stem)
        if tag[2] == "n":
            fits = bare.endswith(("ar", "er", "ir"))
        elif tag[2] == "g":
            fits = bare.endswith("ndo")
        else:
            fits = (bare != stem or len(clitic) > 3 or len(stem) <= 3) and stem[-1] in "aeosnd"
        if fits:
            first = next((a for a in ("nos", "os", "me", "te", "se") if clitic.startswith(a)), "")
            parts = [clitic] if clitic in CLITICS else [first, clitic[len(first) :]]
            return without_acute(form[: len(stem)]), parts
    return None


def verb_features(tag: str) -> str:
    """UD features of an EAGLES verb tag."""
    found: list[str | None]
    number = {"s": "Number=Sing", "p": "Number=Plur"}.get(tag[5:6])
    person = "Person=" + tag[4] if tag[4:5] in set("123") else None
    tense = {"p": "Tense=Pres", "i": "Tense=Imp", "f": "Tense=Fut", "s": "Tense=Past"}.get(tag[3:4])
    if tag[2] == "n":
        found = ["VerbForm=Inf"]
    elif tag[2] == "g":
        found = ["VerbForm=Ger"]
    elif tag[2] == "p":
        gender = {"f": "Gender=Fem", "m": "Gender=Masc"}.get(tag[6:7])
        found = [gender, number, "Tense=Past", "VerbForm=Part"]
    elif tag[2] == "m":
        found = ["Mood=Imp", number, person, "VerbForm=Fin"]
    elif tag[3:4] == "c":
        found = ["Mood=Cnd", number, person, "VerbForm=Fin"]
    else:
        mood = {"i": "Ind", "s": "Sub"}.get(tag[2], "Ind")
        found = [f"Mood={mood}", number, person, tense, "VerbForm=Fin"]
    return "|".join(filter(None, found))


def contraction(part: str, tag: str) -> list[Token]:
    """ "del" and "al" as two words."""
    first = "de" if part.lower() == "del" else "a"
    second = "el"
    lemma = first
    if part[0].isupper():
        first = first.capitalize()
    if part.isupper() and len(part) > 1:
        first, second = first.upper(), second.upper()
    return [Token(first, lemma, "ADP", "_", tag), Token(second, "el", "DET", ARTICLE)]


def single(form: str, lemma: str, full_tag: str, tables: Tables) -> tuple[list[Token], list[tuple[int, int, str]]]:
    """Words of a leaf that is one token."""
    tag = full_tag.lower()
    lower = form.lower()
    if lower in {"del", "al"} and tag.startswith("sp"):
        words = contraction(form, tag)
        words[1].with_first = True
        words[1].label = "det"
        return words, [(0, 2, form)]
    entry = tables.forms.get((tag, lower))
    if entry:
        upos, feats, lemma_found = most_common(entry)
    else:
        known = tables.tags.get(tag) or tables.tags.get("2" + tag[:2])
        upos, feats = most_common(known) if known else (UPOS.get(tag[0], "X"), "_")
        lemma_found = lemma
        if tag[0] == "v" and tag not in tables.tags and len(tag) >= 6:
            feats = verb_features(tag)
        elif tag[0] == "z":
            upos, feats = "NUM", CARDINAL if re.search(r"\d", form) else "NumType=Card"
            thousands = re.fullmatch(r"\d{1,3}(\.\d{3})+", form)
            lemma_found = form.replace(".", "") if thousands else lower.replace(",", ".")
        elif tag[0] == "w":
            upos, feats, lemma_found = "NOUN", "AdvType=Tim", lower
    if tag[0] == "v":
        split = split_clitics(form, full_tag)
        if split:
            stem, pronouns = split
            words = [Token(stem, lemma, upos if upos in {"VERB", "AUX"} else "VERB", feats, tag)]
            for pronoun in pronouns:
                found = tables.clitics.get(pronoun)
                pronoun_lemma, pronoun_feats = most_common(found) if found else ("él", "PronType=Prs")
                words.append(Token(pronoun, pronoun_lemma, "PRON", pronoun_feats, inner=0, label="obj"))
            return words, [(0, len(words), form)]
    return [Token(form, lemma_found, upos, feats, "_" if tag[0] in "zw" else tag)], []


def phrase(parts: Sequence[str], full_tag: str, tables: Tables) -> tuple[list[Token], list[tuple[int, int, str]]]:
    """Words of a leaf that is several tokens ("Consejo_de_Seguridad"), with the arcs between them."""
    tag = full_tag.lower()
    words: list[Token] = []
    spans: list[tuple[int, int, str]] = []
    for i, part in enumerate(parts):
        name_begins = i == 0 and part[0].isupper() and part.lower() == "al" and tag.startswith("np")
        if part.lower() in {"del", "al"} and not name_begins:
            spans.append((len(words), len(words) + 2, part))
            words += contraction(part, tag if i == 0 else "_")
        else:
            words.append(Token(part, part, "", "_"))
    words[0].xpos = "_" if tag[0] in "zw" else tag
    patterns = [p for p, _ in tables.phrases.get("_".join(parts).lower(), Counter()).most_common()]
    for pattern in patterns:
        if len(pattern) == len(words):
            for word, (upos, feats, lemma, head, label) in zip(words, pattern, strict=True):
                word.upos, word.feats, word.lemma, word.inner, word.label = upos, feats, lemma, head, label
            roots = [i for i, word in enumerate(words) if word.inner is None]
            for i in roots[1:]:
                words[i].inner, words[i].label = roots[0], "fixed"
            return words, spans
    kind = UPOS_OF_PHRASE.get(tag[:2]) or UPOS_OF_PHRASE.get(tag[0], "X")
    for i, word in enumerate(words):
        if word.upos:
            continue
        entry = tables.parts.get((kind, word.form.lower()))
        if entry:
            word.upos, word.feats, word.lemma = most_common(entry)
        elif re.fullmatch(r"[\d.,:/]+", word.form):
            word.upos, word.feats, word.lemma = "NUM", CARDINAL, word.form
        elif re.fullmatch(r"[^\w]+", word.form):
            word.upos, word.lemma = "PUNCT", word.form
        else:
            word.upos = kind if kind != "ADP" or i == 0 else "NOUN"
            word.lemma = word.form if kind == "PROPN" else word.form.lower()
        if kind == "PROPN" and word.upos == "PROPN":
            word.lemma = word.form
    if kind in {"PROPN", "NOUN", "NUM", "VERB", "X"}:
        chain_names(words, "flat" if kind == "PROPN" else "compound")
    else:
        for word in words[1:]:
            word.inner, word.label = 0, "fixed"
    return words, spans


def chain_names(words: Sequence[Token], label: str) -> None:
    """Arcs inside a name or a compound: everything to its first content word."""
    content = [i for i, word in enumerate(words) if word.upos not in FUNCTION_WORDS] or [0]
    first = anchor = content[0]
    for i, word in enumerate(words):
        if i == first:
            continue
        if i not in content:
            word.inner = next((c for c in content if c > i), first)
            word.label = LABEL_OF_FUNCTION_WORD[word.upos]
        elif words[i - 1].upos == "CCONJ":
            word.inner, word.label = anchor, "conj"
        elif words[i - 1].upos in {"ADP", "DET"} and i > first:
            word.inner, word.label = first, label
            anchor = i
        else:
            word.inner, word.label = anchor, label


def category(label: str) -> tuple[str, frozenset[str], str]:
    """A node label cut into category, flags and function ("grup.nom.ms", "S.F.C.co-CD")."""
    name, _, function = label.partition("-")
    parts = name.replace("*", "").split(".")
    base = ".".join(p for p in parts if not re.fullmatch(r"[fmcn][spcn]|co|x|j|e|1n|1c", p))
    function = "CD.Q" if function.startswith("CD.Q") else function.split(".")[0]
    return base, frozenset(p for p in parts if p in FLAGS), function


def build(raw: Raw, source: str, tables: Tables) -> Tree | None:
    """A tree with its words, None where it has none."""
    words: list[Token] = []
    spans: list[tuple[int, int, str]] = []

    def leaf(item: Raw, parent: Node | None) -> Node:
        tag: str = item[0]
        form: str = BRACKETS.get(item[1]) or item[1]
        lemma: str = BRACKETS.get(item[2]) or item[2]
        node = Node(tag, tag=tag, form=item[1], lemma=item[2], parent=parent, punctuation=tag[0] == "F")
        parts = [part for part in form.split("_") if part] or [form]
        cut, inner_spans = single(form, lemma, tag, tables) if len(parts) == 1 else phrase(parts, tag, tables)
        node.begin = len(words)
        for word in cut:
            word.leaf = node
        words.extend(cut)
        spans.extend((node.begin + a, node.begin + b, text) for a, b, text in inner_spans)
        node.end = len(words)
        node.words = cut
        return node

    def walk(item: Raw, parent: Node | None) -> Node | None:
        if all(isinstance(part, str) for part in item):
            return leaf(item, parent) if len(item) == 3 else None
        base, flags, function = category(item[0])
        node = Node(base, function, flags, parent=parent, begin=len(words))
        for part in item[1:]:
            child = walk(part, node) if not isinstance(part, str) else None
            if child:
                node.children.append(child)
        node.end = len(words)
        node.punctuation = all(child.punctuation for child in node.children)
        return node if node.children else None

    root = walk(raw if raw[0] else ["ROOT", *raw[1:]], None)
    return Tree(source, root, words, spans) if root else None


def read(path: Path, tables: Tables) -> Iterator[Tree]:
    """The trees of the package `cess_esp.zip`."""
    with zipfile.ZipFile(path) as package:
        for name in sorted(n for n in package.namelist() if n.endswith(".tbf")):
            for raw in parse(package.read(name).decode("latin-1")):
                tree = build(raw, Path(name).stem, tables)
                if tree:
                    yield tree

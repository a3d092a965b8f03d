"""CESS-ESP's constituents as UD trees.

About a thousand sentences stand both in CESS-ESP and in AnCora-UD. From them three linear models learn what the
conversion needs: the head child of a constituent, whether another child hangs from it or from a neighbour, and the
label of an arc. Punctuation is attached by rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.svm import LinearSVC

from training.cess import Node, Token, Tree
from training.conllu import Sentence, Span, Word

Features = dict[str, int]
Heads = list[int | None]
VERB_GROUPS = frozenset({"grup.verb", "infinitiu", "gerundi", "participi"})
PAIRS = {
    "(": ")",
    "[": "]",
    "«": "»",
    "“": "”",
    '"': '"',
    "¿": "?",
    "¡": "!",
    "'": "'",
    "-": "-",
    "--": "--",
    "–": "–",
    "—": "—",
}
CLOSING = frozenset({".", "?", "!", ";", "...", "…", ":"})
NO_SPACE_BEFORE = frozenset({*",.;:)?!%»]…", "..."})
NO_SPACE_AFTER = frozenset("(¿¡«[")
ROOT = -1


class LinearModel:
    """A linear classifier over sparse binary features."""

    def __init__(self, rows: Sequence[Features], labels: Sequence[Any]) -> None:
        self.vectorizer = DictVectorizer(dtype=np.float32)
        matrix = self._short(self.vectorizer.fit_transform(rows))
        self.model = LinearSVC(C=0.1, max_iter=400, tol=1e-3, random_state=0).fit(matrix, labels)

    @staticmethod
    def _short(matrix: Any) -> Any:
        matrix.indices = matrix.indices.astype(np.int32)
        matrix.indptr = matrix.indptr.astype(np.int32)
        return matrix

    def scores(self, rows: Sequence[Features]) -> Any:
        return self.model.decision_function(self._short(self.vectorizer.transform(rows)))

    def predict(self, rows: Sequence[Features]) -> Any:
        return self.model.predict(self._short(self.vectorizer.transform(rows)))


# -- features


def verb_lemma(node: Node) -> str:
    """The lemma of the last verb of a verb group."""
    lemma = ""
    for child in node.children:
        if child.tag.startswith("v"):
            lemma = child.lemma
        elif child.category in {"infinitiu", "gerundi", "participi"}:
            lemma = verb_lemma(child) or lemma
    return lemma


def verb_group(node: Node) -> Node | None:
    return next((child for child in node.children if child.category in VERB_GROUPS and not child.tag), None)


def joined(*parts: object) -> str:
    return "|".join(map(str, parts))


def head_features(node: Node, child: Node, index: int, content: Sequence[Node]) -> Features:
    """Is `child` the head of `node`?"""
    name, phrase = child.name, node.category
    coordinated = "co" if "co" in node.flags else ""
    same = [c for c in content if c.name == name]
    group = verb_group(node)
    verb = verb_lemma(group) if group else ""
    facts = [
        "bias",
        joined("c", name),
        joined("nc", phrase, name),
        joined("f", child.function),
        joined("fn", phrase, name, child.function),
        joined("place", phrase, coordinated, name, index == 0, index == len(content) - 1),
        joined("same", phrase, coordinated, name, min(same.index(child), 3), same[-1] is child),
        joined("flags", name, *sorted(child.flags)),
    ]
    if group is child:
        predicate = any(c.function == "ATR" for c in content)
        facts += [joined("v", verb), joined("atr", predicate, verb), joined("atr", predicate)]
    if child.function in {"ATR", "CPRED"}:
        facts += [joined("ATRv", verb), joined("ATR", name, verb)]
    if child.tag:
        facts += [
            joined("lem", phrase, child.lemma),
            joined("pos", phrase, child.tag[:4]),
            joined("fin", child.tag[:3], child.lemma),
        ]
    for j, other in enumerate(content):
        if other is child:
            continue
        side = "<" if j < index else ">"
        facts.append(joined("p", phrase, name, side, other.name))
        facts.append(joined("q", phrase, name, side, other.name, child.function, other.function))
        if abs(j - index) == 1:
            facts.append(joined("adj", phrase, coordinated, name, side, other.name))
        if child.tag and other.tag:
            facts.append(joined("ll", phrase, child.tag[:3], child.lemma, side, other.tag[:3], other.lemma))
            facts.append(joined("l1", phrase, child.lemma, side, other.tag[:3]))
    return dict.fromkeys(facts, 1)


def attachment_features(node: Node, child: Node, index: int, content: Sequence[Node], head: Node) -> Features:
    """Does `child` hang from the head child, from the next or from the previous child?"""
    name = child.name
    coordinated = "co" if "co" in node.flags else ""
    side = "L" if index < content.index(head) else "R"
    following = content[index + 1] if index + 1 < len(content) else None
    before = content[index - 1] if index else None
    next_name = (following.name if following else "-") + ("h" if following is head else "")
    last_name = (before.name if before else "-") + ("h" if before is head else "")
    leaf = child.first_leaf()
    facts = [
        "bias",
        joined(name, side),
        joined(node.category, coordinated, name, side),
        joined("n", name, side, next_name),
        joined("p", name, side, last_name),
        joined("np", node.category, name, side, next_name, last_name),
        joined("h", name, side, head.name),
        joined("fn", name, child.function, side),
        joined("l", name, leaf.lemma, side, following.name if following else "-"),
        joined("l2", node.category, name, leaf.lemma, side),
    ]
    if child.tag:
        facts.append(joined("pos", child.tag[:4], side, following.name if following else "-"))
    return dict.fromkeys(facts, 1)


def function_of(node: Node) -> str:
    """The function of a constituent, or of the nearest one on the way down to its head."""
    current: Node | None = node
    while current is not None:
        if current.function:
            return current.function
        current = current.head
    return ""


def introduction(node: Node) -> tuple[str, str]:
    """The preposition or subordinator of a constituent, and the function of a relative in it."""
    preposition = relative = ""
    current: Node | None = node
    for _ in range(4):
        if current is None or current.tag:
            break
        for child in current.children:
            if child.category in {"prep", "conj.subord"} and not child.tag and not preposition:
                preposition = " ".join(leaf.lemma for leaf in child.children if leaf.tag)
            if child.tag.startswith("s") and not preposition:
                preposition = child.lemma
            if child.category == "relatiu" and not relative:
                relative = "rel:" + child.function
        current = current.head
    return preposition, relative


def label_features(words: Sequence[Token], i: int, heads: Heads, tops: Sequence[Node]) -> Features:
    """The label of word `i`; `tops` gives every word's largest constituent that it heads."""
    word, node = words[i], tops[i]
    at = heads[i]
    head = words[at] if at is not None and at >= 0 else None
    above = tops[at] if at is not None and at >= 0 else None
    parent = node.parent
    name = node.name
    phrase = parent.category if parent else "-"
    coordinated = "co" if parent and "co" in parent.flags else ""
    place = phrase + coordinated
    function = function_of(node)
    parent_function = parent.function if parent else ""
    side = "L" if at is not None and 0 <= at and i < at else "R"
    lemma = word.lemma.lower()
    head_lemma = head.lemma.lower() if head else "-"
    tag = word.xpos[:3] if word.xpos != "_" else word.upos
    head_tag = (head.xpos[:3] if head.xpos != "_" else head.upos) if head else "-"
    head_upos = head.upos if head else "-"
    preposition, relative = introduction(node)
    leaf = node.first_leaf()
    grandparent = parent.parent if parent else None
    rows: list[tuple[object, ...]] = [
        ("bias",),
        ("n", name),
        ("fn", function),
        ("fnl", name, function),
        ("pc", name, function, place),
        ("wx", tag),
        ("wxh", tag, head_tag),
        ("wxhd", tag, head_tag, side),
        ("fnw", function, tag, head_tag),
        ("fnp", function, preposition, name),
        ("fnph", function, preposition, head_lemma),
        ("fnh", function, name, head_lemma),
        ("wl", lemma, tag),
        ("wlh", lemma, head_tag, side),
        ("wlhl", lemma, head_lemma),
        ("up", word.upos, head_upos, side),
        ("upfn", word.upos, head_upos, function, side),
        ("uplc", word.upos, head_upos, name, place, side),
        ("nj", name, ",".join(sorted(node.flags))),
        ("mk", relative, name, head_tag),
        ("pf", parent_function, name, place, side),
        ("hd", side, name, place, head_tag),
        ("pr", preposition, name, head_tag),
        ("first", leaf.lemma, name),
        ("fnup", function, word.upos, head_upos, preposition),
        ("gp", name, phrase, grandparent.category if grandparent else "-"),
        ("gpf", name, phrase, parent_function, grandparent.function if grandparent else "-", tag),
        ("clit", word.inner is not None, lemma, head_lemma),
        ("morf", name, function, lemma, leaf.form.lower()),
        ("form", word.form.lower(), head_tag),
    ]
    if parent and parent.head is not None:
        rows += [
            ("hc", name, parent.head.name, side, function),
            ("hcf", name, parent.head.name, parent.head.function, side, tag),
            ("co", coordinated, name, parent.head.name, side, tag, head_tag),
        ]
    if parent:
        rows += sibling_features(node, parent, function, tag, head_tag)
    if tag[0] == "v":
        rows += [
            ("vv", lemma, tag, head_tag, side),
            ("vl", lemma, name, head_tag),
            ("vfin", tag, name, function, place),
        ]
    if above is not None:
        rows.append(("hn", name, function, above.category, tag))
    return dict.fromkeys((joined(*row) for row in rows), 1)


def sibling_features(node: Node, parent: Node, function: str, tag: str, head_tag: str) -> list[tuple[object, ...]]:
    siblings = [child for child in parent.children if not child.punctuation]
    functions = sorted({child.function for child in siblings if child.function})
    place = parent.children.index(node)
    before = parent.children[place - 1] if place else None
    after = parent.children[place + 1] if place + 1 < len(parent.children) else None
    first = node.children[0] if node.children else None
    comma = (before is not None and before.punctuation) or (first is not None and first.punctuation)
    mark = ""
    if first is not None and first.tag and first.punctuation:
        mark = first.form
    elif before is not None and before.tag and before.punctuation:
        mark = before.form
    pronominal = any(child.first_leaf().lemma == "se" for child in siblings if child is not node)
    return [
        ("sibf", function, ",".join(functions)),
        *(("sf", function, node.name, other) for other in functions),
        ("se", pronominal, function, node.name),
        ("nb", node.name, before.name if before else "-", after.name if after else "-", tag),
        ("comma", node.name, tag, head_tag, comma, mark),
        ("commah", node.name, tag[:2], head_tag[:2], comma),
    ]


# -- learning


@dataclass
class Aligned:
    """A CESS-ESP tree and its AnCora-UD sentence, word by word."""

    tree: Tree
    sentence: Sentence


def align(tree: Tree, sentence: Sentence) -> Aligned | None:
    """The pair, or None where the words differ."""
    if [w.form.lower() for w in tree.words] != [w.form.lower() for w in sentence.words]:
        return None
    return Aligned(tree, sentence)


def outward(node: Node, heads: Heads, words: Sequence[Token]) -> list[int]:
    """The words of a constituent whose head lies outside it."""
    return [i for i in range(node.begin, node.end) if not _inside(node, heads[i]) and words[i].upos != "PUNCT"]


def _inside(node: Node, index: int | None) -> bool:
    return index is not None and node.covers(index)


def constituents(node: Node) -> list[Node]:
    """All constituents that are no leaves, the lower ones first."""
    if node.tag:
        return []
    return [below for child in node.children for below in constituents(child)] + [node]


def gold_heads(sentence: Sentence) -> Heads:
    return [word.head - 1 for word in sentence.words]


def mark_heads(tree: Tree, heads: Heads) -> None:
    """Set every constituent's head child and head word as the UD tree has them."""

    def mark(node: Node) -> None:
        for child in node.children:
            mark(child)
        out = outward(node, heads, tree.words)
        if node.tag:
            node.head_word = out[0] if out else node.begin
            return
        content = node.content
        node.head = content[0]
        if out:
            node.head = next((c for c in content if c.covers(out[0])), content[0])
        node.head_word = node.head.head_word

    mark(tree.root)


def largest(tree: Tree) -> list[Node]:
    """For every word the largest constituent that it heads, or its leaf."""
    found = [word.leaf for word in tree.words]

    def visit(node: Node, is_head: bool) -> None:
        if not is_head:
            found[node.head_word] = node
        for child in node.children:
            visit(child, child is node.head)

    visit(tree.root, False)
    return found


class Converter:
    """The three models, learned from aligned sentences."""

    def __init__(self, data: Iterable[Aligned]) -> None:
        head_rows: list[Features] = []
        head_labels: list[int] = []
        rows: list[Features] = []
        labels: list[str] = []
        arcs: list[Features] = []
        names: list[str] = []
        for pair in data:
            heads = gold_heads(pair.sentence)
            for node in constituents(pair.tree.root):
                self._collect(node, heads, pair.tree.words, head_rows, head_labels, rows, labels)
            mark_heads(pair.tree, heads)
            tops = largest(pair.tree)
            for i, word in enumerate(pair.sentence.words):
                if pair.tree.words[i].upos != "PUNCT":
                    arcs.append(label_features(pair.tree.words, i, heads, tops))
                    names.append(word.rel)
        self.heads = LinearModel(head_rows, head_labels)
        self.attachments = LinearModel(rows, labels)
        self.labels = LinearModel(arcs, names)

    @staticmethod
    def _collect(
        node: Node,
        heads: Heads,
        words: Sequence[Token],
        head_rows: list[Features],
        head_labels: list[int],
        rows: list[Features],
        labels: list[str],
    ) -> None:
        content = node.content
        out = outward(node, heads, words)
        if len(content) < 2 or not out or (len(out) > 1 and node.parent is None):
            return
        head = next((c for c in content if c.covers(out[0])), None)
        if head is None:
            return
        if len(out) == 1:
            for i, child in enumerate(content):
                head_rows.append(head_features(node, child, i, content))
                head_labels.append(int(child is head))
        for i, child in enumerate(content):
            below = outward(child, heads, words)
            if child is head or not below:
                continue
            target = heads[below[0]]
            if _inside(head, target):
                label = "head"
            elif i + 1 < len(content) and _inside(content[i + 1], target):
                label = "next"
            elif i and _inside(content[i - 1], target):
                label = "previous"
            else:
                continue
            rows.append(attachment_features(node, child, i, content, head))
            labels.append(label)

    def convert(self, tree: Tree) -> tuple[Heads, list[str]]:
        """Heads (from 0, the root's is -1) and labels of a tree's words."""
        nodes = constituents(tree.root)
        self._choose_heads(tree, nodes)
        heads = self._attach(tree, nodes)
        words = tree.words
        for i, word in enumerate(words):
            if word.with_first:
                heads[i] = heads[word.leaf.begin]
            elif word.inner is not None and heads[i] is None:
                heads[i] = word.leaf.begin + word.inner
        tops = largest(tree)
        content = [i for i in range(len(words)) if heads[i] is not None and words[i].upos != "PUNCT"]
        if tree.root.head_word not in content:
            content.append(tree.root.head_word)
        labels = [""] * len(words)
        predicted = self.labels.predict([label_features(words, i, heads, tops) for i in content])
        for i, label in zip(content, predicted, strict=True):
            word = words[i]
            labels[i] = str(label)
            if heads[i] == ROOT:
                labels[i] = "root"
            elif label == "root":
                labels[i] = "parataxis" if word.upos in {"VERB", "AUX"} else "appos"
            if len(word.leaf.words) > 1 and word.label and word.upos != "PRON":
                labels[i] = word.label
        for i in content:
            _lift(words, heads, labels, i)
        attach_punctuation(words, heads, labels)
        return heads, labels

    def _choose_heads(self, tree: Tree, nodes: Sequence[Node]) -> None:
        rows: list[Features] = []
        choices: list[tuple[Node, Node]] = []
        for node in nodes:
            content = node.content
            node.head = content[0]
            if len(content) > 1:
                for i, child in enumerate(content):
                    rows.append(head_features(node, child, i, content))
                    choices.append((node, child))
        best: dict[int, float] = {}
        if rows:
            for (node, child), score in zip(choices, self.heads.scores(rows), strict=True):
                if score > best.get(id(node), -np.inf):
                    best[id(node)] = score
                    node.head = child

        def descend(node: Node) -> None:
            for child in node.children:
                descend(child)
            node.head_word = _leaf_head(node) if node.head is None else node.head.head_word

        descend(tree.root)

    def _attach(self, tree: Tree, nodes: Sequence[Node]) -> Heads:
        heads: Heads = [None] * len(tree.words)
        heads[tree.root.head_word] = ROOT
        rows: list[Features] = []
        places: list[tuple[Node, Node, int]] = []
        for node in nodes:
            content = node.content
            for i, child in enumerate(content):
                if child is not node.head and node.head is not None:
                    rows.append(attachment_features(node, child, i, content, node.head))
                    places.append((node, child, i))
        if not rows:
            return heads
        for (node, child, i), where in zip(places, self.attachments.predict(rows), strict=True):
            content = node.content
            target = node.head
            if where == "next" and i + 1 < len(content):
                target = content[i + 1]
            elif where == "previous" and i:
                target = content[i - 1]
            if target is not None:
                heads[child.head_word] = target.head_word
        for node, child, _ in places:
            if node.head is not None and _circular(heads, child.head_word):
                heads[child.head_word] = node.head.head_word
        return heads


def _leaf_head(leaf: Node) -> int:
    for i, word in enumerate(leaf.words):
        if word.inner is None:
            return leaf.begin + i
    return leaf.begin


def _circular(heads: Heads, start: int) -> bool:
    seen: set[int] = set()
    current: int | None = start
    while current is not None and current >= 0:
        if current in seen:
            return True
        seen.add(current)
        current = heads[current]
    return False


def _between(index: int | None, low: int, high: int) -> bool:
    return index is not None and low < index < high


def _lift(words: Sequence[Token], heads: Heads, labels: Sequence[str], i: int) -> None:
    """Nothing hangs from a copula or an auxiliary but the parts of its own leaf."""
    for _ in range(4):
        head = heads[i]
        if head is None or head < 0 or labels[head] not in {"cop", "aux", "aux:pass"} or heads[head] == i:
            return
        if words[i].leaf is words[head].leaf:
            return
        heads[i] = heads[head]


# -- punctuation


class _Punctuation:
    """Places every mark so that no arc crosses: pairs to what they enclose, others to the highest word beside them."""

    def __init__(self, words: Sequence[Token], heads: Heads) -> None:
        self.words, self.heads = words, heads
        self.marks = [word.upos == "PUNCT" for word in words]
        self.root = heads.index(ROOT)
        for i, is_mark in enumerate(self.marks):
            if is_mark and i != self.root:
                heads[i] = None
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        for i, head in enumerate(heads):
            if head is not None and head >= 0:
                self.children[head].append(i)

    def span(self, start: int) -> tuple[int, int]:
        """First and last word of a subtree."""
        stack, seen = [start], {start}
        while stack:
            new = [k for k in self.children[stack.pop()] if k not in seen]
            seen.update(new)
            stack += new
        return min(seen), max(seen)

    def below(self, index: int, above: int) -> bool:
        current: int | None = index
        for _ in range(len(self.heads)):
            if current is None or current < 0:
                return False
            if current == above:
                return True
            current = self.heads[current]
        return False

    def pairs(self) -> set[int]:
        """Attach brackets and quotation marks; the places of those attached."""
        done: set[int] = set()
        size = len(self.words)
        for i in range(size):
            form = self.words[i].form
            if not self.marks[i] or i in done or form not in PAIRS:
                continue
            end = next(
                (
                    j
                    for j in range(i + 1, size)
                    if self.marks[j] and self.words[j].form == PAIRS[form] and j not in done
                ),
                None,
            )
            if end is None:
                continue
            inner = [k for k in range(i + 1, end) if not self.marks[k]]
            tops = [k for k in inner if not _between(self.heads[k], i, end)]
            if tops:
                done |= {i, end}
                self.heads[i] = self.heads[end] = tops[0]
        return done

    def climb(self, start: int, mark: int, *, leftward: bool) -> list[int]:
        """The words from `start` up to the highest one on its side of the mark."""
        path = [start]
        while True:
            head = self.heads[path[-1]]
            low, high = self.span(path[-1])
            if head is None or head < 0 or low < mark < high or (head > mark if leftward else head < mark):
                return path
            path.append(head)

    def single(self, i: int) -> None:
        size = len(self.words)
        left = next((k for k in range(i - 1, -1, -1) if not self.marks[k]), None)
        right = next((k for k in range(i + 1, size) if not self.marks[k]), None)
        form = self.words[i].form
        if form in CLOSING and (form in {".", "?", "!", ";"} or all(self.marks[i:])):
            right = None
        before = self.climb(left, i, leftward=True) if left is not None else []
        after = self.climb(right, i, leftward=False) if right is not None else []
        if before and (not after or self.below(before[-1], after[-1])):
            path = before
        else:
            path = after
        if not path:
            self.heads[i] = self.root
            return
        chosen = path[-1]
        if path is before:
            # the closing mark of a unit that opened with the same mark
            opened = [
                x
                for x in path
                if self.span(x)[0] > 0
                and self.marks[self.span(x)[0] - 1]
                and self.words[self.span(x)[0] - 1].form == form
            ]
            chosen = opened[-1] if opened else chosen
        self.heads[i] = chosen


def attach_punctuation(words: Sequence[Token], heads: Heads, labels: list[str]) -> None:
    """Attach all marks in place."""
    punctuation = _Punctuation(words, heads)
    done = punctuation.pairs()
    for i, is_mark in enumerate(punctuation.marks):
        if is_mark and i != punctuation.root:
            if i not in done:
                punctuation.single(i)
            labels[i] = "punct"


# -- sentences


def to_sentence(tree: Tree, heads: Heads, labels: Sequence[str], sent_id: str) -> Sentence | None:
    """The converted tree with functions noted in MISC, None where it is no tree."""
    if any(h is None for h in heads) or not all(labels) or heads.count(ROOT) != 1:
        return None
    if any(_circular(heads, i) for i in range(len(heads))):
        return None
    functions = [function_of(node) for node in largest(tree)]
    words = []
    for token, head, label, function in zip(tree.words, heads, labels, functions, strict=True):
        misc = f"Func={function}" if function else "_"
        lemma = token.lemma or token.form
        words.append(Word(token.form, lemma, token.upos or "X", token.xpos, token.feats, (head or 0) + 1, label, misc))
        if head == ROOT:
            words[-1].head = 0
    surface = tree.surface()
    spaces = spacing([form for form, _, _ in surface])
    spans = []
    for (form, begin, end), space in zip(surface, spaces, strict=True):
        if end - begin > 1:
            spans.append(Span(begin + 1, end, form, "_" if space else "SpaceAfter=No"))
        elif not space:
            word = words[begin]
            word.misc = "SpaceAfter=No" if word.misc == "_" else f"SpaceAfter=No|{word.misc}"
    text = "".join(form + " " * space for (form, _, _), space in zip(surface, spaces, strict=True)).strip()
    return Sentence(sent_id, text, words, spans)


def spacing(forms: Sequence[str]) -> list[bool]:
    """Whether a space follows each token, by the rules of Spanish print."""
    spaces = []
    quotes = 0
    for form, following in zip(forms, [*forms[1:], ""], strict=True):
        quotes += form == '"'
        opened = quotes % 2 == 1
        glued = form in NO_SPACE_AFTER or following in NO_SPACE_BEFORE
        glued = glued or (form == '"' and opened) or (following == '"' and opened)
        spaces.append(not glued)
    return spaces


def note_functions(pair: Aligned) -> None:
    """Write the functions of a CESS-ESP tree into its AnCora-UD sentence."""
    mark_heads(pair.tree, gold_heads(pair.sentence))
    for word, node in zip(pair.sentence.words, largest(pair.tree), strict=True):
        function = function_of(node)
        if function:
            word.misc = f"Func={function}" if word.misc == "_" else f"{word.misc}|Func={function}"

"""Copies of trees in the other orders of Spanish: the subject behind its verb, in sentences and in object relatives.

News puts many subjects there ("Rechazó el Senado la ley", "la ley que rechazó el Senado"), treebanks few; a parser
that has seen few takes them for objects.
"""

import copy
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from training.conllu import Sentence, Span, Word

LONGEST_SUBJECT = 12
LONGEST_OBJECT = 8
CLOSING = frozenset({",", ".", ";", ":", ")", "?", "!"})
CLITICS = frozenset({"lo", "la", "los", "las", "le", "les", "se", "nos", "me", "os", "te"})
NOMINAL = frozenset({"NOUN", "PROPN"})


def below(sentence: Sentence, kids: Sequence[Sequence[int]], i: int) -> list[int]:
    """Word `i` and all that hangs from it, in order."""
    found = [i]
    for k in found:
        found.extend(kids[k])
    return sorted(found)


def is_run(places: Sequence[int]) -> bool:
    return places[-1] - places[0] + 1 == len(places)


def verb_group(sentence: Sentence, kids: Sequence[Sequence[int]], verb: int) -> int | None:
    """The first word of a verb with its negation, clitics and auxiliaries, if they alone stand right before it."""
    words = sentence.words
    first = verb
    while first:
        before = words[first - 1]
        small = before.rel == "aux" or before.form.lower() in {*CLITICS, "no"}
        if before.head != verb + 1 or not small or kids[first - 1]:
            break
        first -= 1
    return first


def permuted(sentence: Sentence, order: Sequence[int]) -> Sentence | None:
    """The sentence with its words in another order; none where that would tear a token of several words apart."""
    place = {old: new for new, old in enumerate(order)}
    spans = []
    for span in sentence.spans:
        places = [place[i] for i in range(span.first - 1, span.last)]
        if not is_run(places):
            return None
        spans.append(Span(places[0] + 1, places[-1] + 1, span.form, span.misc))
    words = [copy.copy(sentence.words[i]) for i in order]
    for word in words:
        if word.head:
            word.head = place[word.head - 1] + 1
    found = Sentence(sentence.sent_id + "-order", "", words, spans)
    closing = {i for i, word in enumerate(words) if word.form in CLOSING}
    for i, (old, following) in enumerate(pairwise(order)):
        if following != old + 1:
            space_after(found, i, "SpaceAfter=No" if i + 1 in closing else "_")
    found.text = text_of(found)
    return found


def space_after(sentence: Sentence, i: int, misc: str) -> None:
    """Note whether a space follows the token that word `i` ends."""
    for item in [sentence.words[i], *(span for span in sentence.spans if span.last == i + 1)]:
        item.misc = misc


def text_of(sentence: Sentence) -> str:
    """The words with the spaces that their notes tell of."""
    parts = []
    for _, end, form in sentence.tokens():
        span = next((s for s in sentence.spans if s.last == end), None)
        misc = span.misc if span else sentence.words[end - 1].misc
        parts.append(form + ("" if "SpaceAfter=No" in misc else " "))
    return "".join(parts).strip()


def recase(sentence: Sentence, first: Word) -> None:
    """Small letter for the word that opened the sentence, capital for the one that does now."""
    words = sentence.words
    if words[0] is first:
        return
    if first.upos != "PROPN" and not first.form.isupper():
        change_first(sentence, words.index(first), str.lower)
    change_first(sentence, 0, str.upper)


def change_first(sentence: Sentence, i: int, change: Callable[[str], str]) -> None:
    """The first letter of word `i`, and of the token that it begins, changed."""
    word = sentence.words[i]
    word.form = change(word.form[0]) + word.form[1:]
    for span in sentence.spans:
        if span.first == i + 1:
            span.form = change(span.form[0]) + span.form[1:]


def verb_first(sentence: Sentence, *, last: bool) -> Sentence | None:
    """The subject that opens a sentence put behind its verb, behind its object too where `last`."""
    kids = sentence.children()
    words = sentence.words
    roots = [i for i, word in enumerate(words) if word.head == 0]
    if len(roots) != 1 or words[roots[0]].upos != "VERB" or words[-1].form != ".":
        return None
    verb = roots[0]
    subject = next((k for k in kids[verb] if words[k].rel == "nsubj" and k < verb), None)
    if subject is None or words[subject].upos not in NOMINAL:
        return None
    block = below(sentence, kids, subject)
    first = verb_group(sentence, kids, verb)
    if not is_run(block) or block[0] != 0 or block[-1] + 1 != first or len(block) > LONGEST_SUBJECT:
        return None
    if any(words[i].upos == "PUNCT" for i in block):
        return None
    end = verb + 1
    if last:
        thing = next((k for k in kids[verb] if words[k].rel == "obj" and k > verb), None)
        if thing is None:
            return None
        object_block = below(sentence, kids, thing)
        if not is_run(object_block) or object_block[0] != end or len(object_block) > LONGEST_OBJECT:
            return None
        if any(words[i].upos in {"PUNCT", "PRON", "VERB"} for i in object_block):
            return None
        end = object_block[-1] + 1
    order = [*range(first, end), *block, *range(end, len(words))]
    found = permuted(sentence, order)
    if found:
        recase(found, found.words[order.index(0)])
        found.text = text_of(found)
    return found


def relative(sentence: Sentence) -> Sentence | None:
    """The subjects between "que" and the verb of object relatives put behind the verb."""
    kids = sentence.children()
    words = sentence.words
    for verb, word in enumerate(words):
        if word.upos != "VERB" or not word.rel.startswith("acl") or word.head - 1 > verb:
            continue
        pronoun = next((k for k in kids[verb] if words[k].form.lower() == "que" and words[k].rel == "obj"), None)
        subject = next((k for k in kids[verb] if words[k].rel == "nsubj" and words[k].upos in NOMINAL), None)
        if pronoun is None or subject is None or not pronoun < subject < verb:
            continue
        block = below(sentence, kids, subject)
        first = verb_group(sentence, kids, verb)
        if not is_run(block) or block[0] != pronoun + 1 or block[-1] + 1 != first or len(block) > LONGEST_OBJECT:
            continue
        if any(words[i].upos == "PUNCT" for i in block):
            continue
        order = [*range(block[0]), *range(first, verb + 1), *block, *range(verb + 1, len(words))]
        return permuted(sentence, order)
    return None


def reordered(sentences: Iterable[Sentence], share: float, seed: int = 0) -> Iterator[Sentence]:
    """A share of the copies that `verb_first` and `relative` can make."""
    rng = random.Random(seed)
    for sentence in sentences:
        found = relative(sentence) or verb_first(sentence, last=rng.random() < 0.35)
        if found and rng.random() < share:
            yield found

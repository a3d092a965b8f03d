"""A proposition → why it was made, in plain values: words, roles, paths in the parse, and chains of reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Explanation, Link, Trail
from kg.nlp.actors import Actors, Ref
from kg.nlp.propositions import Proposition
from kg.nlp.tree import Tree

POSSESSIVES = frozenset(("su", "sus"))
ENCLITIC = re.compile(r"enclitic (\w+)")


def explanation(tree: Tree, actors: Actors, p: Proposition, reasons: tuple[tuple[str, float], ...] = ()) -> Explanation:
    """Why a proposition was made; `reasons` are those for its confidence."""
    return Explanation(
        frame=p.frame,
        trigger=tree.text[p.trigger],
        subject=_trail(tree, actors, p, p.subject, p.subject_at, p.subject_role, p.subject_path),
        object=_trail(tree, actors, p, p.object, p.object_at, p.object_role, p.object_path),
        modality_cue=p.modality_cue,
        source_rule=p.source_rule,
        reasons=reasons,
    )


def _trail(tree: Tree, actors: Actors, p: Proposition, ref: Ref, at: int, role: str, rule: str) -> Trail:
    token = at if at >= 0 else ref.token
    named = ref.token if ref.how == "name" and tree.under(ref.token, token) else token  # one of several coordinated
    return Trail(role, rule, arcs(tree, p.trigger, named), tuple(_chain(tree, actors, ref, token, rule)))


def arcs(tree: Tree, begin: int, end: int) -> str:
    """The words and labels of the parse on the way from one token to another: "visita ↑obj anunció ↓nsubj Putin".

    An arrow up goes to the head of the word before it, one down to a dependent. "" where no way leads there, as between
    two sentences, or both are one token.
    """
    above = _upwards(tree, begin)
    below = _upwards(tree, end)
    meeting = next((token for token in above if token in below), None)
    if meeting is None or begin == end:
        return ""
    parts = [tree.text[begin]]
    for token in above[: above.index(meeting)]:
        parts += [f"↑{tree.full_dep[token]}", tree.text[tree.head[token]]]
    for token in reversed(below[: below.index(meeting)]):
        parts += [f"↓{tree.full_dep[token]}", tree.text[token]]
    return " ".join(parts)


def _upwards(tree: Tree, token: int) -> list[int]:
    found = [token]
    while tree.head[token] != token:
        token = tree.head[token]
        found.append(token)
    return found


def _chain(tree: Tree, actors: Actors, ref: Ref, at: int, rule: str) -> Iterator[Link]:
    """From the argument at a token to what its referent stands for, antecedent by antecedent."""
    found = ENCLITIC.match(rule)
    pronoun = found[1] if found is not None else ""
    if rule.startswith("doer of"):
        yield _link(tree.span(tree.phrase(at)[0], at), "deed", ref)
    elif tree.dep[at] == "det" and at != ref.token:
        yield _link(tree.text[at], "possessive", ref)
    elif pronoun:
        yield _link(pronoun, "enclitic", ref)
    current = ref.via if pronoun and ref.token == at else ref
    seen: set[tuple[int, str | None]] = set()
    while current is not None and (current.token, current.entity.id) not in seen:
        seen.add((current.token, current.entity.id))
        before = current.via
        if before is not None and (before.token, before.how) == (current.token, current.how):
            yield _link(_words(tree, actors, before), "acting", current)
            before = before.via
        else:
            yield _link(_words(tree, actors, current), _how(actors, current), current)
        current = before or _antecedent(tree, actors, current)


def _link(text: str, how: str, ref: Ref) -> Link:
    return Link(text, how, ref.entity.label, ref.entity.id)


def _words(tree: Tree, actors: Actors, ref: Ref) -> str:
    """The words that stand for a referent: of an adjective the adjective itself, not the noun that it belongs to."""
    if ref.begin == ref.end:
        return ""
    if ref.how == "adjective":
        first, last = tree.phrase_full(ref.token)
        own = (k for k in range(first, min(last + 2, tree.n - 1) + 1) if actors.demonym(k) == ref.entity.id)
        return tree.text[next(own, ref.token)]
    if ref.how == "name" and (name := actors.names.at.get(ref.token)) is not None:
        return tree.span(name.start, name.end - 1)
    if ref.how in ("anaphora", "both", "title"):
        first, _ = tree.phrase(ref.token)
        return tree.source[min(tree.begin[first], ref.begin) : ref.end]
    return tree.source[ref.begin : ref.end]


def _how(actors: Actors, ref: Ref) -> str:
    """How a phrase was read; of a title also where its bearer is known from."""
    title = actors.titles.get(ref.token) if ref.how == "title" else None
    if title is None:
        return ref.how
    if title.person is not None and title.person == ref.entity.id:
        return "title beside name"
    return "title of office" if ref.entity.type == "Person" else "title for what it leads"


def _antecedent(tree: Tree, actors: Actors, ref: Ref) -> Ref | None:
    """What a referent that names nobody itself points back to: whom "su" beside it means, else its last mention."""
    if ref.how not in ("anaphora", "both", "government", "military", "body", "title", "description"):
        return None
    title = actors.titles.get(ref.token)
    if title is not None and (title.of is not None or title.person is not None or title.title.office == "same"):
        return None  # "su homólogo, Xi": what he leads is not what "su" means
    if any(tree.lower[c] in POSSESSIVES for c in tree.children[ref.token]):
        return next(iter(actors.possessors(ref.token)), None)
    if ref.how in ("anaphora", "both") and ref.entity.id is not None:
        return actors.last_mention(ref.entity.id, ref.token)
    return None

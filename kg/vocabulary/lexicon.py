"""`ontology/lexicon/es/*.toml` → frames, noun classes, cues and titles: which words say what."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.config import ontology_dir
from kg.errors import VocabularyError

PREPOSITIONS = frozenset(
    "a con de en contra por para entre hacia sobre ante desde hasta tras bajo frente junto favor mediante".split()
)
"""Roles that are named by their preposition."""

ROLES = PREPOSITIONS | {"subj", "obj", "adj", "poss", "clause", "duty", "host", "case"}
"""Roles that an argument of a predicate can have; a dotted role is an argument of the noun in a role."""

FRAME = re.compile(r"\s*\[\[\s*frame\s*\]\]")
KEYS = frozenset("relation verbs nouns adjectives subject object pair where not item modality examples".split())


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the triples that its frame must find in it, as "Rusia | invades | Ucrania"."""

    text: str
    triples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Binds trigger words to a relation, and grammatical roles to its two ends."""

    name: str
    relation: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    unless: tuple[tuple[str, frozenset[str]], ...] = ()
    item: tuple[str, ...] = ()
    modality: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """Words for a person's function, the office that they name, and the relation to what is led."""

    words: tuple[str, ...]
    office: str = ""
    relation: str = ""
    kind: str = ""
    of: str = ""
    only: tuple[str, ...] = ()
    proper: bool = False
    head_of_government_in: tuple[str, ...] = ()


@dataclass(slots=True)
class Lexicon:
    """All that the word lists of one language say. Load it once with `Lexicon.load()`."""

    frames: list[Frame] = field(default_factory=list)
    verbs: dict[str, list[Frame]] = field(default_factory=lambda: defaultdict(list))
    nouns: dict[str, list[Frame]] = field(default_factory=lambda: defaultdict(list))
    adjectives: dict[str, list[Frame]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[tuple[tuple[str, ...], Frame]]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    cues: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    maps: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """The name of each frame → the line of its file where it begins."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Lexicon:
        """The lexicon of `ontology/lexicon/es/` (or of `folder`).

        Raises `VocabularyError` where a frame names an unknown key, role or class; the message names file and frame.
        """
        return _load(folder or ontology_dir() / "lexicon" / "es")

    def cue(self, table: str, name: str) -> frozenset[str]:
        """The words of one cue list, such as `cue("speech", "say")`."""
        try:
            return self.cues[table][name]
        except KeyError:
            raise VocabularyError(
                f"no word list [{table}] {name}: add it to a file of lexicon/, empty if need be"
            ) from None


def _check_role(role: str, where: str) -> None:
    first, _, second = role.partition(".")
    if role == "up.subj" or (first in ROLES and (not second or second in ROLES | {"actor"})):
        return
    raise VocabularyError(f"{where}: unknown role {role!r}: use one of {', '.join(sorted(ROLES))}")


def _words(values: list[str], classes: dict[str, frozenset[str]], where: str) -> frozenset[str]:
    out: set[str] = set()
    for value in values:
        if value.startswith("@gp:"):
            out.add(value[1:])
        elif value.startswith("@"):
            if value[1:] not in classes:
                raise VocabularyError(f"{where}: unknown class {value}: use one of {', '.join(sorted(classes))}")
            out |= classes[value[1:]]
        else:
            out.add(value)
    return frozenset(out)


def _example(raw: dict[str, Any], name: str) -> Example:
    triples = raw.get("triples")
    if not isinstance(triples, list) or any(t.count("|") not in (2, 3) for t in triples) or not raw.get("text"):
        raise VocabularyError(
            f'{name}: an example is {{ text = "…", triples = ["Rusia | invades | Ucrania"] }}, not {raw!r}'
        )
    return Example(raw["text"], tuple(triples))


def _frame(raw: dict[str, Any], name: str, classes: dict[str, frozenset[str]]) -> Frame:
    if unknown := set(raw) - KEYS:
        raise VocabularyError(f"{name}: unknown key {sorted(unknown)[0]!r}: use one of {', '.join(sorted(KEYS))}")
    if "relation" not in raw or not any(raw.get(k) for k in ("verbs", "nouns", "adjectives")):
        raise VocabularyError(f"{name}: a frame needs a relation and verbs, nouns or adjectives")
    for key in ("subject", "object", "pair", "item"):
        for role in raw.get(key, ()):
            _check_role(role, f"{name}, {key}")
    limits: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for key in ("where", "not"):
        for role in raw.get(key, {}):
            _check_role(role, f"{name}, {key}")
        limits[key] = tuple((r, _words(v, classes, f"{name}, {key}")) for r, v in raw.get(key, {}).items())
    return Frame(
        name=name,
        relation=raw["relation"],
        verbs=tuple(raw.get("verbs", ())),
        nouns=tuple(raw.get("nouns", ())),
        adjectives=tuple(raw.get("adjectives", ())),
        subject=tuple(raw.get("subject", ())),
        object=tuple(raw.get("object", ())),
        pair=tuple(raw.get("pair", ())),
        where=limits["where"],
        unless=limits["not"],
        item=tuple(raw.get("item", ())),
        modality=raw.get("modality", ""),
        examples=tuple(_example(example, name) for example in raw.get("examples", ())),
    )


def _title(raw: dict[str, Any], name: str) -> Title:
    keys = {"words", "office", "relation", "kind", "of", "only", "proper", "head_of_government_in"}
    if unknown := set(raw) - keys - {"head_of_government_words"}:
        raise VocabularyError(f"{name}: unknown key {sorted(unknown)[0]!r}: use one of {', '.join(sorted(keys))}")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in keys
    }
    return Title(**values)


@functools.cache
def _load(folder: Path) -> Lexicon:
    lexicon = Lexicon()
    documents: list[tuple[str, dict[str, Any]]] = []
    starts: dict[str, list[int]] = {}
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        starts[path.name] = [n for n, line in enumerate(text.split("\n"), start=1) if FRAME.match(line)]
        try:
            documents.append((path.name, tomllib.loads(text)))
        except tomllib.TOMLDecodeError as error:
            raise VocabularyError(f"{path.name}: {error}") from error
    classes: dict[str, frozenset[str]] = defaultdict(frozenset)
    for _, document in documents:
        for name, words in document.get("classes", {}).items():
            classes[name] |= frozenset(words)
    lexicon.classes = dict(classes)
    for file, document in documents:
        for number, raw in enumerate(document.get("frame", ()), start=1):
            frame = _frame(raw, f"{file}, frame {number} ({raw.get('relation', '?')})", lexicon.classes)
            lexicon.frames.append(frame)
            if number <= len(starts[file]):
                lexicon.lines[frame.name] = starts[file][number - 1]
            for kind, index in (("verbs", lexicon.verbs), ("nouns", lexicon.nouns), ("adjectives", lexicon.adjectives)):
                for word in getattr(frame, kind):
                    first, *rest = word.split()
                    if rest:
                        lexicon.phrases[first].append((tuple(rest), frame))
                    else:
                        index[word].append(frame)
        for raw in document.get("title", ()):
            title = _title(raw, f"{file}, title {raw.get('words', '?')}")
            for word in title.words:
                lexicon.titles[word] = title
        for table, lists in document.items():
            if table in ("frame", "title", "classes"):
                continue
            for name, words in lists.items():
                if isinstance(words, dict):
                    lexicon.maps[f"{table}.{name}"] = words
                else:
                    lexicon.cues.setdefault(table, {})[name] = frozenset(words)
    return lexicon

"""`ontology/queries/*.rq` → the saved queries, by name.

A file opens with comments: first `# <description in Spanish> / <in English>`, then a line for each parameter,
`# param NAME: KIND, <description>`, where KIND is entity, article, relation, modality, class or text; a `!` after it
says that the query needs it. A parameter is the query's variable of the same name; left out, it takes any value.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.config import ontology_dir
from kg.errors import QueryError, VocabularyError

KINDS = ("entity", "article", "relation", "modality", "class", "text")

_FIRST = re.compile(r"# (?P<es>.+) / (?P<en>.+)")
_PARAMETER = re.compile(r"# param (?P<name>\w+): (?P<kind>\w+)(?P<required>!?), (?P<description>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that a user may fix. `kind` is one of `KINDS` and says how the value is looked up."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with a name, described in two languages; `text` is the whole file."""

    name: str
    description_es: str
    description_en: str
    parameters: tuple[Parameter, ...]
    text: str


def saved(folder: Path | None = None) -> Mapping[str, SavedQuery]:
    """All saved queries of the package, or of another folder, by name. Raises `VocabularyError` for a bad header."""
    return _load(folder or ontology_dir() / "queries")


def named(name: str) -> SavedQuery:
    """The saved query of this name. Raises `QueryError`, which names them all, where there is none."""
    queries = saved()
    if name not in queries:
        raise QueryError(f"no saved query {name!r}: one of {', '.join(queries)}")
    return queries[name]


@functools.cache
def _load(folder: Path) -> Mapping[str, SavedQuery]:
    return MappingProxyType({path.stem: _read(path) for path in sorted(folder.glob("*.rq"))})


def _read(path: Path) -> SavedQuery:
    text = path.read_text(encoding="utf-8")
    first, *rest = text.splitlines() or [""]
    described = _FIRST.fullmatch(first)
    if described is None:
        raise VocabularyError(f"{path.name}: the first line must be '# description in Spanish / in English'")
    parameters = []
    for line in rest:
        if line.startswith("# param"):
            found = _PARAMETER.fullmatch(line)
            if found is None or found["kind"] not in KINDS or f"?{found['name']}" not in text:
                raise VocabularyError(
                    f"{path.name}: {line!r}: write '# param NAME: KIND, description', KIND one of {', '.join(KINDS)}, "
                    "and use ?NAME in the query"
                )
            parameters.append(Parameter(found["name"], found["kind"], bool(found["required"]), found["description"]))
    return SavedQuery(path.stem, described["es"], described["en"], tuple(parameters), text)

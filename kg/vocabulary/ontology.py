"""`ontology/geopolitics.ttl` → the classes and relations that the graph is made of."""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.config import GP, PREFIXES, ontology_dir
from kg.errors import VocabularyError

RDF, RDFS, OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
FAMILIES = ("cooperative", "conflictual", "structural")
"""The three families of relations, as the super-properties `gp:<family>Relation` name them."""

Properties = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the ontology; `ancestors` are all classes above it and itself."""

    name: str
    label_es: str
    label_en: str
    comment_es: str
    comment_en: str
    parents: tuple[str, ...]
    ancestors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the ontology. `domain` and `range` name the classes of which its ends must be one."""

    name: str
    label_es: str
    label_en: str
    inverse_es: str
    inverse_en: str
    comment_es: str
    comment_en: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    plover: str | None
    family: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """Every class and relation by its name without prefix; `digest` is the SHA-256 of the file."""

    classes: Mapping[str, Class]
    relations: Mapping[str, Relation]
    digest: str

    @classmethod
    def load(cls, path: Path | None = None) -> Ontology:
        """The ontology of the package, or of another Turtle file; each file is read once.

        Raises `VocabularyError` where the file is missing, is no Turtle, or a relation lacks a part.
        """
        return _load(path or path_of_ontology())

    def is_a(self, name: str, parent: str) -> bool:
        """Whether class `name` is `parent` or lies below it; False where the ontology lacks it ("Mention" included)."""
        known = self.classes.get(name)
        return known is not None and parent in known.ancestors

    def accepts(self, relation: str, subject_type: str, object_type: str) -> bool:
        """Whether ends of these classes fit the relation's domain and range."""
        known = self.relations[relation]
        return any(self.is_a(subject_type, d) for d in known.domain) and any(
            self.is_a(object_type, r) for r in known.range
        )


def path_of_ontology() -> Path:
    """Where the ontology's Turtle file lies."""
    return ontology_dir() / "geopolitics.ttl"


@functools.cache
def _load(path: Path) -> Ontology:
    try:
        content = path.read_bytes()
        triples = list(ox.parse(content, ox.RdfFormat.TURTLE))
    except OSError as error:
        raise VocabularyError(
            f"{path}: cannot be read ({error.strerror}): reinstall kg, or restore the file"
        ) from error
    except SyntaxError as error:
        raise VocabularyError(f"{path}: not well-formed Turtle: {error}") from error
    nodes: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for quad in triples:
        nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    classes = dict(_classes(nodes))
    relations = dict(_relations(nodes, path))
    return Ontology(MappingProxyType(classes), MappingProxyType(relations), hashlib.sha256(content).hexdigest())


def _classes(nodes: Mapping[str, Properties]) -> Iterator[tuple[str, Class]]:
    parents = {
        iri: [p.value for p in node.get(RDFS + "subClassOf", [])]
        for iri, node in nodes.items()
        if iri.startswith(GP) and OWL + "Class" in _values(node, RDF + "type")
    }
    for iri in parents:
        node = nodes[iri]
        above = tuple(_local(parent) for parent in parents[iri])
        ancestors = frozenset(_local(ancestor) for ancestor in _closure(iri, parents))
        yield (
            _local(iri),
            Class(_local(iri), *_texts(node, RDFS + "label"), *_texts(node, RDFS + "comment"), above, ancestors),
        )


def _relations(nodes: Mapping[str, Properties], path: Path) -> Iterator[tuple[str, Relation]]:
    families = {f"{GP}{family}Relation": family for family in FAMILIES}
    for iri, node in nodes.items():
        family = next((families[s] for s in _values(node, RDFS + "subPropertyOf") if s in families), None)
        if family is None:
            continue
        name = _local(iri)
        domain = _union(nodes, node, RDFS + "domain")
        range_ = _union(nodes, node, RDFS + "range")
        if not domain or not range_:
            raise VocabularyError(f"{path}: gp:{name} lacks rdfs:domain or rdfs:range: add them")
        plover = next((_local(event) for event in _values(node, GP + "ploverEvent")), None)
        symmetric = OWL + "SymmetricProperty" in _values(node, RDF + "type")
        labels = (*_texts(node, RDFS + "label"), *_texts(node, GP + "inverseLabel"), *_texts(node, RDFS + "comment"))
        if not all(labels):
            raise VocabularyError(f"{path}: gp:{name} lacks a label, inverse label or comment in es or en: add it")
        yield name, Relation(name, *labels, domain, range_, symmetric, plover, family)


def _local(iri: str) -> str:
    return iri.removeprefix(GP)


def _values(node: Properties, predicate: str) -> list[str]:
    return [term.value for term in node.get(predicate, [])]


def _texts(node: Properties, predicate: str) -> tuple[str, str]:
    found = {t.language: t.value for t in node.get(predicate, []) if isinstance(t, ox.Literal)}
    return found.get("es", ""), found.get("en", "")


def _closure(start: str, parents: Mapping[str, Iterable[str]]) -> set[str]:
    seen, queue = {start}, [start]
    while queue:
        for parent in parents.get(queue.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                queue.append(parent)
    return seen


def _union(nodes: Mapping[str, Properties], node: Properties, predicate: str) -> tuple[str, ...]:
    """The classes that a domain or range names: itself, or the members of its `owl:unionOf`."""
    names: list[str] = []
    for target in node.get(predicate, []):
        if isinstance(target, ox.NamedNode):
            names.append(_local(target.value))
            continue
        for head in _values(nodes[target.value], OWL + "unionOf"):
            while head != RDF + "nil":
                names.append(_local(_values(nodes[head], RDF + "first")[0]))
                head = _values(nodes[head], RDF + "rest")[0]
    return tuple(names)

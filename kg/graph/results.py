"""What a query answers: rows of terms that are strings, and any format that SPARQL knows. Imports no rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from kg.config import PREFIXES
from kg.errors import QueryError

TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Formats of the answers to SELECT and ASK."""

GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
    "rdf": ox.RdfFormat.RDF_XML,
}
"""Formats of the answers to CONSTRUCT and DESCRIBE."""


class Term(str):
    """An RDF term as its string: an IRI, a literal's text, a blank node's name.

    `kind` is "iri", "literal", "blank" or (a quoted triple) "triple"; `datatype` and `language` are set on literals.
    """

    kind: str
    datatype: str | None
    language: str | None

    def __new__(cls, text: str, kind: str, datatype: str | None = None, language: str | None = None) -> Term:
        term = super().__new__(cls, text)
        term.kind, term.datatype, term.language = kind, datatype, language
        return term

    @classmethod
    def of(cls, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Term:
        """A term of pyoxigraph as one of ours."""
        if isinstance(term, ox.Literal):
            return cls(term.value, "literal", term.datatype.value, term.language)
        return cls(term.value, "iri" if isinstance(term, ox.NamedNode) else "blank")

    @property
    def value(self) -> str:
        """The string itself."""
        return str(self)

    def n3(self) -> str:
        """The term as N-Triples and SPARQL write it."""
        if self.kind == "iri":
            return str(ox.NamedNode(self))
        if self.kind == "blank":
            return str(ox.BlankNode(self))
        if self.kind == "triple":
            return str(self)
        if self.language:
            return str(ox.Literal(str(self), language=self.language))
        return str(ox.Literal(str(self), datatype=ox.NamedNode(self.datatype or PREFIXES["xsd"] + "string")))

    def __repr__(self) -> str:
        return self.n3()


class Row:
    """One answer: `row["who"]`, `row.who` and `row[0]` give a `Term`, or None where the variable is unbound.

    Iteration goes over the values, so that `who, what = row` works.
    """

    __slots__ = ("_terms", "variables")

    def __init__(self, variables: tuple[str, ...], terms: tuple[Term | None, ...]) -> None:
        self.variables, self._terms = variables, terms

    def __getitem__(self, key: str | int) -> Term | None:
        if isinstance(key, int):
            return self._terms[key]
        if key not in self.variables:
            raise KeyError(key)
        return self._terms[self.variables.index(key)]

    def __getattr__(self, name: str) -> Term | None:
        if name.startswith("_") or name not in self.variables:
            raise AttributeError(f"the answer has no variable ?{name}: it has {', '.join(self.variables)}")
        return self[name]

    def __iter__(self) -> Iterator[Term | None]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self.variables, self._terms) == (other.variables, other._terms)

    def __hash__(self) -> int:
        return hash((self.variables, self._terms))

    def asdict(self) -> dict[str, Term]:
        """The bound variables and their values."""
        return {name: term for name, term in zip(self.variables, self._terms, strict=True) if term is not None}

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={term!r}' for name, term in self.asdict().items())})"


class QueryResult:
    """The whole answer to one query; it stays valid when the store changes or closes.

    `kind` is "select", "ask" or "graph"; `variables` the names in the order of the query ("subject", "predicate" and
    "object" for a graph). Iterating gives `Row`s; `bool()` the answer to ASK, else whether there is any row.
    """

    def __init__(self, kind: str, variables: tuple[str, ...], body: bytes) -> None:
        self.kind, self.variables, self._body = kind, variables, body

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All answers; none for ASK."""
        if self.kind == "ask":
            return ()
        if self.kind == "graph":
            return tuple(
                Row(self.variables, (_term(q.subject), _term(q.predicate), _term(q.object)))
                for q in ox.parse(self._body, ox.RdfFormat.N_TRIPLES)
            )
        solutions = ox.parse_query_results(self._body, ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        return tuple(Row(self.variables, tuple(_term(term) for term in solution)) for solution in solutions)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        if self.kind == "ask":
            return bool(ox.parse_query_results(self._body, ox.QueryResultsFormat.JSON))
        return bool(self.rows)

    def serialize(self, format: str | None = None) -> str:
        """The answer in one of `TABLE_FORMATS` (SELECT, ASK; default json) or `GRAPH_FORMATS` (default ttl).

        Raises `QueryError` for a format that this kind of answer does not have.
        """
        formats = GRAPH_FORMATS if self.kind == "graph" else TABLE_FORMATS
        name = format or next(iter(formats))
        if name not in formats:
            asked = {"graph": "CONSTRUCT and DESCRIBE", "ask": "ASK", "select": "SELECT"}[self.kind]
            raise QueryError(f"format {name!r} does not fit the answer to {asked}: use {', '.join(formats)}")
        if self.kind == "graph":
            triples = [q.triple for q in ox.parse(self._body, ox.RdfFormat.N_TRIPLES)]
            data = ox.serialize(triples, format=GRAPH_FORMATS[name], prefixes=PREFIXES)
        else:
            results = ox.parse_query_results(self._body, ox.QueryResultsFormat.JSON)
            data = results.serialize(format=TABLE_FORMATS[name])
        return (data or b"").decode("utf-8")


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Term | None:
    if term is None:
        return None
    return Term(str(term), "triple") if isinstance(term, ox.Triple) else Term.of(term)

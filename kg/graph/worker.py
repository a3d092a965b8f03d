"""One SPARQL query over a store → a header and a body in bytes; also a program, so that a deadline can end the query.

As a program it reads a request as JSON from standard input and writes the header as one line of JSON, then the body.
It imports nothing of `kg`, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from typing import TypedDict

import pyoxigraph as ox


class Request(TypedDict):
    """A query with its prefixes; `substitutions` holds variables' values as N-Triples terms."""

    query: str
    prefixes: dict[str, str]
    substitutions: dict[str, str]


class Header(TypedDict, total=False):
    """What came: `kind` (select, ask, graph) with `variables`, or `error` (syntax, query, store) with `message`."""

    kind: str
    variables: list[str]
    error: str
    message: str


def evaluate(store: ox.Store, request: Request) -> tuple[Header, bytes]:
    """Run the query over the union of all graphs. The body is SPARQL JSON, or N-Triples for a graph."""
    substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
    substitutions = {ox.Variable(name): _term(text) for name, text in request["substitutions"].items()}
    try:
        result = store.query(
            request["query"],
            prefixes=request["prefixes"],
            use_default_graph_as_union=True,
            substitutions=substitutions,
        )
        if isinstance(result, ox.QueryTriples):
            body = ox.serialize(dict.fromkeys(result), format=ox.RdfFormat.N_TRIPLES)
            return {"kind": "graph", "variables": ["subject", "predicate", "object"]}, body or b""
        kind = "ask" if isinstance(result, ox.QueryBoolean) else "select"
        variables = [] if isinstance(result, ox.QueryBoolean) else [variable.value for variable in result.variables]
        return {"kind": kind, "variables": variables}, result.serialize(format=ox.QueryResultsFormat.JSON) or b""
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}, b""
    except RuntimeError as error:  # a substituted variable that the query does not select, or a failing SERVICE
        return {"error": "query", "message": str(error)}, b""
    except OSError as error:
        return {"error": "store", "message": str(error)}, b""


def _term(text: str) -> ox.NamedNode | ox.Literal:
    quad = next(iter(ox.parse(f"<urn:s> <urn:p> {text} .", ox.RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object


def main() -> None:
    """Answer the one request on standard input."""
    message = json.load(sys.stdin)
    try:
        store = ox.Store.read_only(message["path"])
    except OSError as error:
        header, body = Header(error="store", message=str(error)), b""
    else:
        header, body = evaluate(store, message["request"])
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + body)


if __name__ == "__main__":
    main()

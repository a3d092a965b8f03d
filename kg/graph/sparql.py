"""A user's query → checked (read-only, no SERVICE), given its prefixes, run with a deadline, or refused in one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.config import PREFIXES
from kg.errors import GraphError, QueryError
from kg.graph import worker
from kg.graph.results import QueryResult, Term

_BASE = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
_BASE += "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_MORE = "\u00b7\u0300-\u036f\u203f-\u2040"
_FIRST = f"[{_BASE}_0-9:]|%[0-9A-Fa-f]{{2}}|\\\\[_~.\\-!$&'()*+,;=/?#@%]"
_NEXT = f"{_FIRST}|[-{_MORE}]"

_TOKEN = re.compile(
    rf"""
      (?P<comment>\#[^\r\n]*)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
        | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*")
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_0-9{_MORE}]*)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[{_BASE}_](?:[-{_BASE}_0-9.{_MORE}]*[-{_BASE}_0-9{_MORE}])?)?:
        (?:(?:{_FIRST})(?:\.*(?:{_NEXT}))*)?)
    | (?P<word>[{_BASE}_][{_BASE}_0-9]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""SPARQL's tokens as far as finding keywords needs them; whatever this reads as a word, SPARQL may read as several."""

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_FORBIDDEN = ("SERVICE", "LOAD")


def refuse(query: str) -> None:
    """Raise `QueryError` for an update, and for SERVICE and LOAD, which would reach into the network or the disk."""
    words = list(_words(query))
    form = next((word for word, _ in words if word in _FORMS | _UPDATES), None)
    if form in _UPDATES:
        raise QueryError(f"{form} is an update: a query reads only: use SELECT, ASK, CONSTRUCT or DESCRIBE")
    for word, position in words:
        # The parser ends a word early where it can ("trueSERVICE" is two), so a part of a word is enough.
        for forbidden in _FORBIDDEN:
            if forbidden in word:
                line, column = _place(query, position)
                raise QueryError(f"{forbidden} at {line}:{column} is not allowed: a query stays within the store")
    if form is None:
        raise QueryError(
            "no query: it must hold SELECT, ASK, CONSTRUCT or DESCRIBE; --name asks a saved one, --list shows them"
        )


def _words(query: str) -> Iterator[tuple[str, int]]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup == "word":
            yield match.group().upper(), match.start()


def _place(query: str, position: int) -> tuple[int, int]:
    before = query[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def term(value: str) -> Term:
    """A value for a variable: a `Term` as it is, an IRI or prefixed name ("gp:supports") as an IRI, else as text."""
    if isinstance(value, Term):
        return value
    prefix, colon, name = value.partition(":")
    if colon and prefix in PREFIXES:
        return Term(PREFIXES[prefix] + name, "iri")
    if colon and prefix in ("http", "https", "urn"):
        return Term(value, "iri")
    return Term(value, "literal")


def request(query: str, bindings: Mapping[str, str] | None) -> worker.Request:
    """A checked query as the worker takes it. Raises `QueryError` where it is refused or a value is no term."""
    refuse(query)
    try:
        substitutions = {name.lstrip("?$"): term(value).n3() for name, value in (bindings or {}).items()}
    except ValueError as error:
        raise QueryError(f"a value for the query is no RDF term: {error}") from error
    return {"query": query, "prefixes": PREFIXES, "substitutions": substitutions}


def result(header: worker.Header, body: bytes) -> QueryResult:
    """The worker's answer as a value. Raises `QueryError` for bad syntax, `GraphError` for a store that fails."""
    if "error" in header:
        if header["error"] == "syntax":
            raise QueryError(f"SPARQL {_one_line(header['message'])}")
        if header["error"] == "query":
            raise QueryError(f"the query cannot be answered: {_one_line(header['message'])}")
        raise GraphError(f"the store failed while reading: {_one_line(header['message'])}")
    return QueryResult(header["kind"], tuple(header["variables"]), body)


def _one_line(message: str) -> str:
    """A parser's message without its list of every possible character: "error at 1:5: expected one of …"."""
    line = " ".join(message.split())
    if "Prefix not found" in line:
        known = ", ".join(PREFIXES)
        return line.partition(" expected")[0] + f" unknown prefix: declare it with PREFIX, or use one of {known}"
    return line if len(line) <= 200 else line[:200] + "…"


def run_in_thread(store: ox.Store, asked: worker.Request, timeout: float) -> QueryResult:
    """Run over a store in memory. At the deadline the caller is freed, while the query itself runs to its end."""
    answers: list[tuple[worker.Header, bytes]] = []
    thread = threading.Thread(target=lambda: answers.append(worker.evaluate(store, asked)), daemon=True)
    thread.start()
    thread.join(timeout)
    if not answers:
        raise _late(timeout)
    return result(*answers[0])


def run_in_process(
    path: Path, asked: worker.Request, timeout: float, *, left: float, keep: tuple[int, ...] = ()
) -> QueryResult:
    """Run over a store on disk in a process of its own, which is killed at the deadline.

    Of the `timeout` that the user gave, `left` seconds remain.
    `keep` are file descriptors that the process inherits, so that a lock is held as long as it reads.
    """
    message = json.dumps({"path": str(path), "request": asked}).encode()
    command = [sys.executable, "-P", worker.__file__]
    try:
        done = subprocess.run(command, input=message, capture_output=True, timeout=left, pass_fds=keep, check=False)
    except subprocess.TimeoutExpired:
        raise _late(timeout) from None
    if done.returncode != 0:
        raise GraphError(f"the query's process ended with {done.returncode}: it may lack memory: ask for less")
    header, _, body = done.stdout.partition(b"\n")
    return result(json.loads(header), body)


def _late(timeout: float) -> QueryError:
    return QueryError(f"the query took longer than {timeout:g} s: narrow it, or allow more time (--timeout)")

"""The exceptions of `kg`. The tree:

KGError                 anything that `kg` raises on purpose; its message is one line: what, where, what to do
  + ArticleError        a source cannot be read, or holds no text
  + VocabularyError     a file of `ontology/` is wrong; the message names file and entry
  + GraphError          the store cannot be opened, or refuses a change
    + StoreBusyError    another process holds the store
  + QueryError          a SPARQL query is malformed, refused, or took too long
  + ModelError          the language model is missing or does not fit
  + UsageError          a call or command that makes no sense
"""

from __future__ import annotations


class KGError(Exception):
    """Base of all errors that `kg` raises on purpose."""


class ArticleError(KGError):
    """A source cannot be read, or holds no text."""


class VocabularyError(KGError):
    """A file of `ontology/` is wrong."""


class GraphError(KGError):
    """The store cannot be opened, or refuses a change."""


class StoreBusyError(GraphError):
    """Another process holds the store."""


class QueryError(KGError):
    """A SPARQL query is malformed, refused, or took too long."""


class ModelError(KGError):
    """The language model is missing or does not fit."""


class UsageError(KGError):
    """A call or command that makes no sense."""

"""A graph → a file, one format a module; which one is told by the file's ending."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

__all__ = ["ENDINGS", "Exportable", "export"]

RDF = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")
NETWORK = (".graphml", ".gexf")
TABLE = (".csv", ".parquet")
ENDINGS = (*RDF, *NETWORK, *TABLE)
"""The endings that `export` knows: RDF, NetworkX's formats, and the table of claims."""


class Exportable(Protocol):
    """What `export` asks of a graph."""

    def quads(self) -> Iterable[ox.Quad]:
        """All quads of the graph."""

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The claims as edges between entities."""


def export(graph: Exportable, path: Path) -> None:
    """Write a graph to `path`, in the format of its ending; an old file is replaced whole or left as it is.

    Raises UsageError for an unknown ending, a folder that cannot be written, or a missing extra.
    """
    from kg.output.files import replacing

    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"{path}: unknown ending {ending!r}: known are {' '.join(ENDINGS)}")
    with replacing(path) as temporary:
        if ending in RDF:
            from kg.output import rdf

            temporary.write_bytes(rdf.serialize(graph.quads(), ending))
        elif ending in TABLE:
            from kg.output import csv

            (csv.write_csv if ending == ".csv" else csv.write_parquet)(graph.to_networkx(), temporary)
        else:
            from kg.output import graphml

            write = graphml.write_graphml if ending == ".graphml" else graphml.write_gexf
            write(graph.to_networkx(), temporary)

"""How long `kg query` takes from the start of its process to its end: python benchmarks/query.py

The seeds are put into a store in a temporary folder; then each query runs in a new process, in turns. Printed are the
medians of the wall clock and of the CPU time; with `--limit` the exit code is 1 where a median of the wall clock is
above it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg import KnowledgeGraph

SEEDS = Path(__file__).parents[1] / "seeds"
QUERIES = {
    "plain triple": ["SELECT ?who WHERE { ?who gp:suppliesArmsTo id:RUS }"],
    "saved, a name": ["--name", "arms-suppliers", "--param", "recipient=Rusia"],
    "all claims": ["SELECT * WHERE { ?claim a gp:Claim ; ?key ?value }"],
}


def run(store: Path, arguments: list[str]) -> tuple[float, float]:
    """Wall clock and CPU seconds of one `kg query`."""
    before, begin = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "kg", "query", "--store", str(store), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begin, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The time of kg query, from process start to end.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, help="exit with 1 if a median of the wall clock is above this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        with KnowledgeGraph(store) as graph:
            graph.add(SEEDS)
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in QUERIES}
        for number in range(options.rounds + 1):
            for name, arguments in QUERIES.items():
                times = run(store, arguments)
                if number:  # the first round warms the disk's cache
                    spent[name].append(times)
    slowest = 0.0
    for name, rounds in spent.items():
        wall, cpu = (statistics.median(column) for column in zip(*rounds, strict=True))
        slowest = max(slowest, wall)
        print(f"{name:14}  {wall:.3f} s wall clock, {cpu:.3f} s CPU (median of {options.rounds})")
    return int(options.limit is not None and slowest > options.limit)


if __name__ == "__main__":
    sys.exit(main())

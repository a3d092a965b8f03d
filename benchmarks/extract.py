"""What `kg extract` costs beside the bare spaCy pipeline on the same texts: python benchmarks/extract.py [FILE.txt …]

Both run over the same articles (the seeds, or files of yours) in turns within one process, the bare pipeline first in
even rounds and second in odd ones, so that a busy machine slows both alike. Printed are the medians and their ratio;
with `--limit` the exit code is 1 where the ratio is above it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kg import Article, articles, nlp

SEEDS = Path(__file__).parents[1] / "seeds"


def measure(found: list[Article], rounds: int) -> tuple[list[float], list[float]]:
    """CPU seconds of each round of the bare pipeline and of ours."""
    ours = nlp.load()
    bare = nlp.load()
    for name in nlp.STAGES:
        bare.remove_pipe(name)

    def run_ours() -> None:
        for _ in nlp.extract(ours, found):
            pass

    def run_bare() -> None:
        with nlp.one_thread():
            for article in found:
                bare(article.text)

    spent: dict[Callable[[], None], list[float]] = {run_bare: [], run_ours: []}
    run_ours()
    run_bare()
    for number in range(rounds):
        for run in (run_bare, run_ours) if number % 2 == 0 else (run_ours, run_bare):
            begin = time.process_time()
            run()
            spent[run].append(time.process_time() - begin)
    return spent[run_bare], spent[run_ours]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The cost of kg extract beside the bare spaCy pipeline.")
    parser.add_argument("files", nargs="*", help="articles to read [default: seeds/]")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, help="exit with 1 if the ratio of the medians is above this")
    options = parser.parse_args()
    found = [item for item in articles.read(options.files or [SEEDS]) if isinstance(item, Article)]
    bare, ours = measure(found, options.rounds)
    ratio = statistics.median(ours) / statistics.median(bare)
    ratios = sorted(mine / other for mine, other in zip(ours, bare, strict=True))
    characters = sum(len(article.text) for article in found)
    print(f"{len(found)} articles, {characters} characters, {options.rounds} rounds, CPU seconds a round (median)")
    print(f"bare spaCy pipeline  {statistics.median(bare):.3f}")
    print(f"kg extract           {statistics.median(ours):.3f}")
    print(f"ratio                {ratio:.3f}  (paired rounds: {ratios[0]:.3f} to {ratios[-1]:.3f})")
    return int(options.limit is not None and ratio > options.limit)


if __name__ == "__main__":
    sys.exit(main())

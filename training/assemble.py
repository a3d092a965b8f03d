"""Put the pipeline together: ``python -m training.assemble --parser DIR --ner DIR --out DIR [--report FILE]``.

The trained parser pipeline is saved with the named-entity recogniser of another pipeline, which keeps its own
tok2vec, its sources and its figures, and with the name, version, licences, sources and figures in `meta.json`.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

NAME = "geopol"
VERSION = "0.1.0"
SOURCES = (
    {
        "name": "UD Spanish AnCora 2.9 (development and test sentences)",
        "url": "https://github.com/UniversalDependencies/UD_Spanish-AnCora",
        "license": "CC BY 4.0",
        "author": "Martínez Alonso, Zeman, Taulé, Martí, Recasens and others",
    },
    {
        "name": "UD Spanish GSD",
        "url": "https://github.com/UniversalDependencies/UD_Spanish-GSD",
        "license": "CC BY-SA 4.0",
        "author": "McDonald, Nivre, Ballesteros, Martínez Alonso and others",
    },
    {
        "name": "UD Spanish PUD",
        "url": "https://github.com/UniversalDependencies/UD_Spanish-PUD",
        "license": "CC BY-SA 3.0",
        "author": "Uszkoreit, Macketanz, Burchardt and others",
    },
    {
        "name": "CESS-ESP, part of CESS-ECE (in the NLTK data package cess_esp)",
        "url": "https://www.nltk.org/nltk_data/",
        "license": "free for research; citation of CESS-ECE asked for",
        "author": "M. Antònia Martí, Mariona Taulé, Lluís Màrquez, Manuel Bertran (2007)",
    },
    {
        "name": "CoNLL-2002 Spanish named entities",
        "url": "https://www.clips.uantwerpen.be/conll2002/ner/",
        "license": "free for research",
        "author": "EFE News Agency; TALP and CLiC, UPC and UB",
    },
)
LICENSE = "CC BY-SA 4.0, under the terms of the sources named: CC BY, CC BY-SA and, in part, research only"
ENTITIES = "named entities"
"""Under this key the meta data have the recogniser's figures."""
DESCRIPTION = (
    "Spanish news: parts of speech, morphology, dependencies with function labels (obl:agent, obl:arg, iobj, "
    "obl:tmod, obl:lmod, xcomp:pred), lemmas, named entities."
)


def assemble(parser: Path, ner: Path, report: dict[str, Any] | None = None) -> Language:
    """The parser pipeline with the recogniser of `ner` behind it; `report` goes into the meta data."""
    nlp = spacy.load(parser)
    other = spacy.load(ner)
    if other.has_pipe("tok2vec"):
        # a recogniser that listens to a shared tok2vec gets a copy of its own
        listeners = other.get_pipe("tok2vec").listener_map  # type: ignore[attr-defined]
        if "ner" in listeners:
            other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=other)
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description=DESCRIPTION,
        license=LICENSE,
        sources=[*SOURCES, *(source for source in other.meta.get("sources", ()) if source not in SOURCES)],
        author="the kg authors",
    )
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # where the training material lay concerns nobody
    taken = {key: value for key, value in other.meta["performance"].items() if key == ENTITIES}
    nlp.meta["performance"] = (report or {}) | taken
    return nlp


def put(nlp: Language, out: Path) -> None:
    """Save beside `out` and move into its place, so that no reader meets half a pipeline."""
    new, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for folder in (new, old):
        shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(new)
    if out.exists():
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--parser", type=Path, required=True)
    arguments.add_argument("--ner", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--report", type=Path)
    given = arguments.parse_args()
    report = json.loads(given.report.read_text(encoding="utf8")) if given.report else None
    put(assemble(given.parser, given.ner, report), given.out)


if __name__ == "__main__":
    main()

"""`spacy train` with numpy's matrix products: ``python -m training.train CONFIG --out DIR [--set SECTION.KEY=VALUE]``.

spaCy multiplies matrices with the generic kernels of the library BLIS; numpy's OpenBLAS is two to three times as fast
on processors with AVX2 and gives the same products but for rounding.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacy import util
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_loop
from thinc.api import use_ops

import training.callbacks  # noqa: F401  (registers what the configurations name)


def train(config: Path, out: Path, settings: Mapping[str, Any]) -> None:
    """Train by a configuration with some settings changed; the best pipeline comes to stand in `out`."""
    trial = out.with_name(out.name + ".trial")
    trial.mkdir(parents=True, exist_ok=True)
    with use_ops("numpy", use_blis=False):
        nlp = init_nlp(util.load_config(config, overrides=dict(settings), interpolate=False))
        run_loop(nlp, trial, use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)
    (trial / "model-best").rename(out)
    shutil.rmtree(trial)


def setting(text: str) -> tuple[str, Any]:
    """ "training.max_steps=1500" as key and value, a number where it is one."""
    key, _, value = text.partition("=")
    try:
        return key, json.loads(value)
    except json.JSONDecodeError:
        return key, value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--set", type=setting, action="append", default=[], dest="settings")
    given = parser.parse_args()
    train(given.config, given.out, dict(given.settings))


if __name__ == "__main__":
    main()

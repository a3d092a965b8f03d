"""The whole recipe: ``python -m training.run --data DATA --raw TEXT --ner PIPELINE --work WORK --out OUT``.

DATA as `training.prepare` wants it; TEXT raw news, one paragraph a line; PIPELINE a spaCy pipeline whose recogniser is
taken over. Every step leaves its result in WORK and is skipped where that stands already, so that a run that was
broken off goes on where it stopped. On one core the whole takes about four hours and a half.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from training.assemble import assemble, put
from training.conllu import read
from training.docs import augmented, save, without_accents
from training.evaluate import evaluate
from training.prepare import is_ancora

CONFIGS = Path(__file__).parent / "configs"
PRETRAINING_EPOCHS = 3
SEEDS = (0, 1)
NEWS_SEEDS = (5, 6)
VOTED_WORDS = 400_000
TAUGHT_SEEDS = (11, 12, 13)
TAUGHT_WORDS = 700_000
TAUGHT_STEPS = 2000
SHORTEST_PARAGRAPH = 30
SHARE_BARE, SHARE_CAPITALS = 0.06, 0.04
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def write_raw(text: Path, out: Path, seed: int = 0) -> None:
    """Paragraphs in random order as JSON lines, a few without accents or in capitals."""
    rng = random.Random(seed)
    lines = [line.strip() for line in text.read_text(encoding="utf8").splitlines()]
    lines = [line for line in lines if len(line) > SHORTEST_PARAGRAPH]
    rng.shuffle(lines)
    with out.open("w", encoding="utf8") as file:
        for line in lines:
            draw = rng.random()
            if draw < SHARE_BARE:
                line = without_accents(line)
            elif draw < SHARE_BARE + SHARE_CAPITALS:
                line = line.upper()
            file.write(json.dumps({"text": line}, ensure_ascii=False) + "\n")


def call(module: str, *arguments: object) -> None:
    command = [sys.executable, "-m", *module.split(), *map(str, arguments)]
    subprocess.run(command, check=True, env=os.environ | ONE_THREAD)


def spacy_train(config: str, out: Path, **settings: object) -> None:
    """`training.train` with settings by their keys, dots written as two underscores; skipped where `out` stands."""
    if not out.exists():
        values = (f"{key.replace('__', '.')}={value}" for key, value in settings.items())
        call("training.train", CONFIGS / config, "--out", out, *(part for value in values for part in ("--set", value)))


def first_runs(work: Path) -> list[Path]:
    """Pretraining, then one pipeline a seed on gold trees."""
    weights = work / "pretraining" / f"model{PRETRAINING_EPOCHS - 1}.bin"
    if not weights.exists():
        raw = ("--paths.raw_text", work / "raw.jsonl")
        call("spacy pretrain", CONFIGS / "parser.cfg", work / "pretraining", *raw)
    pipelines = []
    for seed in SEEDS:
        out = work / f"first-{seed}"
        spacy_train(
            "parser.cfg",
            out,
            paths__train=work / "train.spacy",
            paths__dev=work / "dev.spacy",
            paths__init_tok2vec=weights,
            system__seed=seed,
        )
        pipelines.append(out)
    return pipelines


def second_run(work: Path, text: Path, voters: Sequence[Path]) -> Path:
    """The first pipeline trained on: gold trees twice, and trees that the voters agree on."""
    mixed = work / "mixed"
    mixed.mkdir(exist_ok=True)
    for name in ("gold-1.spacy", "gold-2.spacy"):
        shutil.copy(work / "train.spacy", mixed / name)
    if not (mixed / "voted.spacy").exists():
        call("training.vote", "--raw", text, "--words", VOTED_WORDS, "--out", mixed / "voted.spacy", *voters)
    out = work / "second"
    spacy_train("adapt.cfg", out, paths__base=voters[0], paths__train=mixed, paths__dev=work / "dev.spacy")
    return out


def third_run(work: Path, second: Path) -> Path:
    """The second pipeline trained on with a falling rate, without GSD and PUD, whose conventions differ."""
    news = work / "news"
    if not news.exists():
        sentences = [s for s in read(work / "train.conllu") if is_ancora(s)]
        for number, seed in enumerate(NEWS_SEEDS, start=1):
            save(news / f"gold-{number}.spacy", augmented(sentences, seed))
        shutil.copy(work / "mixed" / "voted.spacy", news)
    out = work / "third"
    spacy_train("anneal.cfg", out, paths__base=second, paths__train=news, paths__dev=work / "dev.spacy")
    return out


def fourth_run(work: Path, text: Path, third: Path) -> Path:
    """The third pipeline trained on once more, on other raw news with trees that a graph-based parser has taught it."""
    teacher = work / "graph.pt"
    if not teacher.exists():
        call("training.graph", "--work", work, "--raw", text, "--out", teacher)
    taught = work / "taught"
    if not (taught / "voted.spacy").exists():
        sentences = [s for s in read(work / "train.conllu") if is_ancora(s)]
        for number, seed in enumerate(TAUGHT_SEEDS, start=1):
            save(taught / f"gold-{number}.spacy", augmented(sentences, seed))
        raw = ("--raw", text, "--words", TAUGHT_WORDS, "--seed", 1)
        call("training.vote", *raw, "--graph", teacher, "--out", taught / "voted.spacy", third)
    out = work / "fourth"
    spacy_train(
        "anneal.cfg",
        out,
        paths__base=third,
        paths__train=taught,
        paths__dev=work / "dev.spacy",
        training__max_steps=TAUGHT_STEPS,
        training__eval_frequency=200,
        training__optimizer__learn_rate__total_steps=TAUGHT_STEPS + 60,
    )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "raw", "ner", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    work: Path = given.work
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "functions.spacy").exists():
        call("training.prepare", "--data", given.data, "--work", work)
    if not (work / "raw.jsonl").exists():
        write_raw(given.raw, work / "raw.jsonl")
    third = third_run(work, second_run(work, given.raw, first_runs(work)))
    final = fourth_run(work, given.raw, third)
    report = evaluate(final, work / "test.conllu", work / "functions.conllu")
    print(json.dumps(report, indent=1))
    put(assemble(final, given.ner, report), given.out)


if __name__ == "__main__":
    main()

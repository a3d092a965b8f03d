"""The command that measures the extractor: eval."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.common import complain, exit_code, model_option, options


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="GOLD.jsonl")
@click.option("--errors", is_flag=True, help="Also the missed and the wrong triples, by kind of mistake.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@model_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract at once.")
@options
@click.pass_context
def evaluate(
    ctx: click.Context, gold: Path, errors: bool, as_json: bool, model: str | None, jobs: int, store: Path
) -> None:
    """Precision, recall and F1 of the extractor on annotated articles: overall, by relation, and of the qualifiers.

    With --errors also what went wrong: missed triples by what stood in the way (entity not found, no trigger of the
    relation, not resolved in its sentence, not linked) or by what was found instead (wrong direction, other relation,
    other object, other subject), wrong ones with their trigger and entry of the lexicon.

    \b
    Example:
      kg eval gold.jsonl --errors
    """
    from dataclasses import asdict

    from kg import build
    from kg import evaluate as scorer
    from kg.articles import Failure

    annotated = scorer.read_gold(gold)
    predicted = {}
    failed = 0
    for item in build.extract([gold], model=model, jobs=jobs, extractor=ctx.obj):
        if isinstance(item, Failure):
            failed += 1
            complain(f"{item.source}: {item.reason}")
        else:
            predicted[item[0].id] = item[1]
    score = scorer.evaluate(annotated, predicted, build.survey([gold], annotated.keys()) if errors else None)
    if as_json:
        figures = score.figures()
        if errors:
            figures |= {"missed": [asdict(m) for m in score.missed], "wrong": [asdict(m) for m in score.wrong]}
        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        click.echo("\n".join(scorer.report(score, errors=errors)))
    ctx.exit(exit_code(len(predicted), failed))

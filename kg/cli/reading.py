"""Commands that read articles: add, extract, remove."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import complain, exit_code, language, opened, options, reading_options, say

if TYPE_CHECKING:
    from kg.build import Extracted


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "ttl", "trig"]), help="[default: table; jsonl in a pipe]"
)
@click.option("--open", "open_relations", is_flag=True, help="Also the relations outside the ontology (table, jsonl).")
@click.option("--explain", is_flag=True, help="Also why each claim was made (table, jsonl).")
@reading_options
@options
@click.pass_context
def extract(
    ctx: click.Context,
    sources: tuple[str, ...],
    form: str | None,
    open_relations: bool,
    explain: bool,
    date: str | None,
    title: str | None,
    lang: str | None,
    model: str | None,
    jobs: int,
    store: Path,
) -> None:
    """Print the claims of each SOURCE, without a store.

    SOURCE is a file (.txt .md .html .pdf .docx .jsonl), a folder, an http(s) address, or - for standard input.

    \b
    Example:
      kg extract article.txt --date 2024-06-19
      cat article.txt | kg extract - --format jsonl
    """
    from kg import build
    from kg.articles import Failure

    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if open_relations and form not in ("table", "jsonl"):
        raise click.UsageError("--open needs --format table or jsonl: the ontology has no word for these relations")
    if explain and form not in ("table", "jsonl"):
        raise click.UsageError("--explain needs --format table or jsonl: the graph keeps no explanations (kg why)")
    failures: list[Failure] = []
    done = 0

    def successes() -> Iterator[Extracted]:
        nonlocal done
        items = build.extract(
            sources,
            date=date,
            title=title,
            language=lang,
            open_relations=open_relations,
            model=model,
            jobs=jobs,
            extractor=ctx.obj,
        )
        for item in items:
            if isinstance(item, Failure):
                failures.append(item)
                complain(f"{item.source}: {item.reason}")
            else:
                done += 1
                yield item

    if explain and form == "table":
        _print_explained(successes())
    else:
        _print_claims(successes(), form, open_relations=open_relations, explain=explain)
    ctx.exit(exit_code(done, len(failures)))


def _print_explained(extracted: Iterator[Extracted]) -> None:
    from kg.output import explanation

    for article, found in extracted:
        for claim in found:
            click.echo("\n".join(explanation.lines(article, claim, language=language())) + "\n")


def _print_claims(extracted: Iterator[Extracted], form: str, *, open_relations: bool, explain: bool) -> None:
    from kg.output import claims, explanation, table

    if form == "jsonl":
        for article, found in extracted:
            for claim in found:
                more = {"explanation": explanation.record(article, claim)} if explain else {}
                click.echo(claims.line(article, claim, open_relations=open_relations, **more))
    elif form == "table":
        rows = [claims.row(article, claim) for article, found in extracted for claim in found]
        table.show(claims.COLUMNS, rows)
    else:
        from kg.build import KnowledgeGraph

        with KnowledgeGraph() as graph:
            for article, found in extracted:
                graph.put(article, found)
            click.echo(graph.serialize(form, ontology=False), nl=False)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--replace", is_flag=True, help="Let an edited article take the place of the one that it was.")
@reading_options
@options
@click.pass_context
def add(
    ctx: click.Context,
    sources: tuple[str, ...],
    replace: bool,
    date: str | None,
    title: str | None,
    lang: str | None,
    model: str | None,
    jobs: int,
    store: Path,
) -> None:
    """Extract the claims of each SOURCE and put them into the graph; print what each article brought.

    SOURCE is a file (.txt .md .html .pdf .docx .jsonl), a folder, an http(s) address (a page, or a feed), or - for
    standard input. Each article goes in whole or not at all.

    \b
    Example:
      kg add seeds/ --jobs 2
      kg add https://example.org/noticia.html --date 2024-06-19
    """
    from kg.build import spanish
    from kg.output import text

    done = failed = 0
    with opened(store, read_only=False, extractor=ctx.obj or partial(spanish, model=model)) as graph:
        for report in graph.extend(sources, date=date, title=title, language=lang, replace=replace, jobs=jobs):
            if report.status == "failed":
                failed += 1
                complain(f"{report.article}: {report.reason}")
            else:
                done += 1
                click.echo("\n".join(text.article_report(report)))
    if failed:
        say(f"{text.counted(done, 'article')} done, {failed} failed (see above)")
    ctx.exit(exit_code(done, failed))


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ARTICLE...")
@options
@click.pass_context
def remove(ctx: click.Context, names: tuple[str, ...], store: Path) -> None:
    """Take articles out of the graph, with all that rests on them alone.

    ARTICLE is an id, a source or an IRI, as `kg articles` lists them.

    \b
    Example:
      kg remove 000_b66ed88974733697
    """
    from kg.errors import GraphError
    from kg.output import text

    done = failed = 0
    with opened(store, read_only=False, must_exist=True) as graph:
        for name in names:
            try:
                claims = graph.remove(name)
            except GraphError as error:
                failed += 1
                complain(str(error))
            else:
                done += 1
                click.echo(f"{name}: removed, {text.counted(claims, 'claim')}")
    ctx.exit(exit_code(done, failed))

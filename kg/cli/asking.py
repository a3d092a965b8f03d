"""Commands that ask the graph: query, show, path, articles, stats, validate."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.cli.common import SOME_FAILED, complain, language, opened, options, say

if TYPE_CHECKING:
    from kg.graph.results import QueryResult, Term

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")

as_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.command()
@click.argument("sparql", required=False)
@click.option(
    "-f", "--file", "file", type=click.File(encoding="utf-8"), help="Read the query from a file, - for stdin."
)
@click.option("--name", help="A saved query (see --list).")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A value for a saved query; may be repeated.")
@click.option("--list", "listing", is_flag=True, help="List the saved queries and their parameters.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: table; ttl for CONSTRUCT and DESCRIBE]")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Give up after S seconds.")
@options
def query(
    sparql: str | None,
    file: IO[str] | None,
    name: str | None,
    params: tuple[str, ...],
    listing: bool,
    form: str | None,
    timeout: float | None,
    store: Path,
) -> None:
    """Ask the graph in SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE over all articles and the ontology. Read-only.

    The prefixes gp, id, rdf, rdfs, owl, xsd, prov, skos and dcterms are declared.

    \b
    Example:
      kg query "SELECT ?who WHERE { ?who gp:suppliesArmsTo id:RUS }"
      kg query --list
    """
    if sum((sparql is not None, file is not None, name is not None, listing)) != 1:
        raise click.UsageError("give one of: a query, -f FILE, --name SAVED, --list")
    if params and not name:
        raise click.UsageError("--param needs --name SAVED")
    if listing:
        _list_saved()
        return
    with opened(store) as graph:
        if name:
            answer = graph.ask_saved(name, _parameters(params), timeout=timeout)
        else:
            answer = graph.query(file.read() if file else sparql or "", timeout=timeout)
    _print_answer(answer, form)


def _list_saved() -> None:
    from kg.output import table
    from kg.vocabulary import queries

    rows = [
        (
            saved.name,
            ", ".join(f"{item.name}={item.kind}{'' if item.required else '?'}" for item in saved.parameters),
            saved.description_es,
            saved.description_en,
        )
        for saved in queries.saved().values()
    ]
    table.show(("name", "parameters", "es", "en"), rows)


def _parameters(params: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not (key and equals):
            raise click.BadParameter(f"{param!r} is not KEY=VALUE", param_hint="'--param'")
        values[key] = value
    return values


def _print_answer(answer: QueryResult, form: str | None) -> None:
    from kg.output import table

    if form is None:
        form = "ttl" if answer.kind == "graph" else "table"
    if form != "table":
        text = answer.serialize(form)
        click.echo(text, nl=not text.endswith("\n") and text != "")
    elif answer.kind == "ask":
        click.echo("true" if answer else "false")
    else:
        table.show(answer.variables, ([_short(term) for term in row] for row in answer))


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def _short(term: Term | None) -> str | None:
    """A term as people read it: IRIs with their prefix, literals bare."""
    return _short_iri(term) if term is not None and term.kind == "iri" else term


def _short_iri(iri: str) -> str:
    from kg.config import PREFIXES

    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@click.command()
@click.argument("entity")
@as_json
@options
def show(entity: str, as_json: bool, store: Path) -> None:
    """Show an ENTITY: its labels, its type, and its relations both ways, each with articles and quotes.

    ENTITY is any of its names (accents and case aside), its id or its IRI.

    \b
    Example:
      kg show "Corea del Norte"
    """
    from kg.output import text

    with opened(store) as graph:
        profile = graph.show(entity)
    if as_json:
        _print_json(asdict(profile))
    else:
        click.echo("\n".join(text.profile(profile)))


@click.command()
@click.argument("begin", metavar="A")
@click.argument("end", metavar="B")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="At most so many chains.")
@as_json
@options
def path(begin: str, end: str, limit: int, as_json: bool, store: Path) -> None:
    """The shortest chains of relations between two entities, with their evidence.

    \b
    Example:
      kg path Irán Ucrania
    """
    from kg.output import text

    with opened(store) as graph:
        chains = graph.path(begin, end, limit=limit)
    if as_json:
        _print_json([[asdict(step) for step in chain] for chain in chains])
    elif chains:
        click.echo("\n".join(text.chains(chains)))
    else:
        say(f"no chain of relations between {begin!r} and {end!r}")


@click.command()
@click.argument("claim")
@as_json
@options
@click.pass_context
def why(ctx: click.Context, claim: str, as_json: bool, store: Path) -> None:
    """Why the extractor made a CLAIM: the words, roles and references that it rests on, and what its confidence is
    made of. The article's stored text is read once more for it.

    CLAIM is a claim's IRI, its id (as `kg query`, `kg show` and the CSV export have it) or the beginning of its hash.
    In Spanish where the locale is (LANG=es_ES.UTF-8), else in English.

    \b
    Example:
      kg why id:claim/8d0d2f5b
    """
    from kg import __version__
    from kg.output import explanation

    with opened(store, extractor=ctx.obj) as graph:
        found = graph.why(claim)
    if as_json:
        _print_json({"confidence": found.claim.confidence, **explanation.record(found.article, found.claim)})
    else:
        lines = explanation.lines(found.article, found.claim, language=language(), stored=found.stored)
        click.echo("\n".join(lines))
    if found.reader != f"kg {__version__}":
        say(f"the article was read by {found.reader}; this is how kg {__version__} reads it")


@click.command()
@as_json
@options
def articles(as_json: bool, store: Path) -> None:
    """List the articles that are in, with the number of their claims.

    \b
    Example:
      kg articles
    """
    from kg.output import table

    with opened(store) as graph:
        found = graph.articles()
    if as_json:
        _print_json([asdict(item) for item in found])
    else:
        rows = [(item.id, item.date, item.title, item.source, item.claims, _short_iri(item.iri)) for item in found]
        table.show(("id", "date", "title", "source", "claims", "iri"), rows)


@click.command()
@as_json
@options
def stats(as_json: bool, store: Path) -> None:
    """Count what is in: articles, claims, entities, relations, by relation, modality and type.

    \b
    Example:
      kg stats --json
    """
    from kg.output import table

    with opened(store) as graph:
        counts = asdict(graph.stats())
    if as_json:
        _print_json(counts)
        return
    rows: list[tuple[str, int]] = []
    for name, value in counts.items():
        rows += [(f"{name}: {key}", n) for key, n in value.items()] if isinstance(value, dict) else [(name, value)]
    table.show(("what", "count"), rows)


@click.command()
@options
@click.pass_context
def validate(ctx: click.Context, store: Path) -> None:
    """Check the store against the ontology's SHACL shapes; exit code 1 with the violations if there are any.

    \b
    Example:
      kg validate
    """
    with opened(store) as graph:
        violations = graph.validate()
    for violation in violations:
        click.echo(violation)
    if violations:
        complain(f"{len(violations)} violations of the ontology's shapes")
        ctx.exit(SOME_FAILED)
    say("valid")

"""What the commands share: options, messages on stderr, and exit codes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.build import Extractor, KnowledgeGraph

F = TypeVar("F", bound=Callable[..., Any])

SOME_FAILED = 1
UNUSABLE = 2
log = logging.getLogger("kg")
INTERRUPTED = 130


class Echo(logging.Handler):
    """Log records of `kg` as lines on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        click.echo(f"kg: {record.getMessage()}", err=True)


def _loud(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        log.setLevel(logging.DEBUG)


def _quiet(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        log.setLevel(logging.ERROR)


def options(command: F) -> F:
    """The options that every command takes: --store, -q, -v."""
    for option in (
        click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_loud, help="Say more on stderr."),
        click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_quiet, help="Only errors on stderr."),
        click.option(
            "--store",
            type=click.Path(path_type=Path, file_okay=False),
            envvar="KG_STORE",
            default=Path("kg-store"),
            show_default="KG_STORE, else ./kg-store",
            help="Folder of the graph.",
        ),
    ):
        command = option(command)
    return command


model_option = click.option(
    "--model", metavar="NAME|PATH", help="Analyse with another spaCy pipeline for Spanish: a package or a folder."
)
"""The option of every command that extracts."""


def reading_options(command: F) -> F:
    """The options of commands that read articles: --date, --title, --lang, --model, --jobs."""
    for option in (
        click.option(
            "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract at once."
        ),
        model_option,
        click.option("--lang", help="Language of the articles, e.g. es."),
        click.option("--title", help="Title of the article."),
        click.option("--date", callback=iso_date, help="Date of the articles: YYYY, YYYY-MM or YYYY-MM-DD."),
    ):
        command = option(command)
    return command


def iso_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A click callback: an ISO date of day, month or year precision."""
    from kg.articles import document

    if value is None:
        return None
    try:
        return document.iso_date(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def language() -> str:
    """The language of explanations: "es" where the locale is Spanish, else "en"."""
    setting = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "es" if setting.lower().startswith("es") else "en"


def say(message: str) -> None:
    """A message of one line on stderr, unless the user wants none (-q)."""
    log.warning("%s", message)


def complain(message: str) -> None:
    """An error of one line on stderr."""
    log.error("%s", " ".join(message.split()))


def exit_code(done: int, failed: int) -> int:
    """0 if nothing failed, 1 if some did, 2 if nothing could be used."""
    if not failed:
        return 0
    return SOME_FAILED if done else UNUSABLE


@contextmanager
def opened(
    store: Path,
    *,
    read_only: bool = True,
    must_exist: bool | None = None,
    extractor: Callable[[], Extractor] | None = None,
) -> Iterator[KnowledgeGraph]:
    """The graph in a folder, closed at the end; one that is only read must be there, unless `must_exist` says else.

    Raises GraphError, and UsageError if the folder is missing.
    """
    from kg.build import KnowledgeGraph

    if (read_only if must_exist is None else must_exist) and not store.is_dir():
        raise UsageError(f"{store}: no graph here: add articles first (kg add SOURCE), or name its folder with --store")
    with KnowledgeGraph(store, read_only=read_only, extractor=extractor) as graph:
        yield graph

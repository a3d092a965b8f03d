"""Reports, profiles and chains → lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg import config
from kg.model import ArticleReport
from kg.output.evidence import Profile, Statement, Step
from kg.output.table import cell

HEADINGS = (
    ("new entities", "new_entities"),
    ("new relations", "new_relations"),
    ("corroborated", "corroborated"),
    ("contradicted", "contradicted"),
    ("same as", "same_as"),
    ("no longer the same", "parted"),
)


def article_report(report: ArticleReport) -> Iterator[str]:
    """What one article brought."""
    match report.status:
        case "unchanged":
            yield f"{cell(report.article)}: unchanged, already in the graph"
        case "failed":
            yield f"{cell(report.article)}: failed: {cell(report.reason)}"
        case _:
            yield f"{cell(report.article)}: {report.status}, {counted(report.claims, 'claim')}"
    for heading, key in HEADINGS:
        lines: Sequence[str] = getattr(report, key)
        if lines:
            yield f"  {heading} ({len(lines)}):"
            yield from (f"    {cell(line)}" for line in lines)


def profile(entity: Profile) -> Iterator[str]:
    """An entity: its names and type, then its relations both ways with their evidence."""
    yield f"{cell(entity.label)}  ({entity.type})"
    yield f"  {entity.iri}"
    others = [cell(label) for label in entity.labels if label != entity.label]
    if others:
        yield f"  also: {', '.join(others)}"
    yield from _relations(entity.outgoing)
    yield from _relations(entity.incoming)


def chains(found: Iterable[Sequence[Step]]) -> Iterator[str]:
    """Chains of relations, each link with its evidence."""
    for number, steps in enumerate(found, start=1):
        names = [steps[0].begin, *(step.end for step in steps)]
        yield f"{number}. {' – '.join(map(cell, names))}"
        for step in steps:
            yield from _relations(step.statements)


def _relations(statements: Iterable[Statement]) -> Iterator[str]:
    for (subject, relation, predicate, object_), same in groupby(
        statements, key=lambda s: (s.subject, s.relation, s.predicate, s.object)
    ):
        yield f"  {cell(subject)} → {relation} → {cell(object_)}  [{predicate}]"
        for statement in same:
            by = f", {cell(statement.attributed_to)}" if statement.attributed_to else ""
            place = ", ".join(cell(part) for part in (statement.article, statement.date) if part)
            claim = statement.claim.removeprefix(config.ID)
            yield f"    {statement.modality}{by} · {place}: «{cell(statement.quote)}» (id:{claim})"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 claim", "2 claims"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

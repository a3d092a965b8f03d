"""The values that flow through `kg`: an article goes in, claims come out. Standard library only; all frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Modality(StrEnum):
    """How surely the article states a claim, strongest first (`ontology.md`, "A claim")."""

    ASSERTED = "Asserted"
    ALLEGED = "Alleged"
    PLANNED = "Planned"
    POSSIBLE = "Possible"
    DENIED = "Denied"


class Bound(StrEnum):
    """How a quantity is bounded."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "atLeast"
    AT_MOST = "atMost"


@dataclass(frozen=True, slots=True)
class Article:
    """One text that was read, with what is known of it.

    `id` is the name that outputs give it (the input's own id, else the file's stem); `date` is an ISO 8601 date,
    reduced where less is known ("2024-06-19", "2024-06", "2024"), or None; `source` a URL or a file's name.
    """

    text: str
    id: str
    title: str = ""
    date: str | None = None
    source: str = ""
    language: str = "es"

    @property
    def sha256(self) -> str:
        """The hexadecimal SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article says of someone beside the name, by which namesakes are told apart.

    `genders` holds "m" or "f", or both where the text is at odds with itself; `countries` and `bodies` the ids of
    states and of organizations that the text puts it under; `roles` titles and offices in lower case ("ministro de
    hacienda").
    """

    genders: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    def __or__(self, other: Traits) -> Traits:
        """Both together."""
        return Traits(
            self.genders | other.genders,
            self.countries | other.countries,
            self.bodies | other.bodies,
            self.roles | other.roles,
        )


@dataclass(frozen=True, slots=True)
class Entity:
    """One actor, place, item or event.

    `id` is the end of its IRI ("PRK", "person/vladimir_putin"), None for a generic mention; `type` a class of the
    ontology without its prefix, or "Mention"; `labels` holds every name under which it is known, `label` first;
    `traits` what the article says of one that no list knows.
    """

    id: str | None
    label: str
    type: str
    labels: tuple[str, ...] = ()
    traits: Traits = Traits()


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much: a number, what is counted, and the bound that the text gives."""

    value: Decimal
    unit: str = ""
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class Period:
    """When: ISO 8601 dates of day, month or year precision; either end may be open."""

    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One step from a phrase of the text to an entity.

    `text` is the phrase, "" where the text leaves it out; `how` the way in which it was read (the keys under "how" in
    `kg/output/explanation.json` are all there are); `label` and `id` are those of the entity that it stands for.
    """

    text: str
    how: str
    label: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """How one end of a claim was found, from the trigger to the entity.

    `role` is the frame's role that it fills; `rule` the labels by which that role was read ("nsubj<xcomp": the subject
    of the verb above); `path` the words and arcs of the parse from the trigger to the argument; `chain` the steps from
    there to the entity, the phrase beside the trigger first.
    """

    role: str = ""
    rule: str = ""
    path: str = ""
    chain: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the extractor made a claim: for `kg why` and `kg extract --explain`.

    `frame` names a file of the lexicon and an entry in it, or the rule that needs none; `trigger` is the word that
    says the relation. `modality_cue` and `source_rule` are "" where nothing in the text asked for them. `reasons` are
    the properties of the extraction that raise or lower the confidence, with their weights in log odds.
    """

    frame: str = ""
    trigger: str = ""
    subject: Trail = Trail()
    object: Trail = Trail()
    modality_cue: str = ""
    source_rule: str = ""
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence of one article states, in the graph's words.

    `begin` and `end` are character offsets into the article's text, and `quote` is `text[begin:end]` to the letter.
    `predicate` is a relation of the ontology without its prefix, or None where the ontology has none (`relation` then
    holds the verb phrase as the text has it). `subject_mention` and `object_mention` are the phrases that stand for the
    ends in the text, "" for a dropped subject. `confidence` lies between 0 and 1.
    """

    subject: Entity
    predicate: str | None
    object: Entity
    modality: Modality
    begin: int
    end: int
    quote: str
    subject_mention: str = ""
    object_mention: str = ""
    attributed_to: Entity | None = None
    item: Entity | None = None
    quantity: Quantity | None = None
    period: Period | None = None
    place: Entity | None = None
    confidence: float = 0.5
    relation: str | None = None
    explanation: Explanation = Explanation()


@dataclass(frozen=True, slots=True)
class Survey:
    """What a text offers to be linked: for finding out why a triple was missed.

    `mentions` are all phrases (by the offset of their head) with the entity that they were resolved to; `triggers` all
    words (by their offset) that say a relation of the ontology, with that relation.
    """

    text: str
    mentions: tuple[tuple[int, Entity], ...] = ()
    triggers: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What adding one article did to the graph.

    `status` is "added", "replaced", "unchanged" or "failed" (then `reason` says why, in one line); the tuples hold
    readable lines: entities and relations that the graph did not have, relations that another article had stated
    already, claims that contradict one already there, and names that turned out to be of one entity (`same_as`) or no
    longer do (`parted`), in this article or in others.
    """

    article: str
    status: str
    claims: int = 0
    new_entities: tuple[str, ...] = ()
    new_relations: tuple[str, ...] = ()
    corroborated: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one call of `KnowledgeGraph.add` did: one `ArticleReport` an article, in the order of the sources."""

    articles: tuple[ArticleReport, ...] = ()

    @property
    def failed(self) -> tuple[ArticleReport, ...]:
        """The articles that could not be added."""
        return tuple(report for report in self.articles if report.status == "failed")

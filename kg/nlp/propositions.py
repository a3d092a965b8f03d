"""What the stages of the pipeline fill in: who did what, in the text's words."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Entity, Modality, Period, Quantity
from kg.nlp.actors import Ref


@dataclass(slots=True)
class Proposition:
    """One statement of the text: a trigger word, its two ends, and what qualifies it.

    `trigger` is the token of the predicate; `subject` and `object` are what the text's phrases denote; `…_at` is the
    token of the argument, `…_role` the role of the frame that it fills. `loose` counts the doubts about an open one.
    The stages after `kg_relations` set the rest.
    """

    relation: str
    trigger: int
    subject: Ref
    object: Ref
    frame: str = ""
    subject_role: str = ""
    object_role: str = ""
    subject_at: int = -1
    object_at: int = -1
    subject_path: str = ""
    object_path: str = ""
    forced: str = ""
    item_tokens: tuple[int, ...] = ()
    modality: Modality = Modality.ASSERTED
    modality_cue: str = ""
    source: Entity | None = None
    source_rule: str = ""
    item: Entity | None = None
    quantity: Quantity | None = None
    period: Period | None = None
    place: Entity | None = None
    open_relation: str = ""
    loose: int = 0
    whole: bool = False
    """Whether the ends extend over all of their phrases already."""

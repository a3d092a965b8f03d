"""Who does what to whom, in whole sentences of the kinds that news is written in, through the whole pipeline."""

from __future__ import annotations

import pytest

from kg.build import Extractor
from kg.model import Article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an act "in support of" somebody is the support of whoever acts
        ("Jordania cerró su embajada en solidaridad con Catar.", {"Jordania supports Catar"}),
        ("Canadá y Noruega anuncian el envío de médicos en apoyo a Ucrania.", {"Canadá supports Ucrania"}),
        # reciprocal verbs that the ontology reads one way hold both ways
        (
            "India y Pakistán se acusaron mutuamente de violar la tregua.",
            {"India accuses Pakistán", "Pakistán accuses India"},
        ),
        # those who agree are those who will work together
        (
            "Egipto y Jordania suscribieron un convenio de colaboración en salud.",
            {"Egipto cooperatesWith Jordania", "Egipto signsAgreementWith Jordania"},
        ),
        # an actor behind a verb whose object stands before it is the subject
        ("Es una isla cuya soberanía reclama Argentina.", {"Argentina seeks soberanía"}),
    ],
)
def test_constructions(spanish: Extractor, text: str, expected: set[str]) -> None:
    claims = {f"{c.subject.label} {c.predicate} {c.object.label}" for c in spanish(Article(text, id="a"))}
    swapped = {" ".join(reversed(claim.split(" "))) for claim in claims}  # symmetric relations, either way round
    assert expected <= claims | swapped

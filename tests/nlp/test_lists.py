"""Names that a text lists for a plural noun, read in whole sentences."""

from __future__ import annotations

import pytest

from kg.build import Extractor
from kg.model import Article


def triples(spanish: Extractor, text: str) -> set[str]:
    return {f"{c.subject.label} {c.predicate} {c.object.label}" for c in spanish(Article(text, id="a"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Polonia mantiene alianzas con otros países como Rumanía y Noruega.",
            {"Polonia alliedWith Rumania", "Polonia alliedWith Noruega"},
        ),
        (
            "Turquía expulsó a los diplomáticos de tres países, Suecia, Dinamarca y Francia.",
            {"Turquía coerces Suecia", "Turquía coerces Dinamarca", "Turquía coerces Francia"},
        ),
        (
            "Etiopía condenó a sus vecinos (Eritrea, Somalia y Sudán).",
            {"Etiopía condemns Eritrea", "Etiopía condemns Somalia", "Etiopía condemns Sudán"},
        ),
        (
            "Japón negocia con varias naciones, entre ellas Malasia y Vietnam.",
            {"Japón negotiatesWith Malasia", "Japón negotiatesWith Vietnam"},
        ),
        (
            "Brasil negocia con otros países entre los que figuran Chile, Perú y Ecuador.",
            {"Brasil negotiatesWith Chile", "Brasil negotiatesWith Perú", "Brasil negotiatesWith Ecuador"},
        ),
        (
            "Los ministros de Defensa de Malí, Níger y Chad firmaron un pacto.",
            {"Malí signsAgreementWith Níger", "Malí signsAgreementWith Chad", "Níger signsAgreementWith Chad"},
        ),
        ("Los presidentes de Armenia y Georgia se reunieron en Tiflis.", {"Armenia meetsWith Georgia"}),
        (
            "Los cancilleres de Perú y Chile condenaron a Bolivia.",
            {"Perú condemns Bolivia", "Chile condemns Bolivia"},
        ),
    ],
)
def test_a_list_stands_for_the_plural_noun_before_it(spanish: Extractor, text: str, expected: set[str]) -> None:
    found = triples(spanish, text)
    swapped = {" ".join(reversed(claim.split(" "))) for claim in found}  # symmetric relations either way
    assert expected <= found | swapped


@pytest.mark.parametrize(
    "text",
    [
        "Con una ceremonia de apretones de manos, Ahmadineyad, Lula y Erdogan presentaron el texto.",
        "Biden amenazó con restablecer las sanciones; la UE, Japón y la India callaron.",
        "Los contactos han incluido a Siria, Egipto y Francia.",
        "La coalición de pandillas conocida como Viv Ansanm creció.",
    ],
)
def test_names_after_a_noun_are_not_always_its_list(spanish: Extractor, text: str) -> None:
    assert triples(spanish, text) == set()

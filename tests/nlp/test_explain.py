"""Why a claim was made: the way from the trigger to each end, and from a phrase to what it stands for."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable

import pytest
from conftest import ROOT
from spacy.tokens import Doc

from kg.model import Claim, Explanation, Trail
from kg.nlp.claims import claims
from kg.output.explanation import TEXTS

Analyse = Callable[..., Doc]


@pytest.fixture
def explained(analysed: Analyse) -> Callable[..., Claim]:
    """`explained("…", "visits")`: the first claim of a text with that relation."""

    def explained(text: str, relation: str, date: str | None = "2024-06-19") -> Claim:
        return next(claim for claim in claims(analysed(text, date)) if claim.predicate == relation)

    return explained


Explained = Callable[..., Claim]


def chain(trail: Trail) -> list[tuple[str, str]]:
    return [(link.text, link.how) for link in trail.chain]


def test_frame_trigger_roles_and_paths_are_told(explained: Explained) -> None:
    claim = explained("Rusia prometió enviar armas a Corea del Norte.", "suppliesArmsTo")
    found = claim.explanation
    assert found.frame.startswith("cooperative.toml, frame ") and "suppliesArmsTo" in found.frame
    assert found.trigger == "enviar"
    assert (found.subject.role, found.subject.rule) == ("subj", "nsubj<xcomp")
    assert found.subject.path == "enviar ↑xcomp prometió ↓nsubj Rusia"
    assert (found.object.role, found.object.path.split()[-1]) == ("a", "Corea")
    assert found.modality_cue == "prometer"
    assert found.source_rule == "subject of prometer"


def test_each_of_several_coordinated_has_its_own_path(analysed: Analyse) -> None:
    doc = analysed("Rusia y China condenaron a Israel.")
    paths = {claim.subject.id: claim.explanation.subject.path for claim in claims(doc)}
    assert paths == {"RUS": "condenaron ↓nsubj Rusia", "CHN": "condenaron ↓nsubj Rusia ↓conj China"}


@pytest.mark.parametrize(
    ("text", "relation", "end", "expected"),
    [
        ("Rusia bombardeó Odesa.", "attacks", "subject", [("Rusia", "name")]),
        ("Moscú acusó a Kiev.", "accuses", "object", [("Kiev", "acting")]),
        ("El Gobierno británico sancionó a Rusia.", "sanctions", "subject", [("El Gobierno británico", "government")]),
        ("El presidente ruso visitó Pekín.", "visits", "subject", [("El presidente ruso", "title of office")]),
        (
            "Vladímir Putin elogió a Kim Jong-un en su visita a Corea del Norte.",
            "visits",
            "subject",
            [("su", "possessive"), ("Vladímir Putin", "name")],
        ),
        (
            "Vladímir Putin llegó a Hanói. Se reunió con To Lam.",
            "meetsWith",
            "subject",
            [("", "dropped"), ("Vladímir Putin", "name")],
        ),
        (
            "El presidente ucraniano, Volodímir Zelenski, viajó a Varsovia. El mandatario criticó a Hungría.",
            "condemns",
            "subject",
            [("El mandatario", "anaphora"), ("Volodímir Zelenski", "name")],
        ),
        (
            "Rusia y China firmaron un tratado. Ambos países condenaron a Israel.",
            "condemns",
            "subject",
            [("Ambos países", "both"), ("China", "name")],
        ),
        (
            "Israel bombardeó Beirut. Egipto censuró el ataque.",
            "condemns",
            "object",
            [("el ataque", "deed"), ("Israel", "name")],
        ),
        (
            "Ucrania telefoneó a Berlín para ofrecerle ayuda.",
            "givesAidTo",
            "object",
            [("le", "enclitic"), ("Berlín", "acting")],
        ),
        (
            '"Hemos enviado tanques a Ucrania", dijo Olaf Scholz.',
            "suppliesArmsTo",
            "subject",
            [("", "speaker"), ("Olaf Scholz", "name")],
        ),
    ],
)
def test_a_chain_leads_from_a_phrase_to_whom_it_stands_for(
    explained: Explained, text: str, relation: str, end: str, expected: list[tuple[str, str]]
) -> None:
    claim = explained(text, relation)
    trail = claim.explanation.subject if end == "subject" else claim.explanation.object
    entity = claim.subject if end == "subject" else claim.object
    assert chain(trail) == expected
    assert trail.chain[0].id == entity.id


def test_every_claim_of_the_seeds_has_an_explanation(seed_claims: dict[str, list[Claim]]) -> None:
    for claim in (claim for found in seed_claims.values() for claim in found):
        assert claim.explanation != Explanation()
        assert claim.explanation.trigger in claim.quote
        for trail, entity in ((claim.explanation.subject, claim.subject), (claim.explanation.object, claim.object)):
            assert trail.chain and trail.chain[0].id == entity.id


def test_every_way_of_reference_has_its_words() -> None:
    """The fifth argument of `Ref` and of `_named` says how a phrase was read; readers see it in two languages."""
    ways = set()
    for path in (ROOT / "kg" / "nlp").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Ref", "_named"):
                ways |= {a.value for a in node.args[4:5] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert {"name", "anaphora"} <= ways
    assert ways - {"title"} <= json.loads(TEXTS.read_text(encoding="utf-8"))["how"].keys()

"""An explanation as lines in Spanish and English, and as an object."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg.model import Article, Claim, Entity, Explanation, Link, Modality, Period, Trail
from kg.output import explanation
from kg.vocabulary.lexicon import ROLES, Lexicon

ARTICLE = Article("Según Seúl, habría atacado Kiev.", "nota", date="2024-06-19")
FRAME = Lexicon.load().frames[0]
CLAIM = Claim(
    Entity("person/vladimir_putin", "Vladímir Putin", "Person"),
    "attacks",
    Entity("place/kiev", "Kiev", "City"),
    Modality.ALLEGED,
    0,
    32,
    ARTICLE.text,
    attributed_to=Entity("KOR", "Corea del Sur", "Country"),
    period=Period("2024"),
    confidence=0.71,
    explanation=Explanation(
        FRAME.name,
        "atacado",
        Trail(
            "subj",
            "dropped",
            "",
            (
                Link("", "dropped", "Vladímir Putin", "person/vladimir_putin"),
                Link("Putin", "name", "Vladímir Putin", "person/vladimir_putin"),
            ),
        ),
        Trail("obj.de", "nmod>obj", "atacado ↓obj Kiev", (Link("Kiev", "name", "Kiev", "place/kiev"),)),
        "habría",
        "subject of decir",
        (("subject: name", 0.51), ("trigger: verb", -0.02)),
    ),
)


def test_lines_tell_all_in_spanish() -> None:
    line = Lexicon.load().lines[FRAME.name]
    lines = list(explanation.lines(ARTICLE, CLAIM, language="es"))
    assert lines[0] == "Vladímir Putin → ataca → Kiev  [attacks]"
    assert lines[1].startswith("  id:claim/") and lines[1].endswith(" · nota, 2024-06-19")
    assert [line.split(maxsplit=1) for line in lines[3:]] == [
        ["disparador", f"«atacado»: {FRAME.name}, línea {line}"],
        ["sujeto", "función subj: sujeto (dropped)"],
        ["(omitido)", "(sujeto omitido) → «Putin» (nombre) → Vladímir Putin (id:person/vladimir_putin)"],
        ["objeto", "función obj.de: complemento con «de» de: objeto (nmod>obj)"],
        ["atacado", "↓obj Kiev"],
        ["«Kiev»", "(nombre) → Kiev (id:place/kiev)"],
        ["modalidad", "Alleged: «habría»"],
        ["fuente", "Corea del Sur: sujeto de decir"],
        ["cuándo", "2024/…"],
        ["confianza", "0.71: sujeto: nombre +0.51"],
    ]


def test_lines_tell_all_in_english() -> None:
    text = "\n".join(explanation.lines(ARTICLE, CLAIM, language="en", stored=0.8))
    for words in ("→ attacks →", "dropped subject", "subject of decir", "when", "trigger"):
        assert words in text
    assert "confidence    0.71 (in the graph: 0.80): subject: name +0.51" in text


def test_a_claim_without_cue_is_the_articles_own() -> None:
    plain = replace(CLAIM, modality=Modality.ASSERTED, explanation=Explanation(FRAME.name, "atacado"))
    assert any("the article itself says so" in line for line in explanation.lines(ARTICLE, plain, language="en"))


def test_an_open_relation_has_no_iri() -> None:
    peasant = Entity(None, "un campesino", "Mention")
    claim = Claim(peasant, None, peasant, Modality.ASSERTED, 0, 1, "x", relation="teme a")
    assert explanation.record(ARTICLE, claim)["claim"] is None
    assert next(explanation.lines(ARTICLE, claim, language="es")) == "un campesino → teme a → un campesino"


def test_the_object_for_json_holds_the_claims_iri_and_the_line_of_the_frame() -> None:
    record = json.loads(json.dumps(explanation.record(ARTICLE, CLAIM)))
    assert record["claim"].startswith("https://w3id.org/geopolkg/id/claim/")
    assert (record["frame"], record["line"]) == (FRAME.name, Lexicon.load().lines[FRAME.name])
    assert record["subject"]["chain"][1] == {
        "text": "Putin",
        "how": "name",
        "label": "Vladímir Putin",
        "iri": "https://w3id.org/geopolkg/id/person/vladimir_putin",
    }
    assert record["reasons"] == {"subject: name": 0.51, "trigger: verb": -0.02}
    assert record.keys() == {
        *("claim", "frame", "line", "trigger", "subject", "object", "modality_cue", "source_rule", "reasons")
    }


@pytest.mark.parametrize("language", explanation.LANGUAGES)
def test_every_role_of_the_lexicon_has_its_words(language: str) -> None:
    used = {role for frame in Lexicon.load().frames for role in (*frame.subject, *frame.object, *frame.pair)}
    for role in {*used, *ROLES - {"case"}, "light.subj", "light.obj", "up.subj"}:
        trail = Trail(role, "", "", ())
        claim = replace(CLAIM, explanation=replace(CLAIM.explanation, subject=trail))
        assert any(f" {role}: " in line for line in explanation.lines(ARTICLE, claim, language=language))


def test_every_text_is_there_in_both_languages() -> None:
    tables = json.loads(explanation.TEXTS.read_text(encoding="utf-8"))
    for table in tables.values():
        for key, pair in table.items():
            assert len(pair) == len(explanation.LANGUAGES) and all(pair), key

"""Saved queries' headers, and the links of the entity lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.vocabulary import queries
from kg.vocabulary.links import Links


def test_every_query_says_what_it_answers_in_two_languages() -> None:
    found = queries.saved()
    assert len(found) >= 20
    for name, saved in found.items():
        assert saved.name == name and saved.description_es.endswith("?") and saved.description_en.endswith("?")


@pytest.mark.parametrize(
    "text",
    ["SELECT * {}", "# only one language\nSELECT * {}", "# es / en\n# param x: planet, what\nSELECT ?x {}"]
    + ["", "# es / en\n# param y: entity, what\nSELECT ?x {}", "# es / en\n# param x entity\nSELECT ?x {}"],
)
def test_a_bad_header_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "q.rq").write_text(text)
    with pytest.raises(VocabularyError, match="q.rq"):
        queries.saved(tmp_path)


def test_links_come_from_the_lists(tmp_path: Path) -> None:
    (tmp_path / "countries.csv").write_text(
        "id,label_es,label_en,aliases_es,aliases_en,demonym_ms,demonym_fs,demonym_mp,demonym_fp,end\n"
        "PRK,Corea del Norte,North Korea,RPDC|Norcorea,DPRK,norcoreano,norcoreana,norcoreanos,norcoreanas,\n"
        "XKX,Kosovo,Kosovo,,,kosovar,kosovar,kosovares,kosovares,\n"
        "SUN,Unión Soviética,Soviet Union,URSS,USSR,soviético,soviética,soviéticos,soviéticas,1991\n"
    )
    (tmp_path / "places.csv").write_text("id,label_es,label_en,geonames\nplace/kiev,Kiev,Kyiv,703448\n")
    links = Links.load(tmp_path)
    korea = links.by_id["PRK"]
    assert korea.exact_match == "http://publications.europa.eu/resource/authority/country/PRK"
    assert [korea.language(n) for n in ("RPDC", "norcoreana", "DPRK", "X")] == ["es", "es", "en", None]
    assert links.by_id["XKX"].exact_match == links.by_id["SUN"].exact_match == ""
    assert links.by_id["place/kiev"].same_as == "https://sws.geonames.org/703448/"
    assert links.digest and Links.load(tmp_path / "none").by_id == {}

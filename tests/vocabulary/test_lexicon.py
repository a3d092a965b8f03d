"""The word lists are read whole, and a mistake in one names the file, the frame and the cure."""

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.vocabulary.lexicon import ROLES, Lexicon

GOOD = """
[classes]
Weapon = ["misil"]

[[frame]]
relation = "attacks"
verbs = ["bombardear"]
subject = ["subj"]
object = ["obj"]
where = { obj = ["@Weapon"] }
examples = [{ text = "Irán bombardeó Irak.", triples = ["Irán | attacks | Irak"] }]
"""


def read(tmp_path: Path, text: str) -> Lexicon:
    (tmp_path / "words.toml").write_text(text, encoding="utf-8")
    return Lexicon.load(tmp_path)


def test_a_good_file_gives_its_frame(tmp_path: Path) -> None:
    (frame,) = read(tmp_path, GOOD).verbs["bombardear"]
    assert frame.relation == "attacks" and frame.where == (("obj", frozenset({"misil"})),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('subject = ["subj"]', 'subject = ["sujeto"]', "unknown role 'sujeto'"),
        ('"@Weapon"', '"@Arma"', "unknown class @Arma"),
        ('relation = "attacks"\n', "", "needs a relation"),
        ('verbs = ["bombardear"]', 'verb = ["bombardear"]', "unknown key 'verb'"),
        ('triples = ["Irán | attacks | Irak"]', 'triples = "Irán | attacks | Irak"', "an example is"),
        ('triples = ["Irán | attacks | Irak"]', 'triples = ["Irán attacks Irak"]', "an example is"),
        ("[[frame]]", "[[frame]", "words.toml"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(VocabularyError) as error:
        read(tmp_path, GOOD.replace(old, new))
    assert says in str(error.value) and "words.toml" in str(error.value)


def test_every_frame_knows_the_line_where_it_begins() -> None:
    lexicon = Lexicon.load()
    folder = Path(__file__).parents[2] / "ontology" / "lexicon" / "es"
    assert lexicon.lines.keys() == {frame.name for frame in lexicon.frames}
    for frame in lexicon.frames:
        after = (folder / frame.name.partition(",")[0]).read_text(encoding="utf-8").split("\n")
        line = lexicon.lines[frame.name]
        assert after[line - 1].startswith("[[frame]]")
        assert f'relation = "{frame.relation}"' in "\n".join(after[line : line + 8])


def test_the_lexicon_is_broad() -> None:
    lexicon = Lexicon.load()
    triggers = {*lexicon.verbs, *lexicon.nouns, *lexicon.adjectives}
    triggers |= {f"{first} {' '.join(rest)}" for first, found in lexicon.phrases.items() for rest, _ in found}
    assert len(triggers) > 2000
    assert len(lexicon.titles) > 400


def test_every_relation_is_known_to_the_ontology() -> None:
    from kg.vocabulary.ontology import Ontology

    known = Ontology.load().relations
    assert {frame.relation for frame in Lexicon.load().frames} <= set(known)


def test_roles_in_use_are_documented() -> None:
    readme = (Path(__file__).parents[2] / "ontology" / "lexicon" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{role}`" in readme for role in ROLES)

"""A Doc with actors → what the text says of those whom no list knows: country, body, role, gender."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.model import Traits
from kg.nlp.actors import ORGANIZATIONS, Actors
from kg.nlp.mentions import Name
from kg.nlp.titles import TitleMention
from kg.vocabulary.gazetteer import fold

_MASCULINE, _FEMININE = frozenset(("el", "al", "del", "un", "este", "ese")), frozenset(("la", "una", "esta", "esa"))


def traits(doc: Doc) -> dict[str, Traits]:
    """Id → what the text says of it beside the name, for the people, organizations and places that only it knows.

    Titles tell country or body, role and gender ("la ministra rumana de Justicia, Ana Petrescu"); adjectives and
    complements of the name tell the country ("el activista togolés Komi Adjavon", "el Frente Popular de Gambia").
    """
    actors: Actors = doc._.actors
    found: dict[str, Traits] = {}

    def add(identifier: str, more: Traits) -> None:
        if identifier not in actors.gazetteer.known and more != Traits():
            found[identifier] = found.get(identifier, Traits()) | more

    for name in dict.fromkeys(actors.names.at.values()):
        add(name.candidates[0], _of_name(actors, name))
    for mention in actors.titles.values():
        if mention.person is not None:
            led = actors.led(mention)
            add(mention.person, _of_title(actors, mention, led))
            if led in found:
                add(mention.person, Traits(countries=found[led].countries))
    return found


def _of_title(actors: Actors, m: TitleMention, led: str | None) -> Traits:
    known = actors.gazetteer.known.get(led) if led is not None else None
    country = known.country if known is not None else ""
    bodies = {led} if led is not None and led != country and led.partition("/")[0] != "place" else set()
    role = f"vice{m.words}" if m.status == "deputy" else m.words
    roles = {fold(f"{role} de {m.domain}") if m.domain else fold(role)}
    if m.title.office not in ("", "same", "head") and m.status == "current" and led == country:
        roles.add(m.title.office)
    return Traits(
        frozenset(_gender(actors, m)),
        frozenset({country} - {""}),
        frozenset(bodies),
        frozenset(roles if m.title.office != "same" else ()),
    )


def _gender(actors: Actors, m: TitleMention) -> str:
    """The gender that article or form of a title tells: "la portavoz", "ministra"; "" for "portavoz" alone."""
    tree, titles = actors.tree, actors.lexicon.titles
    before = {tree.lower[c] for c in (*tree.children[m.start], m.start - 1) if 0 <= c < m.start}
    if before & _FEMININE:
        return "f"
    if before & _MASCULINE:
        return "m"
    word = m.words.split()[0]
    if word.endswith("a") and {word[:-1], word[:-1] + "o", word[:-1] + "e"} & titles.keys():
        return "f"
    if {word + "a", word[:-1] + "a"} & titles.keys() and not word.endswith("a"):
        return "m"
    return ""


def _of_name(actors: Actors, name: Name) -> Traits:
    tree = actors.tree
    countries: set[str] = set()
    gender = ""
    for k in (name.start - 1, name.end):
        if 0 <= k < tree.n and tree.sentence[k] == tree.sentence[name.head] and _beside(actors, k, name):
            demonym = actors.gazetteer.demonyms.get(fold(tree.text[k]))
            if demonym is not None and tree.text[k][:1].islower():
                countries.add(demonym[0])
                gender = demonym[1][0]
    for c in tree.children[name.head]:
        if c >= name.end and c in actors.names.at and tree.preposition(c) == "de":
            known = actors.gazetteer.known.get(actors.names.at[c].candidates[0])
            if known is not None and known.entity.type == "Country":
                countries.add(known.country)
    person = actors.entity(name.candidates[0]).type == "Person"
    return Traits(frozenset(gender if person else ""), frozenset(countries))


def _beside(actors: Actors, k: int, name: Name) -> bool:
    """Whether an adjective beside a name belongs to it, or for an organization to the noun that introduces it.

    The nouns that introduce people are titles; what others stand before them may be no more than neighbours.
    """
    tree = actors.tree
    if tree.head[k] in range(name.start, name.end) or tree.head[name.head] == k:
        return True
    return actors.entity(name.candidates[0]).type in ORGANIZATIONS and tree.head[name.head] == tree.head[k]

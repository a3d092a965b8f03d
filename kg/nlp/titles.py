"""Titles in the text: "el presidente ruso, Vladimir Putin" → who holds which function in what."""

from __future__ import annotations

from dataclasses import dataclass

from kg.nlp.mentions import Name, Names
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import Gazetteer, fold
from kg.vocabulary.lexicon import Lexicon, Title

ARTICLES = frozenset(("el", "la", "los", "las"))


@dataclass(slots=True)
class TitleMention:
    """A title in the text. `person` and `of` are ids, where the text gives them beside the title.

    `of_token` is the noun whose referent is led where that is no name ("líder de la formación"); `status` is
    "current", "former", "deputy" or "future".
    """

    start: int
    end: int
    title: Title
    words: str
    person: str | None = None
    person_token: int = -1
    of: str | None = None
    of_token: int = -1
    status: str = "current"
    domain: str = ""


class TitleReader:
    """Reads titles off the tokens; the parse is asked only for copulas."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.gazetteer = gazetteer
        self.titles = lexicon.titles
        self.longest = max(len(words.split()) for words in self.titles)
        self.firsts = {words.split()[0] for words in self.titles}
        self.former = lexicon.cue("modifiers", "former_adjectives") - lexicon.cue("modifiers", "former_still_holds")
        self.future = lexicon.cue("modifiers", "future_adjectives")
        self.homonyms = lexicon.cue("modifiers", "homonyms")
        self.deputy = lexicon.cue("modifiers", "deputy_adjectives")
        self.courtesies = lexicon.cue("titles", "courtesies")
        self.ranks = lexicon.cue("titles", "ranks")
        self.fillers = lexicon.cue("titles", "fillers")
        self.pointers = lexicon.cue("titles", "pointers")
        self.introducing = lexicon.cue("titles", "introducing")
        self.deputy_prefixes = tuple(p for p in lexicon.cue("modifiers", "deputy_prefixes") if not p.endswith("-"))

    def read(self, tree: Tree, names: Names, date: str | None) -> dict[int, TitleMention]:
        """All titles of a text of a date, by their first token."""
        found: dict[int, TitleMention] = {}
        i = 0
        while i < tree.n:
            if "Number=Plur" in tree.feats[i] and tree.lemma[i] in self.titles and tree.pos[i] == "NOUN":
                found.update(self._list(tree, names, i))
                i += 1
                continue
            mention = self._at(tree, names, i)
            if mention is None:
                i += 1
                continue
            found[i] = mention
            i = max(i + 1, mention.end)
        self._share(tree, names, found)
        self._whose(tree, names, found)
        self._left_out(tree, names, found, date)
        return found

    def _at(self, tree: Tree, names: Names, i: int) -> TitleMention | None:
        if tree.pos[i] not in ("NOUN", "PROPN", "ADJ", "VERB") or (i in names.at and names.at[i].start <= i):
            return None
        word, status = tree.lower[i], "current"
        if word not in self.firsts:
            if word.startswith("ex") and word[2:].lstrip("-") in self.firsts:
                word, status = word[2:].lstrip("-"), "former"
            elif tree.lemma[i] in self.firsts and tree.pos[i] == "NOUN":
                word = tree.lemma[i]
            else:
                prefix = next(
                    (p for p in self.deputy_prefixes if word.startswith(p) and word[len(p) :] in self.firsts), ""
                )
                if not prefix:
                    return None
                word, status = word[len(prefix) :], "deputy"
        if i and tree.lower[i - 1] in ("ex", "ex-"):
            status = "former"
        end, words = self._longest(tree, names, i, word)
        if end == i:
            return None
        title = self.titles[words]
        if title.kind == "collective" or ("Number=Plur" in tree.feats[i] and word != tree.lower[i]):
            return None
        mention = TitleMention(i, end, title, words, status=status)
        if title.of:
            mention.of = title.of
        self._right(tree, names, mention)
        if mention.person is None:
            self._left(tree, names, mention)
        adjective = tree.pos[i] == "ADJ" and tree.dep[i] == "amod" and tree.head[i] < i
        if mention.person is None and (adjective or word in self.homonyms):
            return None  # "el respaldo político de la UE", "la política exterior de Kenia"
        if i and mention.status == "current":
            if tree.lemma[i - 1] in self.former:
                mention.status = "former"
            elif tree.lemma[i - 1] in self.future:
                mention.status = "future"
        return mention

    def _list(self, tree: Tree, names: Names, i: int) -> dict[int, TitleMention]:
        """ "los cancilleres de Cuba, Bruno Rodríguez, y de Venezuela, Jorge Arreaza".

        One mention a person, kept at the tokens of the persons (the plural noun itself denotes them all).
        """
        title = self.titles[tree.lemma[i]]
        out: dict[int, TitleMention] = {}
        of: str | None = None
        all_of: str | None = None  # "tres cabecillas de Hamás: Sinwar, Deif y Haniya"
        k = i + 1
        while k < tree.n and tree.sentence[k] == tree.sentence[i] and k - i < 40:
            name = names.at.get(k)
            if name is not None and name.start == k:
                if self._type(names, name) == "Person":
                    out[k] = TitleMention(
                        k, name.end, title, tree.lemma[i], name.candidates[0], name.head, of or all_of
                    )
                    of = None
                else:
                    of = name.candidates[0]
                k = name.end
            elif demonym := self.gazetteer.demonyms.get(fold(tree.lower[k])):
                of = demonym[0]
                k += 1
            elif tree.text[k] == ":":
                all_of = of
                k += 1
            elif tree.lower[k] in (",", "y", "e", "de", "del", "la", "los", "el", "(", ")") or (
                k == i + 1 and tree.pos[k] == "ADJ"
            ):
                k += 1
            else:
                break
        return out

    def _longest(self, tree: Tree, names: Names, i: int, word: str) -> tuple[int, str]:
        best, phrase, words = i, "", word
        for end in range(i + 1, min(tree.n, i + self.longest) + 1):
            if words in self.titles:
                best, phrase = end, words
            if end < tree.n:
                name = names.at.get(end)
                if name is not None and name.start == end and name.end - end > 1:
                    break  # "presidente de la | Comisión Constitucional del Senado"
                words = f"{words} {tree.lower[end]}"
        return best, phrase

    # -- to the right: complements, then the name ---------------------------------------------------

    def _right(self, tree: Tree, names: Names, m: TitleMention) -> None:
        i = m.end
        sentence = tree.sentence[m.start]
        comma = 0  # the token of the comma before the name
        while i < tree.n and tree.sentence[i] == sentence:
            name = names.at.get(i)
            lower = tree.lower[i]
            if name is not None and name.start == i:
                if self._type(names, name) == "Person":
                    m.person, m.person_token = name.candidates[0], name.head
                    m.end = name.end if not comma else m.end
                elif not comma and m.of is None and i == m.end and self._type(names, name) == "Country":
                    m.of, m.of_token, m.end = name.candidates[0], name.head, name.end
                    i = name.end
                    continue
                return
            if comma:
                if lower in ARTICLES | self.courtesies or (
                    # "…, el embajador chino Wang Yingfan": another title before the name
                    i - comma < 6
                    and (lower in self.firsts or fold(lower) in self.gazetteer.demonyms or tree.pos[i] == "ADJ")
                ):
                    i += 1
                    continue
                return
            demonym = self.gazetteer.demonyms.get(fold(lower))
            if demonym is None and "-" in lower:
                demonym = self.gazetteer.demonyms.get(fold(lower.split("-")[0]))
            if demonym and tree.text[i][:1].islower():
                if m.of is None:
                    m.of, m.of_token = demonym[0], i
                i += 1
                m.end = i
            elif lower in ("de", "del") and i + 1 < tree.n:
                i = self._complement(tree, names, m, i)
                if i < 0:
                    return
            elif lower == "en" and m.of is not None and i + 1 in names.at:
                i = names.at[i + 1].end  # "la misión de la ONU en Kosovo (UNMIK), Bernard Kouchner"
            elif lower in ("para", "ante") and m.of is not None:
                # "el enviado de la ONU para Siria, Geir Pedersen", "el embajador de Rusia ante la OTAN, …"
                i = self._complement(tree, names, m, i)
                if i < 0:
                    return
            elif lower in ("para", "en") and m.of is None and m.title.kind in ("organization", "country", "military"):
                step = self._complement(tree, names, m, i)
                if step < 0:
                    return
                i = step
            elif (
                tree.pos[i] == "ADJ"
                or (tree.pos[i] == "PROPN" and lower in self.ranks)
                or (tree.dep[i] in ("acl", "amod") and tree.text[i].islower() and not tree.children[i])
            ):
                lemma = tree.lemma[i]
                if lemma in self.former or lower in self.former:
                    m.status = "former"
                elif lemma in self.future:
                    m.status = "future"
                elif lemma in self.deputy:
                    m.status = "deputy"
                i += 1
                m.end = i
            elif lower == "," or lower in ("(", "–", "—", "-"):
                if lower == "(":
                    close = next((k for k in range(i + 1, min(tree.n, i + 7)) if tree.text[k] == ")"), -1)
                    inside = {self._type(names, names.at[k]) for k in range(i + 1, close) if k in names.at}
                    if close > 0 and "Person" not in inside:
                        i = close + 1  # "de la Duma (cámara baja), Guennadi Selezniov"
                        continue
                comma = i
                i += 1
            elif (
                tree.pos[i] == "NOUN" and tree.lower[i] in self.firsts and i == m.end and m.title.relation != "memberOf"
            ):
                # "el líder guerrillero", "el presidente y general": another title takes over
                return
            elif tree.pos[i] == "NUM" or lower in self.fillers:
                i += 1
            else:
                return

    def _complement(self, tree: Tree, names: Names, m: TitleMention, i: int) -> int:
        """Reads "de Rusia", "de Asuntos Exteriores", "de la UNMIK"; returns where to go on, or -1 at an end."""
        j = i + 1
        while j < tree.n and tree.lower[j] in ARTICLES | self.pointers:
            j += 1
        if j >= tree.n or tree.sentence[j] != tree.sentence[i]:
            return -1
        name = names.at.get(j)
        if name is not None:
            if self._type(names, name) == "Person":
                return -1
            if m.of is None:
                m.of, m.of_token = name.candidates[0], name.head
            m.end = name.end
            return name.end
        if tree.text[j][:1].isupper():
            # the field of a minister: "de Asuntos Exteriores y Cooperación"
            first = j
            while j < tree.n and (
                tree.text[j][:1].isupper()
                or (
                    tree.lower[j] in ("y", "e", "de", "del", "la", "para")
                    and j + 1 < tree.n
                    and tree.text[j + 1][:1].isupper()
                )
            ):
                if j in names.at and not self._of_field(tree, names, j):
                    break
                j += 1
            while j > first and tree.lower[j - 1] in ("de", "del", "la", "y", "para"):
                j -= 1
            m.domain = tree.span(first, j - 1) if j > first else ""
            m.end = max(m.end, j)
            return j if j > first else -1
        if tree.pos[j] in ("NOUN", "ADJ", "DET", "NUM"):
            # "de la formación", "del grupo islamista Hamás", "de turno del Consejo Europeo"
            head = j
            while head + 1 < tree.n and tree.pos[head] in ("DET", "NUM", "ADJ"):
                head += 1
            if m.of is None and m.of_token < 0:
                m.of_token = head
            k = head + 1
            while k < tree.n and tree.pos[k] == "ADJ" and tree.sentence[k] == tree.sentence[i]:
                k += 1
            after = names.at.get(k)
            if after is not None and after.start == k and self._type(names, after) not in ("Person",) and m.of is None:
                m.of, m.of_token = after.candidates[0], after.head
                k = after.end
            m.end = max(m.end, k)
            return k
        return -1

    def _of_field(self, tree: Tree, names: Names, j: int) -> bool:
        """Whether "Pública" of "ministro de Seguridad Pública, Gilad Erdan" was taken for somebody's name."""
        name, after = names.at[j], names.at.get(j + 2)
        return (
            name.end - name.start == 1
            and name.candidates[0] not in self.gazetteer.known
            and after is not None
            and tree.lower[j + 1] == ","
            and self._type(names, after) == "Person"
        )

    # -- to the left: "Vladimir Putin, presidente de Rusia" -----------------------------------------

    def _left(self, tree: Tree, names: Names, m: TitleMention) -> None:
        i = m.start - 1
        while i >= 0 and tree.pos[i] in ("DET", "ADJ") and i > m.start - 4:
            i -= 1
        if i >= 0 and tree.lower[i] in self.introducing:
            i -= 1
        if i < 1 or tree.lower[i] not in (",", "(", "–", "—", "-"):
            return
        j = i - 1
        if tree.lower[j] == ")":
            while j > 0 and tree.lower[j] != "(":
                j -= 1
            j -= 1
        name = names.at.get(j)
        if name is None or name.end - 1 != j or self._type(names, name) != "Person":
            return
        after = m.end
        # an apposition closes; a list of people goes on ("Putin, el presidente chino y …" is no apposition)
        if after < tree.n and tree.lower[after] in ("y", "e"):
            return
        m.person, m.person_token = name.candidates[0], name.head

    def _share(self, tree: Tree, names: Names, found: dict[int, TitleMention]) -> None:
        """Titles that share a person: coordinated ones, and copulas ("Noboa es el presidente de …")."""
        for m in found.values():
            if m.person is not None:
                continue
            i = m.start
            if tree.child(i, "cop") is not None:
                subject = tree.child(i, "nsubj")
                if subject is not None and subject in names.at:
                    name = names.at[subject]
                    if self._type(names, name) == "Person":
                        m.person, m.person_token = name.candidates[0], name.head
            elif tree.dep[i] == "conj" and tree.head[i] in found and tree.child(i, "det", "case") is None:
                other = found[tree.head[i]]
                if (
                    other.person is not None
                    and other.person_token < m.start
                    and tree.sentence[other.start] == tree.sentence[i]
                ):
                    m.person, m.person_token = other.person, other.person_token

    def _whose(self, tree: Tree, names: Names, found: dict[int, TitleMention]) -> None:
        """ "el OIEA, cuyo director general es el japonés Yukiya Amano": of the name before it, of the one behind."""
        for m in found.values():
            i = m.start - 1
            while i > 0 and tree.pos[i] in ("ADJ", "NUM"):
                i -= 1
            if i < 2 or tree.lower[i] not in ("cuyo", "cuya"):
                continue
            k = i - 1
            while k > 0 and tree.lower[k] in (",", ")", "(", "–", "—"):
                k -= 1
            owner = names.at.get(k)
            if owner is None or self._type(names, owner) == "Person":
                continue
            m.of, m.of_token = m.of or owner.candidates[0], owner.head
            j = m.end
            if m.person is None and j < tree.n and tree.lemma[j] == "ser" and tree.sentence[j] == tree.sentence[i]:
                j += 1
                while j < tree.n and (tree.lower[j] in ("el", "la") or fold(tree.lower[j]) in self.gazetteer.demonyms):
                    j += 1
                name = names.at.get(j)
                if name is not None and name.start == j and self._type(names, name) == "Person":
                    m.person, m.person_token = name.candidates[0], name.head

    def _left_out(self, tree: Tree, names: Names, found: dict[int, TitleMention], date: str | None) -> None:
        """ "el presidente chino, Hu Jintao, y el ruso, Vladímir Putin"; "jefes de Estado, entre ellos el turco X".

        A title that a sentence leaves out, because another one before it says it already: the lists know the office, or
        else the commas of an apposition stand around the name of one in no list.
        """
        last: Title | None = None
        close = False  # only "y", a comma or an article stand between the last title and here
        several = listed = False  # a plural title was seen; its holders follow ("… los ministros …: el iraní Mottaki")
        i = 0
        while i < tree.n:
            if i and tree.sentence[i] != tree.sentence[i - 1]:
                last, several, listed = None, False, False
            if i in found:
                m = found[i]
                if m.title.kind in ("country", "monarch") and m.title.relation == "leads":
                    last, close, listed = m.title, m.person is not None and m.status == "current", False
                i = max(m.end, i + 1, names.at[m.person_token].end if m.person_token >= i else 0)
                continue
            if "Number=Plur" in tree.feats[i] and tree.lemma[i] in self.titles and tree.pos[i] == "NOUN":
                _, words = self._longest(tree, names, i, tree.lemma[i])
                title = self.titles[words]
                if title.kind in ("country", "monarch") and title.relation == "leads":
                    last, close, several = title, False, True
            elif tree.lower[i] == ":" or (tree.lower[i] in ("ellos", "ellas") and tree.lower[i - 1] == "entre"):
                listed = several
            adjective = last is not None and tree.text[i][:1].islower()
            demonym = self.gazetteer.demonyms.get(fold(tree.lower[i])) if adjective else None
            if last is not None and demonym and i + 1 < tree.n and tree.lower[i - 1] in ("el", "la"):
                comma = tree.lower[i + 1] == ","
                name = names.at.get(i + 1 + comma)
                if name is not None and name.start == i + 1 + comma and self._type(names, name) == "Person":
                    person = name.candidates[0]
                    terms = [o for o in self.gazetteer.held_by.get(person, ()) if o.of == demonym[0] and o.held(date)]
                    if terms or listed or (comma and close and person not in self.gazetteer.known):
                        found[i] = TitleMention(i, i + 1, last, tree.lower[i], person, name.head, demonym[0], i)
                    i = name.end
                    continue
            elif tree.lower[i] not in (",", ";", ":", "y", "e", "el", "la", "con"):
                close = False
            i += 1

    def _type(self, names: Names, name: Name) -> str:
        return names.entity(name.candidates[0], self.gazetteer).type

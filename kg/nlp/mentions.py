"""Text → `doc._.names`: which characters name someone, and who that is; names that no list knows get an entity too."""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Entity
from kg.nlp.repair import (
    Repair,
    fixed_nouns,
    known_nouns,
    mutual_nouns,
    predicative_nouns,
    saying_verbs,
    substantive_nouns,
)
from kg.nlp.tree import Tree
from kg.vocabulary.gazetteer import WORD, Gazetteer, fold, slug
from kg.vocabulary.lexicon import Lexicon

NER_TYPES = {
    "PER": "Person",
    "PERSON": "Person",
    "LOC": "Place",
    "GPE": "Place",
    "FAC": "Place",
    "PLACE": "Place",
    "ORG": "Organization",
    "ARMED_GROUP": "ArmedGroup",
}
"""Labels of the named-entity recognizer that make an entity, with its class."""

EVENTS = frozenset(("Event", "Conflict", "Meeting", "Agreement"))

ORGANIZATION_IDS = frozenset(("EU", "NATO", "UN"))
"""Organizations whose ids have no folder."""

PREFIX_OF_TYPE = {"Person": "person", "Place": "place", "City": "place", "Region": "place"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: tokens `start` to `end` (exclusive), its head token, and the entities that it may denote."""

    start: int
    end: int
    head: int
    candidates: tuple[str, ...]


@dataclass(slots=True)
class Names:
    """All names of one text. `at` gives the name that covers a token; `entities` those that only the text knows."""

    at: dict[int, Name] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    variants: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def entity(self, identifier: str, gazetteer: Gazetteer) -> Entity:
        """The entity behind an id, of the lists or of the text, with the variants of its name that the text uses."""
        known = gazetteer.known.get(identifier)
        entity = known.entity if known else self.entities[identifier]
        more = [v for v in dict.fromkeys(self.variants.get(identifier, ())) if v not in entity.labels]
        if not more:
            return entity
        return Entity(entity.id, entity.label, entity.type, (*entity.labels, *more))


def local_id(name: str, kind: str) -> str:
    """The end of the IRI of an entity that no list knows: its class's folder and its normalized name."""
    return f"{PREFIX_OF_TYPE.get(kind, 'org')}/{slug(name)}"


@dataclass(slots=True)
class _Span:
    start: int
    end: int
    kind: str
    candidates: tuple[str, ...] = ()


class NameFinder:
    """spaCy component `kg_mentions`: gazetteer, named-entity recognizer and capital letters → `doc._.names`."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.gazetteer = gazetteer
        self.connectors = lexicon.cue("names", "connectors")
        self.particles = lexicon.cue("names", "particles")
        self.heads = {fold(word): kind for word, kind in lexicon.maps["names.heads"].items()}
        self.place_heads = lexicon.maps["names.place_heads"]
        self.titles = {word.split()[0] for word in lexicon.titles} | {word.split()[-1] for word in lexicon.titles}
        self.nouns = known_nouns(lexicon)
        roles = self.titles | lexicon.cue("actors", "country")
        self.repair = Repair(
            self.nouns,
            substantive_nouns(lexicon),
            gazetteer.demonyms,
            roles,
            lexicon.cue("actors", "country"),
            predicative_nouns(lexicon),
            fixed_nouns(lexicon),
            saying_verbs(lexicon),
            mutual_nouns(lexicon),
            lexicon.cue("control", "object"),
            lexicon.cue("control", "blaming"),
            lexicon.classes.get("Crime", frozenset()),
            lexicon.cue("control", "doers"),
            lexicon.cue("light", "intransitive"),
            lexicon.cue("actors", "group_people") | lexicon.classes["Forces"],
        )
        self.common = lexicon.cue("actors", "government_strict") | lexicon.cue("actors", "country")
        self.common |= {word for word, title in lexicon.titles.items() if title.kind != "collective"}
        self.surnames: dict[str, list[str]] = defaultdict(list)
        for identifier, known in gazetteer.known.items():
            if known.entity.type == "Person":
                parts = [p for p in fold(known.entity.label).split() if p not in self.particles]
                for part in set(parts[1:]) or set(parts):
                    self.surnames[part].append(identifier)
        self.given = {
            fold(known.entity.label).split()[0]
            for known in gazetteer.known.values()
            if known.entity.type == "Person" and " " in known.entity.label
        }

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of a parsed Doc and set `doc._.tree` and `doc._.names`."""
        tree = Tree(doc)
        self.repair(tree)
        doc._.tree = tree
        article = doc._.article
        doc._.names = self.find(tree, article.date if article is not None else None)
        return doc

    def find(self, tree: Tree, date: str | None = None) -> Names:
        """The names of a parsed text; `date` is the article's, for surnames that office-holders of the time bear."""
        listed = self._listed(tree)
        events = [span for span in listed if span.kind == "event"]
        spans = self._organizations(tree, [span for span in listed if span.kind != "event"])
        spans = self._recognized(tree, spans)
        spans.sort(key=lambda span: span.start)
        names = Names()
        self._identify(tree, spans, names, date)
        for span in events:
            head = _head(tree, span.start, span.end)
            names.at.setdefault(head, Name(head, head + 1, head, span.candidates))
        for name in {id(n): n for n in names.at.values()}.values():
            self._absorb(tree, name)
        return names

    @staticmethod
    def _absorb(tree: Tree, name: Name) -> None:
        """ "Al Shabab reivindicó …": a preposition that is part of a name governs nothing."""
        case = [c for c in tree.children[name.head] if tree.dep[c] == "case" and name.start <= c < name.end]
        if not case or case[0] != name.start:
            return
        for c in case:
            tree.relabel(c, "flat")
        verb = tree.head[name.head]
        if (
            name.head < verb
            and tree.pos[verb] == "VERB"
            and tree.dep[name.head] in ("obl", "obj", "iobj")
            and tree.preposition(name.head) == ""
            and all(tree.dep[c] != "nsubj" or c > verb for c in tree.children[verb])
        ):
            tree.relabel(name.head, "nsubj")

    # -- names of the lists -------------------------------------------------------------------------

    def _listed(self, tree: Tree) -> list[_Span]:
        text = tree.reading
        words = [(fold(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]
        begins = tree.begin
        folded = [word for word, _, _ in words]
        spans: list[_Span] = []
        i = 0
        while i < len(words):
            length, found = self._longest(text, words, folded, i)
            if length and words[i][0] in ("el", "la", "los", "las"):
                further, better = self._longest(text, words, folded, i + 1)
                if further >= length:
                    i, length, found = i + 1, further, better  # "La | República Popular Democrática de Corea"
            if not found:
                i += 1
                continue
            begin, end = words[i][1], words[i + length - 1][2]
            start = bisect.bisect_right(begins, begin) - 1
            stop = bisect.bisect_right(begins, end - 1)
            if text[begin].islower() and length > 1 and self.gazetteer.known[found[0]].entity.type in EVENTS:
                # "la invasión rusa de Ucrania" names an event, and its parts name who is in it
                spans.append(_Span(start, stop, "event", tuple(found)))
                i += 1
                continue
            # A name that is part of a hyphenated word ("Castilla-La Mancha", "ex-URSS") is left to the other finders.
            spans.append(_Span(start, stop, "listed", tuple(found)))
            i += length
        return spans

    def _longest(
        self, text: str, words: list[tuple[str, int, int]], folded: list[str], i: int
    ) -> tuple[int, list[str]]:
        """The longest listed name that begins at word `i`: how many words, and the ids that bear it."""
        found: list[str] = []
        length = 0
        if i >= len(words):
            return 0, found
        for size in self.gazetteer.lengths.get(words[i][0], ()):
            if size < length:
                break
            if i + size > len(words):
                continue
            for identifier, name in self.gazetteer.names.get(tuple(folded[i : i + size]), ()):
                begin, end = words[i][1], words[i + size - 1][2]
                written = text[begin:end]
                if "\n" in written or not (
                    _written_as_name(written, name)
                    or (size == 1 and written.islower() and self._people(identifier, written))
                ):
                    continue
                length = size
                if identifier not in found:
                    found.append(identifier)
        return length, found

    def _people(self, identifier: str, written: str) -> bool:
        """Whether an armed group's name is a common noun for its people: "los hutíes", "los talibanes"."""
        return written.endswith("s") and self.gazetteer.known[identifier].entity.type == "ArmedGroup"

    # -- organizations by their first noun ----------------------------------------------------------

    def _organizations(self, tree: Tree, spans: list[_Span]) -> list[_Span]:
        covered: dict[int, _Span] = {}
        for span in spans:
            for i in range(span.start, span.end):
                covered[i] = span
        out = list(spans)
        i = 0
        while i < tree.n:
            text = tree.text[i]
            kind = self.heads.get(fold(text)) if text[:1].isupper() and tree.lower[i] not in self.common else None
            first = i in _sentence_starts(tree)
            if kind is None or (i in covered and covered[i].start < i):
                i += 1
                continue
            end = self._extend(tree, i, covered)
            if end - i < 2 or (first and end - i < 3 and not tree.text[i + 1][:1].isupper()):
                i += 1
                continue
            inner = {id(covered[k]): covered[k] for k in range(i, end) if k in covered}
            if any(s.start <= i and s.end >= end for s in inner.values()):
                i = end
                continue
            out = [s for s in out if id(s) not in inner]
            span = _Span(i, end, kind)
            out.append(span)
            for k in range(i, end):
                covered[k] = span
            i = end
        return out

    def _extend(self, tree: Tree, start: int, covered: dict[int, _Span]) -> int:
        """Where a capitalized name that begins at `start` ends: up to a country's name, or to what joins no name."""
        end = start + 1
        i = end
        while i < tree.n and tree.sentence[i] == tree.sentence[start]:
            if tree.text[i][:1].isupper():
                span = covered.get(i)
                if span is not None and i > start + 1 and not tree.text[i - 1][:1].isupper():
                    # "Ministerio de Defensa | de Corea del Sur": the country is a complement, not part of the name
                    known = self.gazetteer.known.get(span.candidates[0]) if span.candidates else None
                    if known and known.entity.type in ("Country", "City", "Person"):
                        break
                i += 1
                end = i
            elif tree.lower[i] in self.connectors and i + 1 < tree.n:
                ahead = i + 1
                while ahead < tree.n and tree.lower[ahead] in self.connectors and ahead - i < 3:
                    ahead += 1
                if ahead >= tree.n or not tree.text[ahead][:1].isupper():
                    break
                if tree.lower[i] in ("y", "e", "en", "a", "al", "por", "contra", "sobre") and end - start < 3:
                    break
                if tree.lower[i] in ("y", "e", "a", "al", "en") and ahead in covered:
                    break
                i = ahead
            else:
                break
        return end

    # -- the named-entity recognizer, and runs of capitals ------------------------------------------

    def _recognized(self, tree: Tree, spans: list[_Span]) -> list[_Span]:
        covered: dict[int, _Span] = {}
        for span in spans:
            for i in range(span.start, span.end):
                covered[i] = span
        labels: dict[int, str] = {}
        for ent in tree.doc.ents:
            if kind := NER_TYPES.get(ent.label_):
                for i in range(ent.start, ent.end):
                    labels[i] = kind
        out = list(spans)
        starts = _sentence_starts(tree)
        i = 0
        while i < tree.n:
            if not self._capital(tree, i) or (i in covered and covered[i].kind != "listed"):
                i += 1
                continue
            end = i + 1
            while end < tree.n and tree.sentence[end] == tree.sentence[i]:
                if self._capital(tree, end) and not (end in covered and covered[end].kind != "listed"):
                    end += 1
                elif tree.lower[end] in self.particles and self._joins(tree, i, end, covered, labels):
                    end += 1
                else:
                    break
            out.extend(self._run(tree, i, end, covered, labels, starts))
            i = end
        dropped = {id(s) for s in spans if s.kind == "dropped"}
        return [s for s in out if id(s) not in dropped]

    def _joins(self, tree: Tree, start: int, i: int, covered: dict[int, _Span], labels: dict[int, str]) -> bool:
        """Whether a particle goes on with a person's name: "Hugo de la Calle", not "Putin de Rusia"."""
        after = i + 1
        while after < tree.n and tree.lower[after] in self.particles and after - i < 3:
            after += 1
        if after >= tree.n or not self._capital(tree, after):
            return False
        if labels.get(i) == "Person":
            return True
        return i == start + 1 and fold(tree.text[start]) in self.given and start not in covered and after not in covered

    def _run(
        self,
        tree: Tree,
        start: int,
        end: int,
        covered: dict[int, _Span],
        labels: dict[int, str],
        starts: frozenset[int],
    ) -> list[_Span]:
        """A run of capitalized tokens → the spans in it that are names not listed."""
        if start in starts and tree.pos[start] not in ("PROPN",) and start not in labels and start not in covered:
            start += 1  # an ordinary word that opens the sentence
        if start in starts and start not in covered and tree.pos[start] in ("VERB", "AUX", "ADV"):
            start += 1
        if end - start > 1 and start in starts and tree.pos[start] == "NOUN" and tree.lemma[start] in self.nouns:
            start += 1  # "Aviones Rafale despegaron"
        while start < end and tree.lower[start] in self.titles and start not in covered:
            start += 1
        while start < end and tree.lower[start] in self.particles:
            if tree.text[start][:1].isupper() and tree.lower[start] not in self.connectors:
                break  # "Abu Mazen", "Van der Bellen"
            start += 1
        if start >= end or (start and tree.lower[start - 1] in ("de", "del") and tree.lower[start - 2] in self.titles):
            return []  # the field of a minister: "Secretario de Relaciones Exteriores"
        inside = {id(covered[k]): covered[k] for k in range(start, end) if k in covered}
        if inside:
            whole = [s for s in inside.values() if s.start <= start and s.end >= end]
            if whole:
                return []
            types = {self._type(s) for s in inside.values()}
            # "George Washington", "Israel Katz": a place's name inside a person's
            votes = [labels.get(k) for k in range(start, end)]
            person = votes.count("Person") * 2 > end - start or fold(tree.text[start]) in self.given
            if person and "Person" not in types and end - start <= 4 and types <= {"City", "Region", "Country"}:
                if not any(self._type(s) == "Country" and s.start > start for s in inside.values()):
                    for s in inside.values():
                        s.kind = "dropped"
                    return [_Span(start, end, "Person")]
            if types == {"Person"} and end - start <= 4:
                # a fuller form of a listed person's name: "Kim Jong Un" known, "Mariscal Kim Jong Un" in the text
                return []
            return []
        kinds = [labels[k] for k in range(start, end) if k in labels]
        size = end - start
        if size == 1 and (
            tree.lower[start] in self.common
            or tree.lemma[start] in self.common
            or (start in starts and tree.lemma[start] in self.nouns)
        ):
            return []
        if kinds:
            kind = max(sorted(set(kinds)), key=kinds.count)
            before = tree.lower[start - 1] if start else ""
            if kind != "Person" and before in self.titles and size >= 2:
                kind = "Person"
            return [_Span(start, end, kind)]
        if start and tree.lower[start - 1] in self.titles and size <= 4:
            return [_Span(start, end, "Person")]
        if size >= 2 and fold(tree.text[start]) in self.given:
            return [_Span(start, end, "Person")]
        if size == 1 and any(c.isdigit() for c in tree.text[start]):
            return []  # "Su-25", "F-16": types of weapons
        if size == 1 and tree.text[start - 1 : start] == ["*"]:
            return []  # a masked number
        if size == 1 and tree.text[start].isupper() and 2 <= len(tree.text[start]) <= 8 and start not in starts:
            return [_Span(start, end, "Organization")]
        if all(tree.pos[k] == "PROPN" for k in range(start, end)):
            return [_Span(start, end, "unknown")]
        return []

    @staticmethod
    def _capital(tree: Tree, i: int) -> bool:
        text = tree.text[i]
        return text[:1].isupper() and tree.pos[i] not in ("PUNCT", "DET", "ADP", "PRON", "SCONJ", "CCONJ", "AUX")

    def _type(self, span: _Span) -> str:
        if not span.candidates:
            return span.kind
        return self.gazetteer.known[span.candidates[0]].entity.type

    # -- who is named -------------------------------------------------------------------------------

    def _identify(self, tree: Tree, spans: list[_Span], names: Names, date: str | None) -> None:
        text = {id(s): tree.span(s.start, s.end - 1) for s in spans}
        countries = {
            self.gazetteer.known[s.candidates[0]].country for s in spans if s.candidates and len(s.candidates) == 1
        }
        # Full names first, so that a surname further on (or before, in a headline) finds its bearer.
        people: dict[str, str] = {}
        firsts: dict[str, str] = {}
        doubtful: set[str] = set()

        def bear(name: str, identifier: str) -> None:
            parts = [p for p in fold(name).split() if p not in self.particles]
            if len(parts) < 2:
                return
            # "Kim Jong-un" is "Kim" further on: the first name counts where nobody else has it
            firsts.setdefault(parts[0], identifier)
            for part in {parts[-1], parts[1] if len(parts) > 2 else parts[-1], " ".join(parts[1:])}:
                if people.setdefault(part, identifier) != identifier:
                    doubtful.add(part)

        for s in spans:
            if s.candidates and self._type(s) == "Person":
                bear(text[id(s)], s.candidates[0])
                bear(self.gazetteer.known[s.candidates[0]].entity.label, s.candidates[0])
        fullest: dict[str, str] = {}
        for s in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
            if s.candidates or s.kind != "Person" or s.end - s.start < 2:
                continue
            name = text[id(s)]
            longer = people.get(" ".join([p for p in fold(name).split() if p not in self.particles][-2:]))
            same = next((f for key, f in fullest.items() if set(fold(name).split()) <= set(key.split())), None)
            identifier = same or (longer if longer and s.end - s.start > 2 else None) or local_id(name, "Person")
            fullest.setdefault(fold(name), identifier)
            s.candidates = (identifier,)
            if identifier not in self.gazetteer.known and identifier not in names.entities:
                names.entities[identifier] = Entity(identifier, name, "Person", (name,))
            bear(name, identifier)
        # Other names: one entity a normalized name; "Plataforma Unitaria Democrática (PUD)" gives an acronym.
        acronyms: dict[str, str] = {}
        for s in spans:
            if s.candidates or s.kind == "dropped":
                continue
            name = text[id(s)]
            key = fold(name)
            bearer = people.get(key) if key not in doubtful else None
            bearer = bearer or (firsts.get(key) if s.kind in ("Person", "unknown") else None)
            if bearer is None and s.kind in ("Person", "unknown") and s.end - s.start == 1:
                bearer = self._in_office(key, date)
            if bearer is not None:
                s.candidates = (bearer,)
                continue
            kind = s.kind
            if s.end - s.start == 1 and (earlier := self._shortened(s, name, spans)) is not None:
                s.candidates = (earlier,)
                continue
            if kind == "unknown":
                continue
            if key in acronyms:
                s.candidates = (acronyms[key],)
                continue
            if kind == "Place" and s.start and tree.lemma[s.start - 1] == "de" and s.start > 1:
                kind = self.place_heads.get(tree.lemma[s.start - 2], kind)
            self._introduce(tree, s, name, kind, names, acronyms)
        for s in spans:
            if not s.candidates and s.kind == "unknown":
                key = fold(text[id(s)])
                if key in acronyms:
                    s.candidates = (acronyms[key],)
        for s in spans:
            if not s.candidates or s.kind == "dropped":
                continue
            candidates = self._prefer(s, countries, people, doubtful, text[id(s)])
            name_ = Name(s.start, s.end, _head(tree, s.start, s.end), candidates)
            for i in range(s.start, s.end):
                names.at.setdefault(i, name_)
            names.variants[candidates[0]].append(text[id(s)])
            self._acronym(tree, s, candidates[0], names)

    def _in_office(self, surname: str, date: str | None) -> str | None:
        """Who of this surname leads a state at the article's date, if one does: "el presidente Bush" of 2003."""
        if date is None:
            return None
        leading = {
            person
            for person in self.surnames.get(surname, ())
            for office in self.gazetteer.held_by.get(person, ())
            if office.office in ("head_of_state", "head_of_government") and office.held(date)
        }
        return leading.pop() if len(leading) == 1 else None

    def _shortened(self, s: _Span, name: str, spans: list[_Span]) -> str | None:
        """The organization named before whose name begins with this word: "la Alianza" for the Alianza Atlántica."""
        key = fold(name)
        for other in reversed([o for o in spans if o.start < s.start and o.candidates and o.kind != "Person"]):
            known = self.gazetteer.known.get(other.candidates[0])
            if known is not None and known.entity.type not in ("Country", "City", "Region", "Person", "Place"):
                if any(fold(label).split()[0] == key and " " in label for label in known.entity.labels if label):
                    return other.candidates[0]
        return None

    def _bracketed(self, tree: Tree, s: _Span) -> str | None:
        """The listed organization whose acronym stands in brackets after a name: "Misión … en Kosovo (UNMIK)"."""
        i = s.end
        for k in range(i, min(tree.n - 2, i + 5)):
            if tree.text[k] == "(" and tree.text[k + 2] == ")" and tree.text[k + 1][:1].isupper():
                for identifier in self.gazetteer.find(tree.text[k + 1]):
                    if identifier in ORGANIZATION_IDS or identifier.startswith("org/"):
                        return identifier
            if tree.pos[k] in ("VERB", "AUX", "PUNCT"):
                break
        return None

    def _introduce(self, tree: Tree, s: _Span, name: str, kind: str, names: Names, acronyms: dict[str, str]) -> None:
        if s.end - s.start > 1 and kind != "Person" and (listed := self._bracketed(tree, s)) is not None:
            s.candidates = (listed,)
            return
        head = fold(tree.text[s.start])
        kind = self.heads.get(head, kind) if kind == "Organization" else kind
        label = name
        complement = self._country_after(tree, s)
        if complement and kind in ("GovernmentBody", "ArmedForce", "Organization"):
            country = self.gazetteer.known[complement].entity
            label = f"{name} de {_article(country.label)}{country.label}"
        identifier = local_id(label, kind)
        s.candidates = (identifier,)
        names.entities.setdefault(identifier, Entity(identifier, label, kind, tuple(dict.fromkeys((label, name)))))
        letters = "".join(w[0] for w in fold(name).split() if w not in self.connectors)
        if len(letters) >= 3:
            acronyms.setdefault(letters, identifier)

    def _country_after(self, tree: Tree, s: _Span) -> str | None:
        """The country that follows a body's name: "Ministerio de Defensa | de Corea del Sur", "… | surcoreano"."""
        i = s.end
        if i >= tree.n:
            return None
        demonym = self.gazetteer.demonyms.get(fold(tree.text[i]))
        if demonym and tree.text[i][:1].islower():
            return demonym[0]
        if tree.lower[i] in ("de", "del"):
            for size in (2, 1, 3):
                words = [w for k in range(i + 1, min(tree.n, i + 1 + size)) for w in WORD.findall(fold(tree.text[k]))]
                if words and words[0] in ("la", "los", "el", "las"):
                    words = words[1:]
                for identifier in self.gazetteer.find(" ".join(words)):
                    if self.gazetteer.known[identifier].entity.type == "Country":
                        return identifier
        return None

    def _prefer(
        self, s: _Span, countries: set[str], people: dict[str, str], doubtful: set[str], name: str
    ) -> tuple[str, ...]:
        """The candidates of a name, the likeliest first: whom the text names in full, then countries."""
        if len(s.candidates) == 1:
            return s.candidates
        key = fold(name)
        bearer = people.get(key) if key not in doubtful else None

        def rank(identifier: str) -> tuple[bool, bool, bool, bool]:
            known = self.gazetteer.known.get(identifier)
            if known is None:
                return (True, True, True, True)
            return (
                identifier != bearer,
                known.entity.type not in ("Country", "InternationalOrganization"),
                not known.capital,
                known.country not in countries,
            )

        return tuple(sorted(s.candidates, key=rank))

    def _acronym(self, tree: Tree, s: _Span, identifier: str, names: Names) -> None:
        """ "Organización X (OX)": the acronym in brackets becomes a name of the same entity, here and further on."""
        if s.end - s.start < 2 or names.entity(identifier, self.gazetteer).type in (
            "Country",
            "Person",
            "City",
            "Region",
        ):
            return
        i = s.end
        demonym = i < tree.n and fold(tree.text[i]) in self.gazetteer.demonyms
        if demonym:
            i += 1
        if i + 2 < tree.n and tree.text[i] == "(" and tree.text[i + 2] == ")":
            short = tree.text[i + 1]
            if short.isupper() and 2 <= len(short) <= 10:
                names.variants[identifier].append(short)
                for k in range(i, tree.n):
                    if tree.text[k] == short:
                        names.at[k] = Name(k, k + 1, k, (identifier,))


def _article(country: str) -> str:
    return {"Estados Unidos": "", "Emiratos Árabes Unidos": "los ", "República Dominicana": "la "}.get(country, "")


def _written_as_name(text: str, name: str) -> bool:
    """Whether the text is capitalized as a name must be: acronyms whole, others at their first letter."""
    if name.isupper() and len(name) <= 6:
        return text.isupper() or (len(name) > 3 and text[:1].isupper() and text[1:].islower())
    if text.isupper():
        return True
    written = WORD.findall(text)
    return all(w[:1].isupper() for w, n in zip(written, WORD.findall(name), strict=False) if n[:1].isupper())


def _sentence_starts(tree: Tree) -> frozenset[int]:
    found = tree.cache.get("starts")
    if found is None:
        starts = {start for start, _ in tree.sentences}
        starts |= {i + 1 for i, text in enumerate(tree.text) if text in '«“"—-–¿¡(:' or "\n" in text}
        found = tree.cache["starts"] = frozenset(starts)
    return found


def _head(tree: Tree, start: int, end: int) -> int:
    for i in range(start, end):
        if not start <= tree.head[i] < end or tree.head[i] == i:
            return i
    return start


Doc.set_extension("article", default=None, force=True)
Doc.set_extension("tree", default=None, force=True)
Doc.set_extension("names", default=None, force=True)


@Language.factory("kg_mentions", assigns=["doc._.tree", "doc._.names"], requires=["token.dep", "token.pos", "doc.ents"])
def create(nlp: Language, name: str) -> NameFinder:
    """The component, with the gazetteer and lexicon of `ontology/`."""
    return NameFinder(Gazetteer.load(), Lexicon.load())

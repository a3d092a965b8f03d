"""The graph of all articles: put an article's claims in, take them out, and ask. Every change is one transaction.

An article's named graph holds its description and its claims. The default graph holds what follows from all of them:
plain triples, types and labels. It is a pure function of the set of articles, kept in step within each transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import pyoxigraph as ox

from kg import __version__
from kg.config import GP, PREFIXES
from kg.errors import GraphError, QueryError
from kg.graph import identity, iris, linking, plain, reading, sparql
from kg.graph import quads as forms
from kg.graph.change import DEFAULT, Change, description, holds, statements
from kg.graph.disk import Backend, Disk, Memory, Quads
from kg.graph.reading import StoredArticle, StoredClaim
from kg.graph.results import QueryResult, Term
from kg.graph.terms import Graph, Quad, Triple, quad, triple
from kg.model import Article, ArticleReport, Claim, Entity, Modality
from kg.vocabulary.gazetteer import fold
from kg.vocabulary.links import Links
from kg.vocabulary.ontology import Ontology, path_of_ontology
from kg.vocabulary.queries import SavedQuery

if TYPE_CHECKING:
    import rdflib

ONTOLOGY_GRAPH = ox.NamedNode(GP.rstrip("#"))
"""The named graph that holds the ontology."""

EXTRACTOR = "kg"


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the whole graph. A symmetric relation counts once; `by_*` go from the most frequent."""

    articles: int
    claims: int
    entities: int
    relations: int
    by_relation: Mapping[str, int]
    by_modality: Mapping[str, int]
    by_type: Mapping[str, int]


class Store:
    """The graph, in memory (`Store()`) or in a folder (`Store("kg-store")`); a context manager.

    A folder is made by the first `put`. Locks are held for single calls only, so that several processes may work on
    one folder. All methods raise `GraphError` where the folder is no store or is damaged, and `StoreBusyError` where
    another process keeps it for longer than some seconds.
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        self._ontology, self._links = Ontology.load(), Links.load()
        self._backend: Backend
        if path is None:
            self._backend = Memory(self._fill)
        else:
            self._backend = Disk(Path(path), self._fill, read_only=read_only)
        self._rdf: rdflib.Dataset | None = None
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all files and of `rdf`."""
        self._release()
        self._backend.close()

    def _release(self) -> None:
        self._rdf = None
        self._held.close()

    # Changing

    def put(self, article: Article, claims: Iterable[Claim], *, replace: bool = False) -> ArticleReport:
        """Add an article with its claims, and say what that brought.

        The same text again changes nothing ("unchanged"). Another text under the same source and id (under the same
        URL, for web pages) is refused ("failed") unless `replace` is given; then it takes the old one's place, and the
        same text gets its new claims. Raises `GraphError` where a claim does not fit the ontology.
        """
        claims = [claim for claim in claims if forms.storable(claim)]
        self._admit(claims)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        new = forms.to_quads(article, claims, generated=now, extractor=(EXTRACTOR, __version__))
        graph = ox.NamedNode(iris.absolute(iris.article_id(article)))
        self._release()
        with self._backend.writing() as quads:
            present = quads.match(graph=graph)
            rivals = _rivals(quads, article, graph)
            if rivals and not replace:
                what = article.source or article.id
                reason = f"{what} is already in the graph with another text: use --replace to put this one in its place"
                return ArticleReport(article.id, "failed", reason=reason)
            if present and not rivals and (not replace or _content(linking.as_read(present)) == _content(new)):
                return ArticleReport(article.id, "unchanged", claims=_claims_among(present))
            dropped = [*rivals, graph] if present else rivals
            change, links = self._change(quads, dropped, new)
            stated, _ = plain.stated(change.after, self._ontology)
            known = {one for one in stated if holds(quads, one)}
            named = {one for one in plain.namings(change.after, self._ontology) if description(quads, one)}
            quads.update(change.update(quads))
            status = "replaced" if dropped else "added"
            return self._report(quads, graph, status, _renamed(quads, claims, graph), known, named, links)

    def remove(self, article: str | Article | StoredArticle) -> int:
        """Take an article out, with all that rests on it alone; give the number of claims that went.

        `article` is its id, its IRI or the end of it, or the article itself. Raises `GraphError` where there is none,
        or several have this id.
        """
        self._release()
        with self._backend.writing() as quads:
            graph = reading.article_node(quads, article)
            gone = _claims_among(quads.match(graph=graph))
            change, _ = self._change(quads, [graph], [])
            quads.update(change.update(quads))
            return gone

    def _change(
        self, quads: Quads, dropped: list[ox.NamedNode], added: list[Quad]
    ) -> tuple[Change, list[linking.Link]]:
        """What is to happen when articles go and one comes, with what that changes of others' identities."""
        renewal = self._renewal(quads)
        link = linking.relinked if renewal else linking.linked
        found = link(quads, dropped, added, identity.Identity.load())
        before = [*(one for graph in dropped for one in quads.match(graph=graph)), *found.before]
        change = Change(self._ontology, self._links, dropped, before, [*found.added, *found.after], renewal)
        return change, found.changes

    def _admit(self, claims: list[Claim]) -> None:
        """Refuse claims that the ontology has no words for."""
        for claim in claims:
            if claim.predicate not in self._ontology.relations:
                raise GraphError(f"{claim.predicate!r} is no relation of the ontology: see ontology/geopolitics.ttl")
            for entity in (claim.subject, claim.object, claim.attributed_to, claim.item, claim.place):
                if entity is not None and entity.id is not None and entity.type not in self._ontology.classes:
                    raise GraphError(f"{entity.label}: {entity.type!r} is no class of the ontology")

    def _digest(self) -> str:
        return f"{self._ontology.digest} {self._links.digest} {identity.digest()}"

    def _fill(self, store: ox.Store) -> None:
        """What a new store holds: the ontology."""
        store.extend(cast(list[ox.Quad], _ontology_quads(self._digest())))

    def _renewal(self, quads: Quads) -> list[Quad]:
        """The ontology's quads where the store holds another version of it or of the lists, else none."""
        held = quads.match(ONTOLOGY_GRAPH, forms.gp("sha256"), None, ONTOLOGY_GRAPH)
        return [] if [q.object.value for q in held] == [self._digest()] else _ontology_quads(self._digest())

    def _report(
        self,
        quads: Quads,
        graph: ox.NamedNode,
        status: str,
        claims: list[Claim],
        known: Set[Triple],
        named: Set[str],
        links: Iterable[linking.Link],
    ) -> ArticleReport:
        """What an article brought that is in now; `known` triples and `named` entities were there before."""
        elsewhere = {link.after for link in links if link.article != graph}
        entities: dict[str, str] = {}
        relations: dict[tuple[frozenset[Triple], bool], tuple[Triple, str]] = {}
        for claim in claims:
            for entity in (claim.subject, claim.object, claim.attributed_to, claim.item, claim.place):
                if entity is not None and entity.id is not None:
                    entities.setdefault(entity.id, f"{entity.label} ({entity.type})")
            one = _triple(claim)
            key = frozenset(plain.both_ways(one, self._ontology)), claim.modality is Modality.DENIED
            relations.setdefault(key, (one, self._line(claim)))
        new, corroborated, contradicted = [], [], []
        for (_, denied), (one, line) in relations.items():
            others = [other for other in statements(quads, one, self._ontology) if other.article != graph]
            affirming = sorted({_id_of(quads, other.article) for other in others if other.modality != "Denied"})
            denying = sorted({_id_of(quads, other.article) for other in others if other.modality == "Denied"})
            against = affirming if denied else denying
            if not denied:
                if affirming:
                    corroborated.append(line)
                elif one not in known:
                    new.append(line)
            if against:
                verdict = "denied here, stated by" if denied else "stated here, denied by"
                contradicted.append(f"{line} ({verdict} {', '.join(against)})")
        same, parted = [], []
        for link in links:
            where = "" if link.article == graph else f", in {_id_of(quads, link.article)}"
            if link.after != link.read.id:
                same.append(f"{link.read.label} = {reading.entity(quads, link.after).label} ({link.after}){where}")
            else:
                parted.append(f"{link.read.label} ≠ {link.before}{where}")
        return ArticleReport(
            _id_of(quads, graph),
            status,
            claims=_claims_among(quads.match(graph=graph)),
            new_entities=tuple(line for one, line in entities.items() if one not in named | elsewhere),
            new_relations=tuple(new),
            corroborated=tuple(corroborated),
            contradicted=tuple(contradicted),
            same_as=tuple(dict.fromkeys(same)),
            parted=tuple(dict.fromkeys(parted)),
        )

    def _line(self, claim: Claim) -> str:
        assert claim.predicate is not None
        return f"{claim.subject.label} {self._ontology.relations[claim.predicate].label_es} {claim.object.label}"

    # Reading

    def articles(self) -> tuple[StoredArticle, ...]:
        """All articles, by date (undated ones last), then id."""
        with self._backend.reading() as quads:
            return reading.articles(quads)

    def article(self, article: str) -> Article:
        """One article with its text, by its id, its IRI or the end of it. Raises `GraphError` as `remove` does."""
        with self._backend.reading() as quads:
            graph = reading.article_node(quads, article)
            return forms.article_of(forms.grouped(quads.match(graph, graph=graph))[graph.value])

    def claims(
        self,
        *,
        entity: str | None = None,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        article: str | None = None,
        modality: Modality | None = None,
        depth: int = 1,
        keep: Callable[[StoredClaim], bool] | None = None,
    ) -> tuple[StoredClaim, ...]:
        """The claims that match all that is given, by article and place in the text.

        `entity` (either end), `subject` and `object` are ids or IRIs of entities, `predicate` a relation without its
        prefix, `article` an article's id or IRI, `keep` a test. At a `depth` of 2 also come the claims of the
        entities that `entity` is linked with by these, and so on. Entities bear the names by which the whole graph
        knows them. Raises `GraphError` where there is no such entity or article.
        """
        ends: dict[str, ox.NamedNode] = {}
        for variable, name in (("s", subject), ("o", object)):
            if name is not None:
                ends[variable] = reading.node(name)
        if predicate is not None:
            ends["p"] = forms.gp(predicate)
        if modality is not None:
            ends["m"] = forms.gp(modality.value)
        with self._backend.reading() as quads:
            if article is not None:
                ends["article"] = reading.article_node(quads, article)
            if entity is None:
                return reading.claims(quads, keep=keep, **ends)
            start = reading.node(reading.entity(quads, entity).id or "")
            return reading.around(quads, start, depth, keep=keep, **ends)

    def claim(self, name: str) -> StoredClaim:
        """One claim by its IRI, its id or the beginning of its hash. Raises `GraphError` for none or several."""
        with self._backend.reading() as quads:
            return reading.claim(quads, name)

    def extractor(self, article: str) -> str:
        """What read an article: "kg 0.1.0". Raises `GraphError` as `remove` does."""
        with self._backend.reading() as quads:
            return reading.extractor(quads, reading.article_node(quads, article))

    def entity(self, name: str) -> Entity:
        """The entity of this id or IRI, as the whole graph knows it. Raises `GraphError` where there is none."""
        with self._backend.reading() as quads:
            return reading.entity(quads, name)

    def entities(self) -> tuple[Entity, ...]:
        """All entities, by id."""
        with self._backend.reading() as quads:
            return tuple(reading.entities(quads).values())

    def find(self, name: str) -> list[Entity]:
        """The entities of this name, accents and case aside: a label, an id or an IRI.

        Where none has exactly this name, those of which a name holds all its words; shorter labels come first.
        """
        return reading.find(self.entities(), name)

    def stats(self) -> Stats:
        """How much is in the graph."""
        with self._backend.reading() as quads:
            modalities = {reading.name(row["m"]): int(row["n"].value) for row in quads.select(_BY_MODALITY)}
            types = {reading.name(row["t"]): int(row["n"].value) for row in quads.select(_BY_TYPE)}
            relations = {
                name: len({frozenset((q.subject, q.object)) for q in found} if relation.symmetric else found)
                for name, relation in self._ontology.relations.items()
                if (found := quads.match(None, forms.gp(name), None, DEFAULT))
            }
            (articles,) = quads.select(_ARTICLE_COUNT)
        return Stats(
            articles=int(articles["n"].value),
            claims=sum(modalities.values()),
            entities=sum(types.values()),
            relations=sum(relations.values()),
            by_relation=_most_first(relations),
            by_modality=_most_first(modalities),
            by_type=_most_first(types),
        )

    def query(
        self, sparql_text: str, *, timeout: float | None = None, bindings: Mapping[str, str] | None = None
    ) -> QueryResult:
        """The answer to SELECT, ASK, CONSTRUCT or DESCRIBE over the union of all graphs.

        The prefixes of `kg.config.PREFIXES` need no declaration. `bindings` gives values to variables: `Term`s, IRIs,
        prefixed names, else text. At `timeout` seconds the query is ended; of a store in memory the caller is only
        freed, while the query runs on in a thread. Raises `QueryError` for updates, SERVICE, LOAD, bad syntax and
        queries that took too long.
        """
        return self._backend.query(sparql.request(sparql_text, bindings), timeout)

    def run(
        self, saved: SavedQuery, parameters: Mapping[str, str] | None = None, *, timeout: float | None = None
    ) -> QueryResult:
        """The answer to a saved query, its parameters given as users write them (`bind`)."""
        return self.query(saved.text, timeout=timeout, bindings=self.bind(saved, parameters or {}))

    def bind(self, saved: SavedQuery, parameters: Mapping[str, str]) -> dict[str, Term]:
        """Parameters as terms: entities by any name, articles by id, relations and modalities by name.

        Raises `QueryError` for a parameter that the query lacks, one that it needs, and a name that is unknown or
        fits several.
        """
        known = {parameter.name: parameter for parameter in saved.parameters}
        for name in parameters:
            if name not in known:
                raise QueryError(f"query {saved.name} has no parameter {name!r}: it takes {', '.join(known) or 'none'}")
        for parameter in saved.parameters:
            if parameter.required and parameter.name not in parameters:
                raise QueryError(f"query {saved.name} needs --param {parameter.name}=…: {parameter.description}")
        return {name: self._value(known[name].kind, text) for name, text in parameters.items()}

    def _value(self, kind: str, text: str) -> Term:
        if kind == "entity":
            found = self.find(text)
            if len(found) == 1 or (found and fold(found[0].label) == fold(text) != fold(found[1].label)):
                return Term(iris.absolute(found[0].id or ""), "iri")
            if not found:
                raise QueryError(f"no entity is called {text!r}: kg stats and kg query --name entities list them")
            raise QueryError(f"{text!r} may be {', '.join(f'{e.label} (id:{e.id})' for e in found[:5])}: give the id")
        if kind == "article":
            with self._backend.reading() as quads:
                return Term.of(reading.article_node(quads, text))
        if kind in ("relation", "modality", "class"):
            name = text.removeprefix("gp:").removeprefix(GP)
            names = {
                "relation": self._ontology.relations,
                "modality": [m.value for m in Modality],
                "class": self._ontology.classes,
            }[kind]
            if name not in names:
                raise QueryError(f"{name!r} is no {kind} of the ontology: one of {', '.join(names)}")
            return Term(GP + name, "iri")
        return Term(text, "literal")

    def quads(self) -> list[ox.Quad]:
        """Every quad of the store: the articles' graphs, the ontology's, and the default graph."""
        with self._backend.reading() as quads:
            return cast(list[ox.Quad], quads.match())

    @property
    def rdf(self) -> rdflib.Dataset:
        """An rdflib Dataset over this store, whose default is the union of all graphs; for reading.

        A folder stays locked for writers from the first use until `close` or the next `put` or `remove` of this
        `Store`; after these take `rdf` anew.
        """
        if self._rdf is None:
            import rdflib
            from oxrdflib import OxigraphStore

            quads = self._held.enter_context(self._backend.holding())
            self._rdf = rdflib.Dataset(store=OxigraphStore(store=quads.store), default_union=True)
            for prefix, namespace in PREFIXES.items():
                self._rdf.bind(prefix, namespace, replace=True)
        return self._rdf


_BY_MODALITY = "SELECT ?m (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?c a gp:Claim ; gp:modality ?m } } GROUP BY ?m"
_BY_TYPE = "SELECT ?t (COUNT(*) AS ?n) WHERE { ?e a ?t } GROUP BY ?t"
_ARTICLE_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?g a gp:Article } }"


def _ontology_quads(digest: str) -> list[Quad]:
    """The ontology as its named graph; blank nodes become IRIs by their order, so that two stores agree."""
    names: dict[ox.BlankNode, ox.NamedNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term, ox.NamedNode(f"{ONTOLOGY_GRAPH.value}/.well-known/genid/{len(names) + 1}"))
        return term

    quads = [
        quad(named(q.subject), q.predicate, named(q.object), ONTOLOGY_GRAPH)
        for q in ox.parse(path=str(path_of_ontology()), format=ox.RdfFormat.TURTLE)
    ]
    return [*quads, quad(ONTOLOGY_GRAPH, forms.gp("sha256"), ox.Literal(digest), ONTOLOGY_GRAPH)]


def _rivals(quads: Quads, article: Article, graph: ox.NamedNode) -> list[ox.NamedNode]:
    """The graphs of articles that claim to be this one but have another text."""
    same_id = {q.subject for q in quads.match(None, forms.identifier, ox.Literal(article.id))}
    if not article.source:
        found = {g for g in same_id if not quads.match(g, forms.source, None, g)}
    else:
        found = {q.subject for q in quads.match(None, forms.source, ox.Literal(article.source))}
        if not article.source.startswith(("http://", "https://")):
            found &= same_id
    return sorted(found - {graph}, key=str)


def _content(quads: Iterable[Quad]) -> set[Triple]:
    """What is compared between two readings of one article: all but the clock and the program's version."""
    aside = {forms.generated_at, forms.gp("extractorName"), forms.gp("extractorVersion")}
    return {quad.triple for quad in quads if quad.predicate not in aside}


def _claims_among(quads: Iterable[Quad]) -> int:
    return sum(quad.predicate == forms.type_ and quad.object == forms.gp("Claim") for quad in quads)


def _renamed(quads: Quads, claims: Iterable[Claim], graph: ox.NamedNode) -> list[Claim]:
    """The claims of an article that is in, with whom its entities are."""
    links = reading.links(quads, graph)

    def one(entity: Entity | None) -> Entity | None:
        return links.get(entity.id or "", entity) if entity is not None else None

    return [
        changed(
            claim,
            subject=links.get(claim.subject.id or "", claim.subject),
            object=links.get(claim.object.id or "", claim.object),
            attributed_to=one(claim.attributed_to),
            place=one(claim.place),
        )
        for claim in claims
    ]


def _triple(claim: Claim) -> Triple:
    assert claim.subject.id is not None and claim.predicate is not None and claim.object.id is not None
    return triple(reading.node(claim.subject.id), forms.gp(claim.predicate), reading.node(claim.object.id))


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _id_of(quads: Quads, graph: Graph) -> str:
    """The id by which people know an article."""
    assert isinstance(graph, ox.NamedNode)
    return quads.match(graph, forms.identifier, None, graph)[0].object.value

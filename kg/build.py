"""The only place where the stages meet: sources → articles → claims → graph → answers, files and pages."""

from __future__ import annotations

import functools
import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg import __version__, articles, config
from kg.articles.document import Failure
from kg.errors import ArticleError, GraphError, KGError, UsageError
from kg.model import Article, ArticleReport, Claim, Modality, Report, Survey

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from kg.graph.reading import StoredArticle
    from kg.graph.results import QueryResult
    from kg.graph.store import Stats
    from kg.output.evidence import Profile, Step

Source = str | os.PathLike[str]
Extractor = Callable[[Article], list[Claim]]
"""One article → its claims: a pure function, which holds a language model."""
Extracted = tuple[Article, list[Claim]]
T = TypeVar("T")

log = logging.getLogger("kg.build")


def spanish(*, model: str | None = None, open_relations: bool = False) -> Extractor:
    """Load the Spanish pipeline and return its extractor. Raises ModelError if the model is missing or does not fit."""
    from kg import nlp

    language = nlp.load(model)

    def apply(article: Article) -> list[Claim]:
        ((_, claims),) = nlp.extract(language, [article], open_relations=open_relations)
        return list(claims)

    return apply


def extract(
    sources: Iterable[Source],
    *,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
    open_relations: bool = False,
    model: str | None = None,
    jobs: int = 1,
    extractor: Callable[[], Extractor] | None = None,
) -> Iterator[Extracted | Failure]:
    """Each article of the sources with its claims, in order; a Failure for each that cannot be read.

    `date`, `title` and `language` hold for every article (`kg.articles.read`); with `open_relations` also come the
    propositions that the ontology does not hold. `model` names the spaCy pipeline (`kg.nlp.load`). `jobs` processes
    share the work, each with its own model. `extractor` makes what turns an article into claims, in the place of
    `spanish` with these two; with several jobs it must be picklable.
    Raises UsageError (bad date) and ModelError.
    """
    make = extractor or partial(spanish, model=model, open_relations=open_relations)
    items: Iterator[Article | Failure] = articles.read(sources, date=date, title=title, language=language)
    return run(items, make, jobs=jobs)


def survey(sources: Iterable[Source], names: Collection[str], *, model: str | None = None) -> dict[str, Survey]:
    """What the articles of these names offer to be linked, by name; sources that cannot be read are left out.

    Raises ModelError.
    """
    from kg import nlp

    language = nlp.load(model)
    read = (item for item in articles.read(sources) if isinstance(item, Article) and item.id in names)
    return {article.id: nlp.survey(language, article) for article in read}


def run(
    items: Iterable[Article | T], make: Callable[[], Extractor], *, jobs: int = 1
) -> Iterator[Extracted | Failure | T]:
    """Articles → articles with claims, in the same order, by `jobs` processes; what is no article passes through."""
    if jobs > 1:
        return _parallel(items, make, jobs)
    return _serial(items, make)


def _serial(items: Iterable[Article | T], make: Callable[[], Extractor]) -> Iterator[Extracted | Failure | T]:
    extractor: Extractor | None = None
    for item in items:
        if isinstance(item, Article):
            extractor = extractor or make()
            yield _guarded(item, partial(extractor, item))
        else:
            yield item


def _guarded(article: Article, work: Callable[[], list[Claim]]) -> Extracted | Failure:
    try:
        claims = work()
    except ArticleError as error:
        return Failure(article.source or article.id, str(error))
    log.info("%s: %d characters, %d claims", article.id, len(article.text), len(claims))
    return article, claims


def _parallel(
    items: Iterable[Article | T], make: Callable[[], Extractor], jobs: int
) -> Iterator[Extracted | Failure | T]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # spawn, not fork: the parent may hold an open store, whose threads and locks a fork would copy in any state
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupts)
    waiting: deque[Callable[[], Extracted | Failure | T]] = deque()
    try:
        for item in items:
            if isinstance(item, Article):
                waiting.append(partial(_guarded, item, pool.submit(_work, make, item).result))
            else:
                waiting.append(partial(_same, item))
            # a few articles a process are under way at once, so that a large folder is not read into memory
            while len(waiting) > 4 * jobs:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()
    except BrokenProcessPool as error:
        raise KGError("an extraction process died, perhaps for want of memory: try fewer --jobs") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _same(item: T) -> T:
    return item


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _work(make: Callable[[], Extractor], article: Article) -> list[Claim]:
    return _made(make)(article)


@functools.cache
def _made(make: Callable[[], Extractor]) -> Extractor:
    """The extractor of a worker process, made once."""
    return make()


def _check(kind: str, names: Iterable[str] | None, known: Iterable[str]) -> None:
    for name in names or ():
        if name not in known:
            raise UsageError(f"no {kind} {name!r}: known are {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim of the graph as its article, read once more, gives it.

    `claim` holds the explanation; `stored` is the confidence that the graph has, `reader` the program and version that
    put it there.
    """

    iri: str
    article: Article
    claim: Claim
    stored: float
    reader: str


class KnowledgeGraph:
    """A graph of sourced claims: articles go in, answers come out.

    `path` is the folder of the store, made if it is not there; without it the graph lives in memory. `extractor` makes
    what turns an article into claims, once, when it is first needed (`spanish` unless given). Use it as a context
    manager, or call `close`. Raises StoreBusyError if another process holds the store, GraphError if it is none.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        read_only: bool = False,
        extractor: Callable[[], Extractor] | None = None,
    ) -> None:
        from kg.graph.store import Store

        self.store = Store(Path(path) if path is not None else None, read_only=read_only)
        self._make = extractor or spanish
        self._extractor: Extractor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; closing twice is no error."""
        self.store.close()

    # what goes in

    def add(
        self,
        source: Source | Iterable[Source] | None = None,
        *,
        text: str | None = None,
        url: str | None = None,
        id: str | None = None,
        date: str | None = None,
        title: str | None = None,
        language: str | None = None,
        replace: bool = False,
        jobs: int = 1,
    ) -> Report:
        """Read, extract and put in: a source or several, a text, or the page of an address; exactly one of the three.

        What fails is in the report with its reason; the rest is in the graph. `id` names the article of a `text`.
        `replace` puts an edited article in the place of the one that it was. Raises UsageError.
        """
        if sum(given is not None for given in (source, text, url)) != 1:
            raise UsageError("add() takes one of: a source, text=, url=")
        if text is not None:
            article = articles.from_text(text, id=id, date=date, title=title, language=language)
            return Report(tuple(self._put_all([article], replace=replace, jobs=jobs)))
        if url is not None:
            sources: Iterable[Source] = [url]
        elif isinstance(source, str | os.PathLike):
            sources = [source]
        else:
            sources = source or []
        given = self.extend(sources, date=date, title=title, language=language, replace=replace, jobs=jobs)
        return Report(tuple(given))

    def extend(
        self,
        sources: Iterable[Source],
        *,
        date: str | None = None,
        title: str | None = None,
        language: str | None = None,
        replace: bool = False,
        jobs: int = 1,
    ) -> Iterator[ArticleReport]:
        """As `add`, one article after the other: each is in the graph when its report comes."""
        items = articles.read(sources, date=date, title=title, language=language)
        return self._put_all(items, replace=replace, jobs=jobs)

    def _put_all(self, items: Iterable[Article | Failure], *, replace: bool, jobs: int) -> Iterator[ArticleReport]:
        make = self._make if jobs > 1 else self._shared
        due: Iterable[Article | Failure | ArticleReport] = items if replace else self._new(items)
        results: Iterator[Extracted | Failure | ArticleReport] = run(due, make, jobs=jobs)
        for item in results:
            if isinstance(item, ArticleReport):
                yield item
            elif isinstance(item, Failure):
                yield ArticleReport(item.source, "failed", reason=item.reason)
            else:
                article, claims = item
                yield self.put(article, claims, replace=replace)

    def _new(self, items: Iterable[Article | Failure]) -> Iterator[Article | Failure | ArticleReport]:
        """Articles that are in already become their report, so that nothing is extracted for them."""
        known = {stored.sha256: stored for stored in self.store.articles()}
        for item in items:
            stored = known.get(item.sha256) if isinstance(item, Article) else None
            yield ArticleReport(stored.id, "unchanged", claims=stored.claims) if stored else item

    def _shared(self) -> Extractor:
        if self._extractor is None:
            self._extractor = self._make()
        return self._extractor

    def put(self, article: Article, claims: Sequence[Claim], *, replace: bool = False) -> ArticleReport:
        """Put an article with claims made elsewhere into the graph, in one step."""
        return self.store.put(article, claims, replace=replace)

    def remove(self, article: str) -> int:
        """Take an article out, with all that rests on it alone; returns how many claims went. Raises GraphError."""
        return self.store.remove(article)

    # what comes out

    def query(self, sparql: str, *, timeout: float | None = None) -> QueryResult:
        """Ask in SPARQL (SELECT, ASK, CONSTRUCT, DESCRIBE); the prefixes of `kg.config.PREFIXES` are declared.

        Raises QueryError if it is malformed, wants to write, or takes longer than `timeout` seconds.
        """
        return self.store.query(sparql, timeout=timeout)

    @property
    def rdf(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the same store."""
        return self.store.rdf

    def ask_saved(
        self, name: str, parameters: Mapping[str, str] | None = None, *, timeout: float | None = None
    ) -> QueryResult:
        """The answer to a saved query (`ontology/queries/`), its parameters by name. Raises QueryError."""
        from kg.vocabulary import queries

        return self.store.run(queries.named(name), parameters, timeout=timeout)

    def articles(self) -> tuple[StoredArticle, ...]:
        """The articles that are in, by date."""
        return self.store.articles()

    def stats(self) -> Stats:
        """How much is in."""
        return self.store.stats()

    def to_networkx(
        self,
        *,
        focus: str | None = None,
        depth: int = 1,
        relations: Sequence[str] | None = None,
        modalities: Sequence[str] | None = None,
        articles: Sequence[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> nx.MultiDiGraph[str]:
        """The graph, or a part of it, for NetworkX: one node an entity (key: its IRI), one edge a claim.

        `focus` is a name or IRI and `depth` how many steps around it; `since` and `until` are ISO dates of articles;
        `limit` is the most edges. Raises UsageError for an entity, relation, modality or article that is not there.
        """
        from kg.graph.network import to_networkx
        from kg.vocabulary.ontology import Ontology

        _check("relation", relations, Ontology.load().relations)
        _check("modality", modalities, list(Modality))
        if articles is not None:
            _check("article", articles, [name for stored in self.articles() for name in (stored.id, stored.iri)])

        return to_networkx(
            self.store,
            focus=self.entity(focus) if focus else None,
            depth=depth,
            relations=relations,
            modalities=modalities,
            articles=articles,
            since=since,
            until=until,
            limit=limit,
        )

    def entity(self, name: str) -> str:
        """The IRI of the entity known under a name, id or IRI. Raises UsageError if there is none, or more than one."""
        from kg.vocabulary.gazetteer import fold

        found = self.store.find(name)
        if not found:
            raise UsageError(f"{name!r}: no such entity in the graph: kg view or kg query --list help to find it")
        called = [entity for entity in found if fold(entity.label) == fold(name)] or found
        if len(called) > 1:
            choice = ", ".join(f"{entity.label} ({entity.id})" for entity in called[:5])
            raise UsageError(f"{name!r} may be {choice}: give the id in parentheses")
        return f"{config.ID}{called[0].id}"

    def show(self, name: str) -> Profile:
        """What is known of an entity: its labels and type, and every statement on it with its article and quote."""
        from kg.output import evidence

        iri = self.entity(name)
        return evidence.profile(self.to_networkx(focus=iri, depth=1), iri)

    def why(self, claim: str) -> Reading:
        """How a claim came about: its article, read once more, and the claim with its explanation.

        `claim` is its IRI, its id or the beginning of its hash. The graph keeps articles' texts, not explanations, and
        reading is deterministic. Raises GraphError where there is no such claim, or several, or where another version
        of `kg` found it and this one does not.
        """
        from kg.graph import iris

        stored = self.store.claim(claim)
        article = self.store.article(stored.article.iri)
        local = iris.article_id(article)
        reader = self.store.extractor(stored.article.iri)
        for found in self._shared()(article):
            if iris.absolute(iris.claim_id(local, found)) == stored.iri:
                return Reading(stored.iri, article, found, stored.claim.confidence, reader)
        raise GraphError(
            f"id:{iris.local(stored.iri)} was found by {reader} and is not by kg {__version__} as it is now: "
            f"kg add --replace with the source of {article.id} reads the article anew"
        )

    def path(self, begin: str, end: str, *, limit: int = 5) -> list[tuple[Step, ...]]:
        """The shortest chains of statements between two entities, at most `limit`; an empty list if there is none."""
        from kg.output import evidence

        return list(evidence.chains(self.to_networkx(), self.entity(begin), self.entity(end), limit=limit))

    def validate(self) -> list[str]:
        """Where the store breaks the ontology's SHACL shapes, one readable line each; nothing if it is sound."""
        from kg.graph import check

        return check.validate(self.store)

    # files

    def view(self, path: str | os.PathLike[str] = "kg-graph.html", *, title: str | None = None, **filters: Any) -> Path:
        """Write one self-contained interactive HTML page; `filters` are those of `to_networkx`. Returns its path."""
        from kg.output.files import replacing
        from kg.output.html import page
        from kg.vocabulary.ontology import Ontology

        out = Path(path)
        graph = self.to_networkx(**filters)
        labels = {name: (item.label_es, item.label_en) for name, item in Ontology.load().classes.items()}
        with replacing(out) as temporary:
            page.write(graph, temporary, title=title or page.TITLE, class_labels=labels)
        return out

    def serialize(self, form: str, *, ontology: bool = True) -> str:
        """The whole graph as text in an RDF format (ttl, trig, nt, nq, jsonld or rdf), with the ontology or without."""
        from kg.graph.store import ONTOLOGY_GRAPH
        from kg.output import rdf

        quads = (quad for quad in self.quads() if ontology or quad.graph_name != ONTOLOGY_GRAPH)
        return rdf.serialize(quads, f".{form}").decode("utf-8")

    def quads(self) -> list[ox.Quad]:
        """Every quad of the store: the articles' graphs, the plain triples, labels and types, the ontology."""
        return self.store.quads()

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write the graph to a file, its format by the ending (`kg.output.ENDINGS`); an old file is replaced whole.

        Returns the path. Raises UsageError for an unknown ending or a folder that cannot be written.
        """
        from kg import output

        out = Path(path)
        output.export(self, out)
        return out

"""What several rooms' tests share: the pipeline, loaded once a run, and what it finds in the seed articles."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

import kg.nlp
from kg import Article, Claim, KnowledgeGraph, articles
from kg.build import Extractor
from kg.cli import main

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
FIRST = "putin-corea-del-norte"
"""The article that everything began with."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-frames", action="store_true", help="Rewrite tests/known_frame_failures.txt.")
    parser.addoption("--update-docs", action="store_true", help="Write what commands print now into the documentation.")
    parser.addoption("--raise-floors", action="store_true", help="Rewrite tests/floors.json; floors only rise.")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline."""
    return kg.nlp.load()


@pytest.fixture(scope="session")
def spanish(nlp: Language) -> Extractor:
    """What turns an article into its claims."""

    def apply(article: Article) -> list[Claim]:
        ((_, claims),) = kg.nlp.extract(nlp, [article])
        return claims

    return apply


@pytest.fixture(scope="session")
def seeds() -> dict[str, Article]:
    """The articles of `seeds/`, by id."""
    found = [item for item in articles.read([SEEDS]) if isinstance(item, Article)]
    return {article.id: article for article in found}


@pytest.fixture(scope="session")
def seed_claims(seeds: dict[str, Article], spanish: Extractor) -> dict[str, list[Claim]]:
    """The claims of the articles of `seeds/`, by the article's id."""
    return {name: spanish(article) for name, article in seeds.items()}


@pytest.fixture(scope="session")
def seed_graph(seeds: dict[str, Article], seed_claims: dict[str, list[Claim]]) -> Iterator[KnowledgeGraph]:
    """A graph in memory with all seed articles. Only to be read."""
    with KnowledgeGraph() as graph:
        for name, article in seeds.items():
            graph.put(article, seed_claims[name])
        yield graph


Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def ask(
    seeds: dict[str, Article], seed_claims: dict[str, list[Claim]], tmp_path_factory: pytest.TempPathFactory
) -> Ask:
    """`ask("visits", who="Putin")`: what `kg query --name` answers on the first article alone, IRIs shortened."""
    store = tmp_path_factory.mktemp("first") / "store"
    with KnowledgeGraph(store) as graph:
        graph.put(seeds[FIRST], seed_claims[FIRST])

    def ask(name: str, **values: str) -> list[dict[str, Any]]:
        options = [part for key, value in values.items() for part in ("--param", f"{key}={value}")]
        result = CliRunner().invoke(
            main, ["query", "--store", str(store), "--name", name, "--format", "json", *options]
        )
        assert result.exit_code == 0, result.output
        rows = json.loads(result.stdout)["results"]["bindings"]
        return [{key: _short(cell["value"]) for key, cell in row.items()} for row in rows]

    return ask


def _short(value: str) -> str:
    return value.rpartition("#")[2] if "/ontology#" in value else value.rpartition("/id/")[2]


Run = Callable[..., Result]


@pytest.fixture
def kg_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spanish: Extractor) -> Run:
    """Run `kg` with the real pipeline, loaded already, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.delenv("KG_DEBUG", raising=False)
    return lambda *args: CliRunner().invoke(main, args, obj=lambda: spanish)


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of annotated articles that KG_GOLD names; they may not be published, so it may not be there."""
    folder = os.environ.get("KG_GOLD")
    if not folder:
        pytest.skip("KG_GOLD names no folder of annotated articles (seed.jsonl, dev.jsonl)")
    return Path(folder)

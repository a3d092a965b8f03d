"""The house stands as drawn: who may import whom, what each stage needs, what the package shows."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

import kg
from kg.vocabulary.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language


def test_rooms_import_only_what_the_contracts_allow() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_stage_gets_what_it_needs(nlp: Language) -> None:
    problems = nlp.analyze_pipes()["problems"]
    assert {stage: found for stage, found in problems.items() if found} == {}


def test_the_pipeline_names_each_of_our_stages(nlp: Language) -> None:
    ours = [name for name in nlp.pipe_names if name.startswith("kg_")]
    assert ours == ["kg_lines", *importlib.import_module("kg.nlp").STAGES]


def test_public_names_are_sorted_and_there() -> None:
    public = [name for name in kg.__all__ if not name.startswith("__")]
    assert public == sorted(public, key=lambda name: (name.islower(), name))
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []
    assert dir(kg) == sorted(kg.__all__)


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import kg", "spacy rdflib pyoxigraph networkx numpy click"),
        ("import kg.cli.asking", "spacy rdflib networkx numpy trafilatura"),
        ("from kg import KnowledgeGraph; KnowledgeGraph().query('ASK {}')", "spacy rdflib networkx numpy trafilatura"),
    ],
)
def test_what_is_not_needed_is_not_imported(code: str, absent: str) -> None:
    check = f"{code}\nimport sys\nprint(*sorted(set({absent.split()!r}) & set(sys.modules)))"
    run = [sys.executable, "-W", "error", "-c", check]
    result = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


FROM_STRUCTURE = {"leads", "memberOf", "locatedIn"}
"""Relations that also follow from titles, appositions and places, without a word that says them. The measure names
`leads` too: it is told with and without it."""


def test_relations_are_named_in_data_not_in_code() -> None:
    """What a relation means stands in `ontology/`; code that names one would have to change with it."""
    relations = Ontology.load().relations.keys()
    found = set()
    for path in sorted((ROOT / "kg").rglob("*.py")):
        allowed = FROM_STRUCTURE if path.parent.name == "nlp" else {"leads"} if path.name == "evaluate.py" else set()
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        named = {text.removeprefix("gp:") for text in texts} & relations
        found |= {f"{path.relative_to(ROOT)}: {name}" for name in named - allowed}
    assert found == set()

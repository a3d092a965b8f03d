"""The documentation is true: what it shows is what the commands print, and it names all that there is.

In a `console` block each line after "$ " is run by bash, on a terminal of 110 columns, in a folder that holds `seeds/`
and the graph made of it; what follows must be what it prints. A `pycon` block is a doctest in the same folder, a
`sparql` block a query that has an answer. `pytest tests/test_docs.py --update-docs` writes what is printed now into the
console blocks.
"""

from __future__ import annotations

import doctest
import fcntl
import importlib
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from conftest import ROOT

import kg.output
from kg import KnowledgeGraph, articles
from kg.cli import COMMANDS, main
from kg.cli.asking import FORMATS
from kg.vocabulary import queries
from kg.vocabulary.ontology import Ontology

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|pycon|sparql)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*m")
COLUMNS = 110
MANUAL = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `seeds/`, the graph made of it, and `kg` for the path in `bin/`."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    command = folder / "bin" / "kg"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n')
    command.chmod(0o755)
    _run("kg add seeds", folder)
    return folder


def _run(command: str, folder: Path) -> str:
    """What a command prints on a terminal, without colours and the blanks at the ends of lines."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    for name in ("KG_STORE", "KG_DEBUG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    with subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        chunks = []
        while chunk := _read(ours):
            chunks.append(chunk)
    os.close(ours)
    assert process.returncode == 0, f"{command}: {b''.join(chunks).decode()}"
    lines = ANSI.sub("", b"".join(chunks).decode()).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux tells the end of a terminal by EIO
        return b""


def _sessions(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with what follows it; a backslash at the end of a line continues a command."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        found = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL)
        assert found is not None
        yield found[1], found[2].strip("\n")


def _page(name: str) -> Path:
    return next(page for page in PAGES if page.name == name)


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_commands_print_what_the_page_shows(name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    page = _page(name)
    text = page.read_text(encoding="utf-8")
    if "$ kg add seeds" in text:  # this page begins with an empty folder
        shutil.rmtree(folder / "kg-store")
    shown, real = [], []
    for found in BLOCK.finditer(text):
        if found[1] == "console":
            sessions = list(_sessions(found[2]))
            if not re.search(r"(^|\| )kg ", sessions[0][0]):  # installing is not for a test to do
                continue
            now = "".join(f"$ {command}\n{_run(command, folder)}\n" for command, _ in sessions)
            shown.append(found[2])
            real.append(now)
    if request.config.getoption("--update-docs"):
        for before, now in zip(shown, real, strict=True):
            text = text.replace(f"```console\n{before}```", f"```console\n{now}```")
        page.write_text(text, encoding="utf-8")
    else:
        assert shown == real


@pytest.mark.parametrize("name", [page.name for page in PAGES if "```pycon" in page.read_text(encoding="utf-8")])
def test_python_prints_what_the_page_shows(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = _page(name).read_text(encoding="utf-8")
    code = "\n".join(found[2] for found in BLOCK.finditer(text) if found[1] == "pycon")
    test = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
    complaints: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=complaints.append)
    assert result.attempted
    assert complaints == []


EXAMPLES = [path for path in sorted((ROOT / "kg").rglob("*.py")) if re.search("^ *>>> ", path.read_text("utf-8"), re.M)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_in_docstrings_hold(path: Path) -> None:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


QUERIES = [found[2] for page in PAGES for found in BLOCK.finditer(page.read_text("utf-8")) if found[1] == "sparql"]


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_the_pages_have_an_answer(query: str, seed_graph: KnowledgeGraph) -> None:
    assert list(seed_graph.query(query))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_manual(name: str) -> None:
    manual = _page("commands.md").read_text(encoding="utf-8")
    assert f"\n## kg {name}\n" in manual
    section = manual.partition(f"\n## kg {name}\n")[2].partition("\n## ")[0]
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = {option for item in command.params for option in item.opts if option.startswith("--")}
    assert {option for option in options if option not in section} == set()
    assert "Example:" in section


def test_every_term_query_and_format_is_in_the_manual() -> None:
    ontology = Ontology.load()
    names = {*ontology.relations, *ontology.classes, *queries.saved(), *articles.ENDINGS, *kg.output.ENDINGS, *FORMATS}
    assert {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", MANUAL)} == set()


def test_links_between_files_lead_somewhere() -> None:
    pages = [*PAGES, *(ROOT / "ontology").rglob("*.md"), *(ROOT / ".github").glob("*.md"), ROOT / "CHANGELOG.md"]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_opens_with_all_a_newcomer_asks_for() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:80])
    for wanted in ("```console", "```pycon", ".png)", "make graph", "make test"):
        assert wanted in first_screen

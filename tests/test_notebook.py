"""The tour runs from top to bottom, shows what it promises, and is kept without outputs."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

TOUR = ROOT / "notebooks" / "tour.ipynb"


def tour() -> Any:
    return nbformat.read(TOUR, as_version=4)


def test_the_tour_is_kept_without_outputs() -> None:
    cells = [cell for cell in tour().cells if cell.cell_type == "code"]
    assert cells
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


@pytest.mark.filterwarnings("default")  # what Jupyter's own libraries warn of is not ours to mend
def test_the_tour_runs_and_shows_what_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    notebook = tour()
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    asyncio.run(client.async_execute())
    shown = "\n".join(_text(output) for cell in notebook.cells for output in cell.get("outputs", ()))
    for wanted in ("Corea del Norte", "Alleged", "suppliesArmsTo", "True", "betweenness", "<iframe", "ArticleReport("):
        assert wanted in shown
    assert list(folder.iterdir()) == []


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    return "\n".join(str(value) for value in output.data.values())

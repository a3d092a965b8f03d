"""What is built is whole: the wheel and the source archive carry all data that the program reads."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import kg


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the wheel."""
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def files(folder: Path) -> set[str]:
    """The files of a folder of the checkout, by their paths from its root."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_wheel_carries_code_model_and_page(wheel: set[str]) -> None:
    assert files(ROOT / "kg") - wheel == set()


def test_the_wheel_carries_the_ontology_inside_the_package(wheel: set[str]) -> None:
    assert {f"kg/{name}" for name in files(ROOT / "ontology")} - wheel == set()


def test_the_wheel_carries_nothing_else(wheel: set[str]) -> None:
    assert {name for name in wheel if not name.startswith(("kg/", "geopolkg-"))} == set()
    assert {name for name in wheel if name.endswith("LICENSE")} != set()


def test_the_source_archive_builds_what_the_checkout_builds(tmp_path: Path) -> None:
    (path,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    folders = [files(ROOT / name) for name in ("kg", "ontology", "seeds", "notebooks", "tests")]
    wanted = set().union(*folders) | {"README.md", "LICENSE", "CHANGELOG.md", "Makefile"}
    assert wanted - names == set()


def test_the_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == kg.__version__

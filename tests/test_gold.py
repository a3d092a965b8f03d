"""Quality on annotated articles never falls below its floors, which stand in `floors.json` and only rise.

The annotated texts are other people's and may not be published: KG_GOLD names the folder that holds them. The floors
belong to the very files whose digests stand beside them. `pytest tests/test_gold.py --raise-floors` raises that of F1
to what is reached now; precision may give way to recall down to its floor, which is set by hand.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pytest

from kg import Article, articles, evaluate
from kg.build import Extractor

FLOORS = Path(__file__).with_name("floors.json")
FIGURES = ("f1", "precision")


@pytest.mark.parametrize("name", ["seed.jsonl", "dev.jsonl"])
def test_quality_keeps_its_floors(name: str, gold: Path, spanish: Extractor, request: pytest.FixtureRequest) -> None:
    file = gold / name
    annotated = evaluate.read_gold(file)
    found = {item.id: spanish(item) for item in articles.read([file]) if isinstance(item, Article)}
    assert found.keys() == annotated.keys()
    figures = evaluate.evaluate(annotated, found).figures()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if request.config.getoption("--raise-floors"):
        _raise(name, figures, digest)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    if digest != floors["sha256"]:
        pytest.fail(f"{file} is not the file that the floors were measured on: measure them anew")
    assert {key: figures[key] for key in FIGURES if figures[key] < floors[key]} == {}, f"floors: {floors}"


def _raise(name: str, figures: dict[str, Any], digest: str) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    floor = floors[name] if floors[name]["sha256"] == digest else {**floors[name], "f1": 0.0, "sha256": digest}
    floors[name] = {**floor, "f1": max(math.floor(figures["f1"] * 100) / 100, floor["f1"])}
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")

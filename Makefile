# make graph: install, build a first graph from seeds/, ask it something, draw it
# make test:  install what tests need, then lint, types, layers, tests

PYTHON ?= python3
BIN = .venv/bin
ARMS = SELECT ?supplier ?modality ?source ?value ?unit ?start ?end WHERE { \
  ?claim rdf:predicate gp:suppliesArmsTo ; rdf:object id:RUS ; gp:modality ?modality ; rdf:subject/rdfs:label ?supplier . \
  FILTER(lang(?supplier) = "es") \
  OPTIONAL { ?claim gp:attributedTo/rdfs:label ?source FILTER(lang(?source) IN ("es", "")) } \
  OPTIONAL { ?claim gp:quantity [ gp:value ?value ; gp:unit ?unit ] } \
  OPTIONAL { ?claim gp:startDate ?start } OPTIONAL { ?claim gp:endDate ?end } \
} ORDER BY ?modality ?start ?source

.PHONY: graph test lint browser clean

graph: .venv/installed
	$(BIN)/kg add seeds
	$(BIN)/kg stats
	$(BIN)/kg view kg-graph.html
	@echo 'Who supplies arms to Russia, who says so, how many, and when?'
	$(BIN)/kg query '$(ARMS)'
	@echo 'Open kg-graph.html in a browser; kg query --list shows more questions. The command is $(BIN)/kg.'

test: lint browser
	$(BIN)/python -m pytest

lint: .venv/equipped
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg
	$(BIN)/lint-imports

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'kg needs Python 3.11 or newer: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/equipped: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ .venv/installed

browser:
	@.ci/browser

clean:
	rm -rf .venv build dist kg-store kg-graph.html .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# `make demo` and `make test` are all that a newcomer needs; each makes its own environment.
# The environment in .venv is made anew when pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test check criteria reference clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   generate a synthetic cohort, screen it against all of criteria/, write the lists"
	@echo "make test   run all tests"
	@echo "make check  linters, types, import layers, and the criteria files with their cases"
	@echo "make reference  write the generated pages of docs/reference anew"
	@echo "make reference  write the table of abilities in docs/reference anew"
	@echo "make clean  remove the environment and everything generated"

demo: $(VENV)/.made
	$(BIN)/trialmatch demo

test: $(VENV)/.made-for-tests
	$(BIN)/python -m pytest -n auto --dist loadfile $(TESTS)

check: $(VENV)/.made-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MAKE) --no-print-directory criteria

criteria: $(VENV)/.made
	$(BIN)/trialmatch check criteria
	$(BIN)/trialmatch fmt --check criteria
	$(BIN)/trialmatch test criteria
	$(BIN)/trialmatch test --mutate --quiet criteria

reference: $(VENV)/.made-for-tests
	$(BIN)/python -c 'from pathlib import Path; \
	  from trialmatch.workflow.measure_reference import write_page; \
	  write_page(Path("criteria/shared"), Path("docs/reference/measures.md"))'
	$(BIN)/python -c 'from pathlib import Path; \
	  from trialmatch.workflow.registry_reference import write_page; \
	  write_page(Path("criteria"), Path("docs/reference/registries-and-programmes.md"))'
	$(BIN)/python -c 'from pathlib import Path; \
	  from trialmatch.workflow.trial_reference import write_page; \
	  write_page(Path("criteria"), Path("docs/reference/trials.md"))'
	$(BIN)/python -m tests.spec.ability_table

clean:
	rm -rf $(VENV) build dist trialmatch-demo .hypothesis .pytest_cache .mypy_cache .ruff_cache
	rm -rf .import_linter_cache
	find src tests -type d -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.made: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' || { \
	  echo "trialmatch needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/.made-for-tests: $(VENV)/.made
	$(PIP) --editable '.[dev]'
	@touch $@

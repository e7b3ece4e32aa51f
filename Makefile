# Every target is re-runnable and prints its steps. `make help` lists them.
SHELL := /bin/bash
VENV := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup demo test test-long check docs image bench bench-roads bench-routing bench-coverage lock clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## Create .venv, build the front end, warm compiled code
	@scripts/setup

demo: setup ## Plan a day on the sample district (OSM=file or PLACE="name" for real roads)
	@exec $(VENV)/huiliu demo $(if $(OSM),--osm "$(OSM)") $(if $(PLACE),--place "$(PLACE)") $(if $(PORT),--port $(PORT)) $(ARGS)

check: setup ## Lint, types, import contracts, docstrings, front-end checks, unit tests
	@scripts/check

test: setup ## Everything: check with the coverage gate, then integration and browser tests
	@scripts/check --coverage
	@scripts/test

test-long: setup ## Tests that take minutes, many more examples, the golden record
	@scripts/test --long

bench: bench-roads bench-routing bench-coverage ## All benchmarks (minutes to hours; prints ratios)

bench-roads: setup ## Road engine against its peers
	@$(VENV)/python -m benchmarks.roads $(ARGS)

bench-routing: setup ## Routing engines against best-known costs; two hundred explanations tried
	@$(VENV)/pytest -q -m minutes tests/properties
	@$(VENV)/python -m benchmarks.routing $(ARGS)

bench-coverage: setup ## Siting against spopt, on real roads
	@$(VENV)/python -m benchmarks.coverage $(ARGS)

docs: setup ## Write the generated pages and build the documentation into site/
	@$(VENV)/python -m scripts.documents
	@$(VENV)/mkdocs build --quiet --strict

image: ## Build the container image, also without an engine (ARGS=--try runs a day in it)
	@scripts/image $(ARGS)

lock: ## Resolve pyproject.toml into requirements.lock (records no host)
	@$(VENV)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock

clean: ## Remove what setup and the tests made
	rm -rf .venv site app/frontend/node_modules app/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* test-output

# For people who work on this repository; writers need only the command `kb`.
PYTHON ?= python3
BIN := .venv/bin
NODE := $(BIN)/node
# Images set it for what runs once; here each of a build's four processes would compile kb anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help site serve check test lint types browser properdocs requirements clean bench lighthouse fuzz fuzz-builds kill attack lock-sequences axe insights-example

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

site: .venv/site.stamp  ## build both editions into site/
	$(BIN)/kb build

serve: .venv/site.stamp  ## preview with live reload
	$(BIN)/kb serve

check: .venv/site.stamp  ## report every problem in the content
	$(BIN)/kb check

test: .venv/test.stamp node_modules/.stamp browser lint types  ## install what tests need, then run them all
	$(BIN)/python -m pytest -n auto --dist worksteal -q

lint: .venv/test.stamp
	$(BIN)/ruff check kb tests bench drawings
	$(BIN)/ruff format --check kb tests bench drawings
	$(BIN)/oxlint --quiet kb tests

types: .venv/test.stamp node_modules/.stamp
	$(BIN)/mypy
	$(NODE) node_modules/typescript/bin/tsc -p tsconfig.json
	$(NODE) node_modules/typescript/bin/tsc -p tsconfig.workers.json

browser:
	@$(PYTHON) tests/browser_setup.py

bench: .venv/test.stamp  ## builds, search and their peers side by side, five times each; results into bench/results
	$(BIN)/python -m bench.builds --write
	$(BIN)/python -m bench.code_lines
	$(BIN)/python -m bench.audit_cost
	$(BIN)/python -m bench.serve_speed
	$(BIN)/python -m bench.search_bytes --write
	$(BIN)/python -m bench.search_speed --write

lighthouse: .venv/test.stamp bench/lighthouse/node_modules/.stamp  ## Lighthouse over our pages and plain Material's; results into bench/results
	$(BIN)/python -m bench.lighthouse --write

fuzz: .venv/test.stamp node_modules/.stamp  ## over 10,000 made-up files and queries: no traceback, no hang over 2 s
	KB_FUZZ_EXAMPLES=400 $(BIN)/python -m pytest -n auto -q tests/fuzz tests/twins

fuzz-builds: .venv/test.stamp  ## long random series of edits: every build equals one from nothing
	KB_FUZZ_STEPS=60 KB_FUZZ_SERIES=10 $(BIN)/python -m pytest -n auto -q tests/builds/test_edit_loop.py

kill: .venv/test.stamp  ## builds killed at two hundred random moments
	KB_KILLS=200 $(BIN)/python -m pytest -q tests/builds/test_interruptions.py

attack: .venv/test.stamp  ## the leak audit attacked: all forms, pairs, broken builds, series of edits, every finder off
	KB_ATTACK=1 $(BIN)/python -m pytest -n auto -q tests/audit

lock-sequences: .venv/test.stamp  ## two thousand random series of builds, keys, locks and kills; a hundred through `kb build`
	KB_LOCK_SEQUENCES=1900 KB_LOCK_BUILDS=100 $(BIN)/python -m pytest -n auto -q tests/locking/test_sequences.py

axe: .venv/test.stamp  ## every template in every size and colour, by axe-core
	KB_EVERY_SIZE=1 $(BIN)/python -m pytest -n auto -q tests/browser tests/desk tests/locking -k "axe or barriers"

# Its last day is fixed, so that what is committed in insights/data can be made again.
insights-example: .venv/test.stamp  ## make the example's reports (insights/data) anew, out of invented exports
	$(BIN)/kb insights forget --all
	$(BIN)/kb insights sample insights/inbox --until 2026-11-19 --today 2026-11-20
	$(BIN)/kb insights import > /dev/null
	for week in 44 45 46 47; do $(BIN)/kb insights report --week 2026-W$$week --today 2026-11-20 > /dev/null || exit 1; done
	$(BIN)/kb insights report --month 2026-10 --today 2026-11-20 > /dev/null
	$(BIN)/kb insights gaps --week 2026-W47 --today 2026-11-20

properdocs: .venv/test.stamp  ## run the tests with ProperDocs in MkDocs' place
	$(PIP) --upgrade --no-deps --target .bench/properdocs properdocs
	@echo 'import properdocs.replacement' > .bench/properdocs/sitecustomize.py
	PYTHONPATH=$(CURDIR)/.bench/properdocs $(BIN)/python -m pytest -n auto -q tests

requirements: .venv/test.stamp  ## pin and hash the dependencies anew
	$(PIP) uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build pyproject.toml -o requirements/site.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build --extra import --extra insights pyproject.toml -o requirements/import.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build --group test --extra import --extra insights pyproject.toml -o requirements/test.txt

.venv/site.stamp: requirements/site.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kb needs Python 3.11 or newer; try: make PYTHON=python3.12 site")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements/site.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: .venv/site.stamp requirements/test.txt
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

node_modules/.stamp: package-lock.json .venv/test.stamp
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

bench/lighthouse/node_modules/.stamp: bench/lighthouse/package-lock.json .venv/test.stamp
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --prefix bench/lighthouse --silent --no-audit --no-fund --ignore-scripts
	@touch $@

clean:  ## delete what was built; .venv stays
	rm -rf site node_modules bench/lighthouse/node_modules .kb-cache .pytest_cache .mypy_cache .ruff_cache

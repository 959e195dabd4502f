# Sector Launch. `make run` and `make test` do all the set-up they need, in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := examples/high-valley-manufacturing/partnership.yaml
# A file's tests share what is slow to make (a launch that was walked, pages that were read, a server): one process has them all.
BY_FILE := --dist loadfile --no-loadscope-reorder
export DO_NOT_TRACK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-engine e2e bench lint lock docs screenshots golden clean

help: ## what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.python: | ## an environment, if the Python is new enough
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Sector Launch needs Python 3.11 or newer; this is %s. Name another one: make PYTHON=python3.12 …" % sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV) || { echo "Python lacks its venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

# Installed from the lock file, with hashes; our own package is then put in place without asking any index.
$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.python
	@echo "Setting up, once: this takes a minute or two …"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/.python
	@echo "Setting up, once: this takes a minute or two …"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## start everything with the sample partnership; Ctrl-C stops it
	@SECTOR_LAUNCH_HOME=$${SECTOR_LAUNCH_HOME:-var} exec $(BIN)/sector-launch up --sample $(SAMPLE)

test: $(VENV)/.dev ## everything this machine can test; says what it skipped
	@$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check --quiet . && $(BIN)/python -m mypy
	@$(BIN)/python -m pytest -q -rs -n auto $(BY_FILE) -m "not alone"
	@$(BIN)/python -m pytest -q -rs -n 2 $(BY_FILE) -m alone

test-fast: $(VENV)/.dev ## units and stories, no servers
	@$(BIN)/python -m pytest -q -n auto $(BY_FILE) -m "not engine and not postgres"

test-engine: $(VENV)/.dev ## with a real Prefect server, PostgreSQL, a browser, and processes that are killed
	@$(BIN)/python -m pytest -q -rs -m "engine or postgres"

e2e: $(VENV)/.dev ## the portal in a real browser: step 3, every page with axe, the HTML checker
	@$(BIN)/python -m pytest -q -rs -m browser tests/engine

bench: $(VENV)/.dev ## measure, with machine and command, into bench/results/
	@$(BIN)/python -m bench

lint: $(VENV)/.dev ## style, types and who may import whom
	@$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check . && $(BIN)/python -m mypy && $(BIN)/lint-imports

lock: $(VENV)/.dev ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --extra build --output-file requirements.lock > /dev/null
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock > /dev/null

golden: $(VENV)/.dev ## accept the words of messages as they are now; then read `git diff`
	@$(BIN)/python -m pytest -q tests/notifications --accept-golden

docs: $(VENV)/.dev ## write docs/reference anew from the code
	@$(BIN)/python -m docs.write_reference

screenshots: $(VENV)/.dev ## take the pictures of the guides anew, from the sample in steps 3 and 5
	@$(BIN)/python -m docs.take_screenshots && $(BIN)/python -m docs.take_prefect_pictures

clean: ## remove the environment; the data in var/ stays
	@rm -rf $(VENV) dist

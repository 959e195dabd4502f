# Sector Launch. `make run` and `make test` do all the set-up they need, in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := examples/high-valley-manufacturing/partnership.yaml
# A file's tests share what is slow to make (a launch that was walked, pages that were read, a server): one process has them all.
BY_FILE := --dist loadfile --no-loadscope-reorder
export DO_NOT_TRACK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Many machines that build things forbid compiled modules to be kept; then each process we start compiles all of ours anew,
# which takes longer than everything else it does to begin.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-engine test-patient e2e bench lint lock docs mailboxes catalogs screenshots golden clean

help: ## what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# An environment names the folder it was made in, and would run the code there: moved or copied, it is made anew, and so
# is one whose Python is gone. `make clean` does the same by hand.
USABLE = grep -qsF " $(CURDIR)/$(VENV)" $(VENV)/pyvenv.cfg && $(BIN)/python -c "import pip" 2>/dev/null
ifneq ($(wildcard $(VENV)/.python),)
ifneq ($(shell $(USABLE) && echo yes),yes)
.PHONY: $(VENV)/.python
endif
endif

# Each way this can fail is looked for by itself, so that the sentence names the cause.
STOP = { echo "$(1)" >&2; exit 1; }
WRITABLE = mkdir -p $(VENV) 2>/dev/null && [ -w $(VENV) ] || \
	$(call STOP,$(CURDIR)/$(VENV) cannot be written: the folder is read-only or not yours. Copy the project to one of your own.)

$(VENV)/.python:
	@[ ! -e $@ ] || echo "The environment in $(VENV) was made in another folder or its Python is gone: it is made anew."
	@command -v "$(PYTHON)" >/dev/null || \
		$(call STOP,There is no $(PYTHON) here. Sector Launch needs Python 3.11 or newer. On Debian and Ubuntu: apt-get install python3 python3-venv)
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Sector Launch needs Python 3.11 or newer; this is %s. Name another one: make PYTHON=python3.12 …" % sys.version.split()[0])'
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		$(call STOP,This Python lacks its venv module. On Debian and Ubuntu: apt-get install python3-venv)
	@$(WRITABLE)
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

# Installed from a lock file, with hashes; our own package is then put in place without asking any index.
define INSTALL
	@$(WRITABLE)
	@echo "Setting up, once: this takes a minute or two …"
	@{ $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r $(1) && \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . ; } > $(VENV)/install.log 2>&1 || { \
		tail -n 12 $(VENV)/install.log; \
		grep -qE 'Retrying|Max retries|name resolution|[Ff]ailed to connect|[Tt]imed out' $(VENV)/install.log && \
			$(call STOP,No network: the package index cannot be reached. Is this machine online? Behind a proxy: export HTTPS_PROXY=…); \
		$(call STOP,The packages could not be installed; pip says above why. All of it is in $(VENV)/install.log); }
endef

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.python
	$(call INSTALL,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml $(VENV)/.python
	$(call INSTALL,requirements-dev.lock)
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## start everything with the sample partnership; Ctrl-C stops it
	@SECTOR_LAUNCH_HOME=$${SECTOR_LAUNCH_HOME:-var} exec $(BIN)/sector-launch up --sample $(SAMPLE)

test: $(VENV)/.dev ## everything this machine can test; says at the end what failed and what was skipped
	@$(BIN)/python -m tests.every_part $(BY_FILE)

test-fast: $(VENV)/.dev ## units and stories, no servers
	@$(BIN)/python -m pytest -q -n auto $(BY_FILE) -m "not engine and not postgres"

test-engine: $(VENV)/.dev ## with a real Prefect server, PostgreSQL, a browser, and processes that are killed
	@$(BIN)/python -m pytest -q -rs -m "engine or postgres"

test-patient: $(VENV)/.dev ## what takes minutes: a launch on stock Prefect, each service of the compose files, every revision
	@$(BIN)/python -m pytest -q -rs -m patient tests

e2e: $(VENV)/.dev ## the portal in a real browser: step 3, every page with axe, the HTML checker
	@$(BIN)/python -m pytest -q -rs -m browser tests/engine

bench: $(VENV)/.dev ## measure, with machine and command, into bench/results/
	@$(BIN)/python -m bench

lint: $(VENV)/.dev ## style, types, who may import whom, and what the lock can tell about dependencies
	@$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check . && $(BIN)/python -m mypy && $(BIN)/lint-imports && \
		$(BIN)/python -m tests.dependencies

lock: $(VENV)/.dev ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --extra build --output-file requirements.lock > /dev/null
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock > /dev/null

golden: $(VENV)/.dev ## accept the words of messages as they are now; then read `git diff`
	@$(BIN)/python -m pytest -q tests/notifications tests/story/test_rehearsals.py \
		tests/story/test_in_spanish.py --accept-golden

docs: $(VENV)/.dev ## write docs/reference anew from the code
	@$(BIN)/python -m docs.write_reference

mailboxes: $(VENV)/.dev ## measure the mailboxes of the sample’s rehearsal for docs/concepts/mailboxes.md
	@$(BIN)/python -m docs.write_mailboxes

catalogs: $(VENV)/.dev ## gather what personal pages say for languages/pages.es.po
	@$(BIN)/python -m docs.write_catalogs

screenshots: $(VENV)/.dev ## take the pictures of the guides anew, from the sample in steps 3 and 5
	@$(BIN)/python -m docs.take_screenshots && $(BIN)/python -m docs.take_prefect_pictures

clean: ## remove the environments; the data in var/ stays
	@rm -rf $(VENV) .venv-lowest dist

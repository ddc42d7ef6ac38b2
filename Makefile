# What a person asks of this repository. Everything lives in .venv, made from requirements-dev.lock.

BIN := .venv/bin
READY := .venv/ready
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& echo $$python && break; done)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install demo test test-postgresql test-long test-real test-browser check bench lock clean
.DELETE_ON_ERROR:

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
	| while IFS='|' read -r target sentence; do printf 'make %-12s %s\n' "$$target" "$$sentence"; done

install: $(READY) ## Put the locked dependencies and this program into .venv

demo: $(READY) ## A daily run on an example site, without a key
	@$(BIN)/python examples/demo.py

# What was compiled once is kept, whatever the environment says: each of dozens of processes would
# compile all of it again.
test test-postgresql test-long: export PYTHONDONTWRITEBYTECODE :=
IN_PARALLEL = --quiet --numprocesses auto --dist loadfile --no-loadscope-reorder
test: $(READY) ## The habitual tests
	@$(BIN)/pytest $(IN_PARALLEL) -m 'not postgresql'

test-postgresql: $(READY) ## The tests of the ledger once more, in PostgreSQL
	@$(BIN)/pytest $(IN_PARALLEL) -m postgresql

test-long: $(READY) ## Stories of minutes: serve, workers, archives, alarms, runs killed again and again
	@$(BIN)/pytest $(IN_PARALLEL) tests/long

test-real: $(READY) ## Tests on real WordPress servers, as root on Debian (7.1 alone: make test-real ONLY=new)
	@$(BIN)/pytest --quiet --numprocesses 2 --dist loadfile tests/real $(if $(ONLY),--only=$(ONLY)) $(if $(RECORD),--record)

test-browser: $(READY) ## Prefect's pages in a real Chromium (anew for the README: make test-browser PICTURES=yes)
	@$(BIN)/pytest --quiet tests/browser $(if $(PICTURES),--pictures)

check: $(READY) ## Lint, format, types, and who may import whom
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(READY) ## How fast, and how heavy; beside the ideal and a bare loop over the SDK
	@$(BIN)/python -m benchmarks

# The locks are resolved on 3.11. The two lines that are piped in are what a dependency wants on
# another Python alone: redis before 3.11.3, Prefect from 3.13.
COMPILE = $(BIN)/pip-compile $(UPGRADE) --quiet --no-header --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
OTHERS = printf '%s\n' 'async-timeout>=4.0.3,<6' 'whenever>=0.7.3,<0.11'
MADE = Exact versions with hashes, resolved on Python 3.11 and good for later ones. Made anew by: make lock

lock: $(READY) ## Pin the dependencies again (to their newest: make lock UPGRADE=--upgrade)
	@$(OTHERS) | $(COMPILE) --output-file requirements.lock pyproject.toml -
	@$(OTHERS) | $(COMPILE) --constraint requirements.lock --extra dev \
		--output-file requirements-dev.lock pyproject.toml -
	@sed -i '1i # What the program needs. $(MADE)' requirements.lock
	@sed -i '1i # What is needed to work on it, too. $(MADE)' requirements-dev.lock

clean: ## Remove what was made here: .venv, servers, caches, builds, the demo
	@rm -rf .venv .servers build dist *.egg-info demo .coverage .hypothesis
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .grimp_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock is whole, so nothing is resolved: pip only compares hashes, and then looks whether
# anything is missing after all.
$(READY): requirements-dev.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Python 3.11 to 3.14 is needed and not found; install one, or say make PYTHON=/path/to/it' >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo '$(PYTHON) cannot make environments; on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; fi
	@echo 'Installing into .venv (about a minute)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements-dev.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check >.venv/check || { cat .venv/check >&2; exit 1; }
	@touch $@

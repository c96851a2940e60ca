# `make` alone lists what there is. Needed on the machine: make, git, and Python 3.11 or newer with venv.

# GNU make finds this file's folder, so that it works from any directory; other makes are run from here.
HOUSE = $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
ENTER = cd "$(HOUSE)."
RUN_SETUP = ./setup.sh requirements.txt
TEST_SETUP = ./setup.sh requirements.txt requirements-dev.txt
# Bytecode is kept whatever the environment says: tests start many processes, and each would compile us anew.
PYTEST = PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest

help: ## list the targets
	@$(ENTER) && sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: ## serve on http://127.0.0.1:8501, or on PORT; Ctrl+C ends it
	@$(ENTER) && $(RUN_SETUP) && exec .venv/bin/python -m ui.serve

demo: ## the same with the demonstration force: invented, and nobody outside is asked
	@$(ENTER) && $(RUN_SETUP) && exec env YOURPATCH_DEMO=always .venv/bin/python -m ui.serve

setup: ## make .venv and install everything, for running and for testing
	@$(ENTER) && $(TEST_SETUP)

check: setup ## format, lint, types, import contracts, fast tests: under a minute
	@$(ENTER) && .venv/bin/ruff format --check --quiet .
	@$(ENTER) && .venv/bin/ruff check --quiet .
	@$(ENTER) && .venv/bin/mypy
	@$(ENTER) && .venv/bin/lint-imports --no-logo
	@$(ENTER) && $(PYTEST) -m "not slow" -n 2 --dist loadfile

# Two browsers fill two cores. The others wait for much of their time: three at once.
test: check ## make check, then everything else: a real browser, killed processes, simulations
	@$(ENTER) && ./tests/browser/setup.sh
	@$(ENTER) && $(PYTEST) -m slow -n 2 --dist loadfile tests/browser
	@$(ENTER) && $(PYTEST) -m slow -n 3 --dist loadfile --ignore=tests/browser

locale: setup ## gather every sentence into locale/yourpatch.pot
	@$(ENTER) && .venv/bin/pybabel -q extract -F locale/babel.cfg --no-location \
		--project "Your Patch" --copyright-holder "the contributors to Your Patch" -o locale/yourpatch.pot \
		ui pages publish components data_access

bench: setup ## measure against the budgets; results go to bench/results/
	@$(ENTER) && .venv/bin/python -m bench

SOAK ?= 20
SEED ?=
soak: setup ## kill series and random facts, 20 times (SOAK) as many as make test, with a new SEED; no time limit
	@$(ENTER) && ./tests/browser/setup.sh
	@$(ENTER) && seed="$(SEED)" && seed=$${seed:-$$(date +%s)} && echo "SOAK=$(SOAK) SEED=$$seed" && \
		SOAK=$(SOAK) SEED=$$seed $(PYTEST) -m soak -n 2 --dist loadfile --hypothesis-seed=$$seed
	@$(ENTER) && .venv/bin/python -m bench.expected_simulation

.PHONY: help run demo setup check test locale bench soak

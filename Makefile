# `make` alone lists what there is. Nothing needs to be installed by hand but make, git and python3.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PYTEST_ARGS ?= -n auto
STAMP := .venv/.up-to-date
# djLint and the compose schema look at files that may not be there yet in a young branch.
TEMPLATES = $(wildcard templates)
COMPOSE = $(wildcard docker-compose.yml)

.PHONY: help setup run demo test test-faults test-postgres lint format bench browser clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

setup: $(STAMP) ## prepare .venv; does nothing when nothing changed

# uv fetches a Python only when the machine has none that pyproject.toml allows.
$(STAMP): pyproject.toml uv.lock scripts/uv.sh
	@uv=$$(scripts/uv.sh) && "$$uv" sync --locked --quiet
	@touch $@
	@echo "setup: .venv is ready"

run: setup ## the whole service on this machine (PORT, BUMPBOARD_HOME)
	@exec $(BIN)/python manage.py up

demo: setup ## the same beside a sandbox world: no token, no network
	@exec $(BIN)/python -m tests.demo

browser: setup
	@$(BIN)/python -m tests.browser_setup

test: lint browser ## everything but the long fault matrices
	$(BIN)/pytest -m "not faults" $(PYTEST_ARGS)

# pytest's 5 is "nothing collected".
test-faults: setup ## the long fault matrices
	@$(BIN)/pytest -m faults || { code=$$?; [ $$code -eq 5 ] || exit $$code; }

test-postgres: browser ## the tests on a throwaway PostgreSQL
	@$(BIN)/python -m tests.postgres -- $(BIN)/pytest -m "not faults" $(PYTEST_ARGS)

lint: setup ## style, types, layers, templates, compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(TEMPLATES),$(BIN)/djlint --quiet --lint --check $(TEMPLATES))
	$(if $(COMPOSE),$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec $(COMPOSE))

format: setup ## what lint only complains about, where a machine can mend it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(if $(TEMPLATES),-$(BIN)/djlint --quiet --reformat $(TEMPLATES))

bench: setup ## the performance table
	@$(BIN)/python -m bench

clean: ## all that was made here, but not the state in var/
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

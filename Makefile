.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
BIN := .venv/bin
ROOMS := authcompare accounts api comparison embedded
# Each stamp says which requirements the environment holds, so that nothing is installed twice.
SITE := .venv/.site
DEVELOPMENT := .venv/.development
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r

# What `check --deploy` looks at: the settings of a site that others can reach.
PRODUCTION := DEBUG=off SITE_URL=https://auth.example.org DATABASE_URL=postgres://localhost/authcompare \
	CACHE_URL=redis://localhost/0 EMAIL_URL=smtp://localhost SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')

# Both test runs together must reach the limit in pyproject.toml: `coverage report` asks for it at the end.
MEASURED := --cov --cov-report= --cov-fail-under=0

.PHONY: help setup run test check format lock browsers clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(DEVELOPMENT) ## Install everything into .venv

run: export DEBUG ?= on
run: $(SITE) ## Serve the site on http://127.0.0.1:8000 (PORT=, HOST=, DATABASE_URL=, ... as in the README)
	@$(BIN)/python manage.py serve

test: $(DEVELOPMENT) browsers ## Run all tests, on SQLite and, where the database matters, on PostgreSQL
	@rm -f .coverage .coverage.*
	$(BIN)/pytest $(MEASURED)
	$(BIN)/python -m tests.with_postgres $(BIN)/pytest -m both_databases --reuse-db $(MEASURED) --cov-append
	$(BIN)/coverage report

check: $(DEVELOPMENT) ## Check format, lint, types, imports, migrations, templates and production settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py makemigrations --check --dry-run
	@echo "check --deploy, in production settings"
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/djlint templates --check
	$(BIN)/djlint templates --lint

format: $(DEVELOPMENT) ## Format the source and the templates, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint templates --reformat --quiet || true

lock: $(DEVELOPMENT) ## Compile requirements*.txt anew from requirements*.in
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 requirements-dev.in -c requirements.txt -o requirements-dev.txt

browsers: ## Install what the tests need beside Python: a headless Chromium and Memcached (Debian)
	@tests/install_system_packages

clean: ## Remove the environment and the caches, and keep var/
	rm -rf .venv .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/pip:
	$(PYTHON) -m venv .venv

$(SITE): requirements.txt | $(BIN)/pip
	@[ -e $(DEVELOPMENT) ] || echo "Installing the site's requirements into .venv (once)"
	@$(INSTALL) requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(BIN)/pip
	@echo "Installing the development requirements into .venv (once)"
	@$(INSTALL) requirements-dev.txt
	@touch $@ $(SITE)

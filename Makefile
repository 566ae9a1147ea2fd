# Each target makes the virtual environment it needs; nothing is installed elsewhere.
PYTHON ?= python3
DEMO := .venvs/demo
TEST := .venvs/test
SPARK := .venvs/spark
BENCH := .venvs/bench
SOURCES := $(shell find src questionnaires -type f 2>/dev/null)

.PHONY: all demo test lint types fast pages bench spark clean

all: lint types test

# The main job: a file of visits scored, explained and turned into proposals.
demo: $(DEMO)/ready
	$(DEMO)/bin/irdp demo --out demo

# Everything that must hold: style, types, architecture, tests, documentation.
test: $(TEST)/ready lint types
	$(TEST)/bin/python -m pytest -q -n 2 --dist worksteal

fast: $(TEST)/ready
	$(TEST)/bin/python -m pytest -q -x -n 2 --dist worksteal tests/ops tests/plan tests/scorer tests/cli

# A real Spark session on this machine, one worker killed on the way; needs Java.
spark: $(SPARK)/ready
	$(SPARK)/bin/python tests/spark/run_spark.py

# Whole jobs against their peers; then the page in docs/ and its plot.
bench: $(BENCH)/ready
	$(BENCH)/bin/python -m benchmarks.page

lint: $(TEST)/ready
	$(TEST)/bin/ruff check .
	$(TEST)/bin/ruff format --check .
	$(TEST)/bin/lint-imports

types: $(TEST)/ready
	$(TEST)/bin/mypy

# The pages and schemas that are generated from the code.
pages: $(TEST)/ready
	$(TEST)/bin/python docs/generate.py

# $(call environment,FOLDER,TARGET): an empty one, for what the target needs.
define environment
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make $(2) PYTHON=python3.12")'
	test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
endef

# $(call developing,FOLDER,TARGET,EXTRA): the sources, and the target's own packages.
define developing
	$(call environment,$(1),$(2))
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(1)/bin/python -m pip install --quiet --editable ".[$(3)]" --group $(2)
	touch $@
endef

$(DEMO)/ready: pyproject.toml $(SOURCES)
	$(call environment,$(DEMO),demo)
	$(DEMO)/bin/python -m pip install --quiet --disable-pip-version-check .
	touch $@

$(TEST)/ready: pyproject.toml
	$(call developing,$(TEST),test,all)

$(SPARK)/ready: pyproject.toml
	$(call developing,$(SPARK),spark,arrow)

$(BENCH)/ready: pyproject.toml
	$(call developing,$(BENCH),bench,arrow)

clean:
	rm -rf .venvs demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

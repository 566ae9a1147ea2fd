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

$(DEMO)/ready: pyproject.toml $(SOURCES)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make demo PYTHON=python3.12")'
	test -x $(DEMO)/bin/python || $(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/python -m pip install --quiet --disable-pip-version-check .
	touch $@

$(TEST)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make test PYTHON=python3.12")'
	test -x $(TEST)/bin/python || $(PYTHON) -m venv $(TEST)
	$(TEST)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(TEST)/bin/python -m pip install --quiet --editable ".[all]" --group test
	touch $@

$(SPARK)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make spark PYTHON=python3.12")'
	test -x $(SPARK)/bin/python || $(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(SPARK)/bin/python -m pip install --quiet --editable ".[arrow]" --group spark
	touch $@

$(BENCH)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make bench PYTHON=python3.12")'
	test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BENCH)/bin/python -m pip install --quiet --editable ".[arrow]" --group bench
	touch $@

clean:
	rm -rf .venvs demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

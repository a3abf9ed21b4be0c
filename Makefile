# Executable documentation: make demo | test | check | serve | bench | pins | clean
#
# The first call makes .venv and installs what constraints.txt pins, by hash, through pip as this machine has it
# set up. Another interpreter: make PYTHON=python3.12 demo

PYTHON ?= python3
UV ?= uv
WORKERS ?= 2
BIN = .venv/bin
PIP = PIP_USER=0 $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

.PHONY: help demo test check serve bench pins tools clean

help:
	@echo "make demo    walk two real editions from reports to the feed, then show what was made"
	@echo "make test    every test; installs what it needs where it may"
	@echo "make check   lint, types, floors of the house, docstrings"
	@echo "make serve   the desk in a browser"
	@echo "make bench   our figures beside those of a peer, measured in one run"
	@echo "make pins    compile pyproject.toml into constraints.txt and constraints-dev.txt (needs uv)"
	@echo "make tools   Debian packages that some tests need (needs root)"
	@echo "make clean   remove .venv and caches; editions, takes and feeds stay"

demo: .venv/.ready
	@$(BIN)/studio demo

serve: .venv/.ready
	@$(BIN)/studio serve

test: .venv/.ready-dev
	@.ci/tools --where-allowed
	.ci/with-postgresql $(BIN)/pytest -n $(WORKERS)

check: .venv/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate studio
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive studio

bench: .venv/.ready-dev
	@for file in benchmarks/[a-z]*.py benchmarks/[a-z]*/__main__.py; do \
		[ -f "$$file" ] || continue; \
		name=$${file#benchmarks/}; \
		name=$${name%/__main__.py}; \
		$(BIN)/python -m "benchmarks.$${name%.py}" || failed=1; \
	done; exit $${failed:-0}

pins:
	@command -v $(UV) > /dev/null || { echo "make pins needs uv: pip install uv, or make UV=path/to/uv pins"; exit 1; }
	$(COMPILE) --all-extras --output-file constraints-dev.txt
	$(COMPILE) --extra voice --extra build --constraint constraints-dev.txt --output-file constraints.txt

tools:
	@.ci/tools

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find studio tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Studio needs Python 3.11 or newer; $(PYTHON) is older or missing. Try: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2> /dev/null || { \
		echo "$(PYTHON) lacks venv or ensurepip. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.ready: .venv/.made constraints.txt pyproject.toml
	@echo "Installing what Studio needs, once; about a minute."
	@$(PIP) install --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-dev: .venv/.made constraints-dev.txt pyproject.toml
	@echo "Installing what Studio and its tests need, once; one or two minutes."
	@$(PIP) install --no-deps --require-hashes -r constraints-dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/.ready $@

# Everything a newcomer needs is `make demo` and `make test`; `make check` is what CI runs.
# Only Python >= 3.11, pip and make are taken for granted; uv is used when it is there.

PORT    ?= 8080
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PY      := $(BIN)/python
UV      := $(shell command -v uv 2>/dev/null)
# Three on two cores: where one waits for a process or a browser, another works. A worker that has no more to do takes
# from the end of another's part: the tests of a file stay together, and with them what they prepared.
JOBS    ?= 3
SHARED   = -n $(JOBS) --dist worksteal
# The fast lane is two runs side by side, for a run that shares its tests out has each worker collect all of them: one
# is of these folders, the other of all else in the core and the shell. FAST_JOBS is how many workers each has.
FAST_JOBS ?= 1
ACTS     = $(addprefix tests/shell/,admin cli config desk jobs rights routers)
FAST     = -q -m "not slow and not whole" --hypothesis-profile=fast \
	$(if $(filter 1,$(FAST_JOBS)),-p no:xdist,-n $(FAST_JOBS) --dist worksteal) $(if $(MAKE_TERMOUT),--color=yes)
PATIENTS ?= 100
ROUNDS  ?= 3
# The tests start many processes; where the environment forbids Python to write bytecode, each would compile all anew,
# and pytest its own files too.
export PYTHONDONTWRITEBYTECODE :=
COMPILED = $(PY) -m compileall -q bot dialogs
COMPILE  = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml

.DEFAULT_GOAL := list
.PHONY: list setup demo test test-fast test-acts test-rest bench bench-check prove check format lint types mutants catalogs diagrams picture bill weaknesses requirements clean

list:  ## Show these targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(VENV)/.dev  ## Make .venv with everything for working on the code.

demo: $(VENV)/.run  ## The whole product on this machine: no token, no network. PORT=8080
	@$(PY) -m bot demo --port $(PORT)

test: $(VENV)/.test  ## Every test that this machine can run.
	@$(COMPILED)
	@$(PY) -m pytest $(SHARED)

# Where make can, each run is shown when it has ended, so that two do not write into one another.
test-fast: $(VENV)/.test  ## The core and the shell, few examples, nothing slow: while you work.
	@$(COMPILED)
	@$(MAKE) --no-print-directory -k -j 2 $(if $(filter output-sync,$(.FEATURES)),-O) test-acts test-rest

test-acts: $(VENV)/.test  ## Of test-fast: what people and operators do.
	@$(PY) -m pytest $(FAST) $(ACTS)

test-rest: $(VENV)/.test  ## Of test-fast: the core, and all else of the shell.
	@$(PY) -m pytest $(FAST) tests/core tests/shell $(addprefix --ignore=,$(ACTS))

bench: $(VENV)/.test  ## What an answer costs, beside a bare echo (docs/performance.md). PATIENTS=100 ROUNDS=3
	$(PY) -m tests.bench.measure --patients $(PATIENTS) --rounds $(ROUNDS)

bench-check: $(VENV)/.test  ## The same, and what became slower by more than 15 %.
	$(PY) -m tests.bench.measure --patients $(PATIENTS) --rounds $(ROUNDS) --check

check: $(VENV)/.dev  ## What CI runs: format, lint, types, boundaries, dead code, catalogues, diagrams, wording, tests.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(PY) -m bot.dev.catalogs --check
	$(PY) -m bot.dev.diagrams --check
	@$(COMPILED)
	$(PY) -m pytest $(SHARED) --hypothesis-profile=ci

format: $(VENV)/.dev  ## Lay the code out.
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

lint: $(VENV)/.dev  ## Style and import boundaries.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(VENV)/.dev  ## mypy, strict.
	$(BIN)/mypy

mutants: $(VENV)/.dev  ## Break rules, states and erasing on purpose; what no test sees. Long. MUTANTS='dialogs.study.rules*'
	$(PY) -m tests.faults.breaks
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

prove: $(VENV)/.test  ## Reach every figure of docs/proofs.md at its full size, and write the page. Hours.
	$(PY) -m pytest tests/faults -m slow -p no:cacheprovider --full --proofs docs/proofs.md

catalogs: $(VENV)/.run  ## Bring locales/ up to date with the texts in the code and the study file.
	$(PY) -m bot.dev.catalogs

diagrams: $(VENV)/.run  ## Redraw what docs/ shows of machines and packages.
	$(PY) -m bot.dev.diagrams

picture: $(VENV)/.dev  ## Take the picture of the demonstration that README shows (needs Chromium).
	$(PY) -m tests.demo.picture

bill: $(VENV)/.run  ## The bill of materials of the running bot, as CycloneDX, in bill.json.
	@$(PY) -m bot.dev.bill > bill.json && echo bill.json

weaknesses: $(VENV)/.run  ## Compare the pins with a list of known weaknesses, where one can be reached (needs pip-audit).
	@$(PY) -m bot.dev.weaknesses

requirements:  ## Pin again, newest versions that pyproject.toml allows (needs uv).
	$(COMPILE) --upgrade --group dev --all-extras -o requirements/dev.txt > /dev/null
	$(COMPILE) --upgrade --group test -c requirements/dev.txt -o requirements/test.txt > /dev/null
	$(COMPILE) --upgrade --group build -c requirements/dev.txt -o requirements/run.txt > /dev/null
	$(COMPILE) --upgrade --group build --extra postgres -c requirements/dev.txt -o requirements/server.txt > /dev/null

clean:  ## Remove .venv and what the tools left behind.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# One environment, three sets; each holds the one before it, so making a larger one makes the smaller ones too.
HOLDS_run  := run
HOLDS_test := run test
HOLDS_dev  := run test dev

$(VENV)/.made:
	@command -v $(PYTHON) > /dev/null || { echo "Python 3.11 or newer is needed, and no '$(PYTHON)' was found. Install it, or run make PYTHON=/path/to/python3."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Run make PYTHON=python3.12, for example."; exit 2; }
ifneq ($(UV),)
	$(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV)
else
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv."; exit 2; }
	$(PYTHON) -m venv $(VENV)
endif
	@touch $@

$(VENV)/.dev $(VENV)/.test $(VENV)/.run: $(VENV)/.%: requirements/%.txt pyproject.toml $(VENV)/.made
ifneq ($(UV),)
	$(UV) pip install --quiet --python $(PY) --compile-bytecode --require-hashes -r requirements/$*.txt
	$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --offline -e .
else
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
endif
	@touch $(HOLDS_$*:%=$(VENV)/.%)

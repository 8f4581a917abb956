# The map: `make` builds everything from a bare clone; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := all
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONHASHSEED := 0
export SOURCE_DATE_EPOCH := 1763769600
export MPLBACKEND := Agg
CHROMIUM := $(or $(FRAMING_CHROMIUM),$(shell command -v chromium))
PACKAGE := $(shell find src/framing -name '*.py' -o -path '*/resources/*' -type f)
DATA := $(wildcard data/study/* data/codings/* data/news/* data/news/codings/* data/news/measured/* data/simulation/* benchmarks/*.csv)
NOTEBOOKS := $(wildcard notebooks/*.py)

all: $(if $(CORPUS),verify) report/index.html ## environment, study, figures and report; with CORPUS=<folder> the tables are first rebuilt from the page dumps and compared

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "framing needs Python 3.11 or newer; say make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

env: $(VENV)/installed ## the locked environment in .venv

report/results/numbers.json: $(VENV)/installed $(PACKAGE) $(DATA)
	$(BIN)/python -m framing.results

report/index.html: report/results/numbers.json $(NOTEBOOKS) CITATION.cff
	$(BIN)/python -m framing.report

report: report/index.html ## notebooks executed, figures drawn, report/index.html written

report-pdf: report/index.html ## build/report.pdf and build/report-ar.pdf, printed by a Chromium (FRAMING_CHROMIUM or on the PATH)
	@test -n "$(CHROMIUM)" || { echo "make report-pdf needs a Chromium: install one, or give FRAMING_CHROMIUM=<its path>" >&2; exit 2; }
	mkdir -p build
	for page in index:report ar:report-ar; do \
	  rm -f "build/$${page#*:}.pdf"; \
	  "$(CHROMIUM)" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --generate-pdf-document-outline \
	    --print-to-pdf="build/$${page#*:}.pdf" "file://$(CURDIR)/report/$${page%:*}.html" 2>/dev/null; \
	  test -s "build/$${page#*:}.pdf" || { echo "$(CHROMIUM) printed nothing; run it by hand to see why" >&2; exit 1; }; \
	done

verify: $(VENV)/installed
	$(BIN)/python -m framing.study verify "$(CORPUS)"

data: $(VENV)/installed ## rewrites data/study/ from the page dumps: make data CORPUS=<folder>
	@test -n "$(CORPUS)" || { echo "make data needs CORPUS=<folder of the page dumps>" >&2; exit 2; }
	$(BIN)/python -m framing.study data "$(CORPUS)"

news: $(VENV)/installed ## rewrites data/news/ from the published files: make news EXTERNAL=<folder>
	@test -n "$(EXTERNAL)" || { echo "make news needs EXTERNAL=<folder of the published files, see data/README.md>" >&2; exit 2; }
	$(BIN)/python -m framing.news "$(EXTERNAL)"

vocabulary: $(VENV)/installed ## rewrites the package's vocabulary from the training material; then data and news must be made again
	$(BIN)/python -m framing.training vocabulary

model: $(VENV)/installed ## refits the package's model on the training material
	$(BIN)/python -m framing.training model

packaged: report/results/numbers.json ## rewrites the tables inside the package that quote the report
	$(BIN)/python -m framing.packaged

audit: $(VENV)/installed ## drops the lexicon's entries that the training material speaks against, marks the untested; then data and news must be made again
	$(BIN)/python -m framing.training audit

tune: embed ## tunes the sentence encoder to the codebook, an hour: make tune EXTERNAL=<folder>; then vectors and model must be made again
	@test -n "$(EXTERNAL)" || { echo "make tune needs EXTERNAL=<folder of the published files>" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tune.lock
	$(BIN)/python -m framing.tuning "$(EXTERNAL)"

vectors: $(VENV)/installed ## rewrites the sentence vectors: make vectors CORPUS=<folder> EXTERNAL=<folder>; needs make embed
	@test -n "$(CORPUS)" -a -n "$(EXTERNAL)" || { echo "make vectors needs CORPUS=<folder of the page dumps> and EXTERNAL=<folder of the published files>" >&2; exit 2; }
	$(BIN)/python -m framing.training vectors "$(CORPUS)" "$(EXTERNAL)"

embed: $(VENV)/installed ## installs the sentence encoder of the accurate coder (Linux and macOS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-embed.lock

browser: $(VENV)/installed ## installs what drives a Chromium in the browser tests; the Chromium is the machine's own
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock

simulate: $(VENV)/installed ## simulates studies whose shares are known and rewrites data/simulation/, about half an hour on two cores; goes on where it was stopped
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m framing.simulation

codebook: $(VENV)/installed ## rewrites data/codebook.md from the codebook file
	$(BIN)/python -m framing.codebook

packet: $(VENV)/installed ## a coding packet for people, in build/packet: make packet CORPUS=<folder>
	@test -n "$(CORPUS)" || { echo "make packet needs CORPUS=<folder of the page dumps>" >&2; exit 2; }
	$(BIN)/python -m framing.packet make "$(CORPUS)"

packet-import: $(VENV)/installed ## takes a filled sheet: make packet-import SHEET=<file> CODER=<name>
	$(BIN)/python -m framing.packet import "$(SHEET)" "$(CODER)"

test: $(VENV)/installed ## the tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

evaluate: $(VENV)/installed ## scores of the coder and its peers on the development part of the real sentences; with EXTERNAL=<folder> of stems, lemmas, boundaries and speakers too
	$(BIN)/python -m framing.evaluate development $(if $(EXTERNAL),--external "$(EXTERNAL)")

evaluate-sealed: $(VENV)/installed ## the same on the sealed part: once per release, and logged
	$(BIN)/python -m framing.evaluate sealed $(if $(EXTERNAL),--external "$(EXTERNAL)")

lint: $(VENV)/installed ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed ## types
	$(BIN)/mypy

wheel: $(VENV)/installed ## installs the wheel in an empty environment and runs the guide's quick start there
	$(BIN)/python -m tests.wheel

docs: $(VENV)/installed ## rewrites the pages of docs/ that are made from the source
	$(BIN)/python docs/reference.py

same: $(VENV)/installed ## builds results and report a second time elsewhere and compares every byte
	$(BIN)/python -m tests.build_twice

check: lint types test wheel same ## everything CI checks

lab: $(VENV)/installed ## opens the notebooks in JupyterLab
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lab.lock
	$(BIN)/jupyter lab notebooks

lock: ## pins the newest versions that fit pyproject.toml (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --extra dev --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --extra dev --extra lab -c requirements.lock --custom-compile-command "make lock" -o requirements-lab.lock pyproject.toml
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --extra embed -c requirements.lock --custom-compile-command "make lock" -o requirements-embed.lock pyproject.toml
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --extra tune -c requirements.lock --custom-compile-command "make lock" -o requirements-tune.lock pyproject.toml
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --extra browser -c requirements.lock --custom-compile-command "make lock" -o requirements-browser.lock pyproject.toml

clean: ## removes the environment and what the build leaves beside tracked files
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: all env report report-pdf verify data news vocabulary packaged audit simulate tune model vectors embed browser codebook packet packet-import test evaluate evaluate-sealed lint types wheel docs same check lab lock clean help

.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# One virtual environment serves every target: pinned, hashed, and the package itself in editable form.
$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: setup
setup: $(READY) ## make .venv with everything that the other targets need

.PHONY: demo
demo: $(READY) ## six artifacts, one comparison: no key, no network
	$(BIN)/decompose demo

.PHONY: serve
serve: $(READY) ## the demo's pages at http://127.0.0.1:8000/
	$(BIN)/decompose demo --serve

.PHONY: test
test: $(READY) ## the fast tests: everything a change needs, under two minutes
	$(BIN)/python -m pytest -q -n auto -m "not slow and not browser and not postgres"

.PHONY: test-all
test-all: check test ## all tests: also the slow ones, Postgres and a real browser
	$(BIN)/python -m pytest -q -n auto -m "slow or browser or postgres"

.PHONY: check
check: $(READY) ## style, types, and which room may import which
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(READY) ## lay out the code
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

.PHONY: bench
bench: $(READY) ## speed and memory as ratios within one run (BENCH=checks: only that one; BENCH_FULL=1: at full size)
	PYTHONPATH=tests $(BIN)/python -m bench $(BENCH)

RETRIEVAL ?= .work/retrieval

.PHONY: bench-retrieval
bench-retrieval: $(READY) ## NDCG@10 on sets of questions in RETRIEVAL (each a folder with tools.jsonl, queries.jsonl, qrels.tsv)
	PYTHONPATH=tests $(BIN)/python -m bench.retrieval $(RETRIEVAL) $(if $(LEARN),--learn $(LEARN)) $(if $(SEEDS),--seeds $(SEEDS))

.PHONY: recordings
recordings: $(READY) ## which requests of the demo and the tests no recording answers
	$(BIN)/decompose record --list fixtures/demo/documents.csv --to fixtures/demo/llm --requests .work/requests/demo.jsonl

.PHONY: pin
pin: ## renew the pinned requirements (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet --output-file requirements/dev.txt
	uv pip compile pyproject.toml --extra postgres --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet --output-file requirements/run.txt

DOCUMENTS ?= fixtures/documents/harbour-log.md fixtures/documents/berthlist.html fixtures/documents/netzflicker.md
RECORDINGS ?= fixtures/llm

.PHONY: requests
requests: $(READY) ## render the requests that RECORDINGS does not answer for DOCUMENTS into .work/requests.jsonl
	$(BIN)/decompose record $(DOCUMENTS) --to $(RECORDINGS) --requests .work/requests.jsonl

.PHONY: trial
trial: $(READY) ## measure the answers in RECORDINGS about DOCUMENTS; the report is .work/trial.html
	$(BIN)/decompose eval $(DOCUMENTS) --llm recorded --recordings $(RECORDINGS) --report .work/trial.html

SIZES ?= 500 2000 4000

.PHONY: scale
scale: $(READY) ## what grows with the number of artifacts, on seeded databases of these SIZES; see .work/scale.md
	PYTHONPATH=tests $(BIN)/python tests/scale.py $(SIZES) --report .work/scale.md

AUDIT_PAGES ?= fixtures/pages

.PHONY: audit
audit: $(READY) ## hold the audit against planted defects, and against fixtures/audit/seeds.csv where AUDIT_PAGES has its pages
	$(BIN)/python tests/audit_figures.py $(AUDIT_PAGES)

CLAIMS ?= fixtures/claims

.PHONY: claims
claims: $(READY) ## hold the rules against the labelled claims of CLAIMS, with the judge's answers in JUDGED where given
	$(BIN)/python tests/claim_figures.py $(CLAIMS) $(if $(JUDGED),--recordings $(JUDGED)) --report .work/claims.md

.PHONY: corruptions
corruptions: $(READY) ## make published claims wrong on purpose and count what the checks notice, over DOCUMENTS; see .work/corruptions.md
	$(BIN)/python tests/corruptions.py $(if $(filter command line environment,$(origin DOCUMENTS)),$(DOCUMENTS)) --report .work/corruptions.md

.PHONY: alignment-weights
alignment-weights: $(READY) ## learn anew what it weighs that records are alike in a part
	PYTHONPATH=tests $(BIN)/python tests/alignment_fit.py

.PHONY: alignment
alignment: $(READY) ## how well capabilities are paired, over the labelled set in fixtures/alignment
	PYTHONPATH=tests $(BIN)/python tests/alignment_figures.py

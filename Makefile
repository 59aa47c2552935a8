# Every command of the project. `make help` lists them.
PYTHON ?= python3
APP := .venv/bin
FILE ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check train evaluate-intents evaluate-knowledge compare-pipelines bench bench-inbox bench-knowledge stories lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-20s %s\n", $$1, $$2}'

setup: ## make environments, front-end packages and the model (run and test do it, too)
	@$(PYTHON) scripts/setup.py

run: setup ## start everything; addresses and logins are printed
	@$(APP)/python scripts/run.py

test: setup ## run all tests, the fast ones first
	@$(APP)/python scripts/browser.py
	@$(APP)/pytest

check: ## lint, types, import rule, templates, YAML, training data
	@$(PYTHON) scripts/setup.py --without-model
	@$(APP)/ruff check . && $(APP)/ruff format --check .
	@$(APP)/mypy
	@$(APP)/lint-imports
	@$(APP)/djlint bot --lint --quiet
	@$(APP)/yamllint --strict .
	@$(APP)/python -m nlu.check_data

train: ## train the language model anew; one that understands nlu/golden.tsv worse is not taken (ACCEPT=1 does)
	@LINLI_TRAIN=$(if $(ACCEPT),accept,compare) $(PYTHON) scripts/setup.py

evaluate-intents: setup ## FILE=x.tsv (text⇥intent): what residents experience, safety lane plus model
	@$(APP)/flask --app server intents evaluate "$(FILE)"

evaluate-knowledge: setup ## FILE=x.tsv (question⇥articles⇥kind): answers and honest silence
	@$(APP)/python -m knowledge.evaluation "$(FILE)"

compare-pipelines: ## measure classifiers on voices they have not seen; CANDIDATES="diet svm" for some only (hours for all)
	@$(PYTHON) scripts/setup.py --without-model --for-comparison
	@PYTHONPATH=var/comparison/packages nlu/.venv/bin/python -m nlu.comparison $(CANDIDATES) $(if $(GROUPS),--groups $(GROUPS))

bench: setup ## messages a second, milliseconds a turn, memory
	@$(APP)/python -m tests.bench

bench-inbox: setup ## the inbox with 1,000,000 messages and 50 staff, on both databases
	@$(APP)/python scripts/browser.py
	@$(APP)/python -m tests.inbox_bench

bench-knowledge: setup ## 10,000 entries of 10 variants: milliseconds an answer, seconds to publish, memory
	@$(APP)/python -m tests.bench_knowledge

lock: ## pin the newest versions anew
	@$(APP)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --extra development --generate-hashes --no-header --no-annotate --output-file requirements/development.txt
	@$(APP)/uv pip compile --quiet --python-version 3.10 nlu/pyproject.toml --generate-hashes --no-header --no-annotate --output-file nlu/requirements.txt
	@$(APP)/uv pip compile --quiet --python-version 3.10 --group nlu/pyproject.toml:comparison --constraint nlu/requirements.txt --no-emit-package numpy --generate-hashes --no-header --no-annotate --output-file nlu/comparison/requirements.txt

clean: ## remove what set-up made; data stay
	@rm -rf .venv nlu/.venv bot/static/vendor var/npm var/models .mypy_cache .ruff_cache .pytest_cache

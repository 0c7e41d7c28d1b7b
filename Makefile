# Routix: `make run` to use it, `make test` to test it, `make help` for the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help install run test proof walk check lint types imports format bench clients gallery shell lock clean

help: ## Show this help
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Routix needs Python 3.11 or newer (PYTHON=python3.11 make run)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

install: $(VENV)/.installed ## Make the virtual environment

run: install ## Set everything up and run it all at http://localhost:8000 (PORT=… for another port)
	@exec $(BIN)/python manage.py up

test: install ## Run every test, with coverage
	PYTHONHASHSEED=0 $(BIN)/python -m pytest -n auto --maxprocesses 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term --cov-report=xml:var/coverage.xml $(ARGS)

proof: install ## The long tests of money, and proof that each of them would notice (ARGS=names of mutants)
	PROOF=1 $(BIN)/python -m pytest tests/billing
	$(BIN)/python -m tests.proof $(ARGS)

walk: install ## Walk the contract line by line against a running Routix (ARGS=--examples keeps the answers)
	$(BIN)/python -m tests.contract $(ARGS)

check: lint types imports ## Everything that can be known without running the product
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m routix.deploy_check
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null

lint: install ## Style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## Types (mypy, strict)
	$(BIN)/mypy .

imports: install ## Who may import whom
	$(BIN)/lint-imports

format: install ## Put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install ## Measure every figure that the docs quote
	$(BIN)/python -m benchmarks $(ARGS)

clients: install ## Make typed clients of the API, in Python and TypeScript, under var/clients (needs node)
	@rm -rf var/clients && mkdir -p var/clients/python var/clients/typescript
	$(BIN)/python manage.py spectacular --format openapi-json --file var/clients/openapi.json
	$(BIN)/openapi-python-client generate --path var/clients/openapi.json --config tests/clients/python-client.yml \
	  --meta none --fail-on-warning --output-path var/clients/python/routix_client
	cp tests/clients/*.ts tests/clients/*.json var/clients/typescript
	cd var/clients/typescript && npm ci --silent --no-audit --no-fund \
	  && npx openapi-typescript ../openapi.json --default-non-nullable=false --output schema.d.ts && npx tsc --project .

gallery: install ## Draw the sample prompts into one page under var/
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed
	$(BIN)/python manage.py gallery --face tests/fixtures/portrait.jpg $(ARGS)

shell: install ## A Python shell with everything at hand
	$(BIN)/python manage.py shell

lock: install ## Compile requirements.in to requirements.txt
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --python-version 3.11 --no-emit-find-links --custom-compile-command "make lock" requirements.in -o requirements.txt

clean: ## Stop the services and remove what was made, data included (asks first)
	@printf "This removes .venv and var/, with all data in it. Continue? [y/N] "; read answer; test "$$answer" = y
	-@$(BIN)/python manage.py services stop
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .coverage htmlcov

# Every command of the project. `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
PYTHON := $(VENV)/bin/python

# An environment whose Python has gone, or is another one by now, is built anew.
ifneq ($(shell $(PYTHON) -c 'import pip; print("whole")' 2>/dev/null),whole)
$(shell rm -f $(PYTHON) $(VENV)/served-* $(VENV)/developed-*)
endif

# A stamp is named after the list it installed: an unchanged list costs nothing, a changed one installs anew.
checksum = $(shell cksum < $(1) | cut -d ' ' -f 1)
SERVED := $(VENV)/served-$(call checksum,requirements.txt)
DEVELOPED := $(VENV)/developed-$(call checksum,requirements-dev.txt)
NODE_MODULES := node_modules/installed-$(call checksum,package-lock.json)
JS_TESTS := $(wildcard tests/js/*.test.js)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard web/translations/*/LC_MESSAGES/messages.po))

PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
# Like pip and npm, uv and Node.js trust the certificates that this machine trusts.
export UV_SYSTEM_CERTS := true
export NODE_USE_SYSTEM_CA := 1
UV_COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url
WITH_NODE := PATH="$$($(PYTHON) -m tests.support.node):$$PATH"

##@ Use

.PHONY: help
help: ## List the commands
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(SERVED) translations bytecode ## Serve on http://127.0.0.1:8000, with the demo district unless DEMO=0
	@exec env DEMO="$${DEMO:-1}" $(PYTHON) -m web.serve

.PHONY: setup
setup: $(DEVELOPED) $(NODE_MODULES) translations chromium ## Install whatever running, checking and testing need

##@ Check

.PHONY: test
test: setup ## Run all tests; ARGS='-k receipt' hands words to pytest
	@$(if $(JS_TESTS),$(WITH_NODE) node --test --test-reporter=spec $(JS_TESTS))
	@$(PYTHON) -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

.PHONY: check
check: lint types requirements-check test ## Everything that CI checks, then all tests

.PHONY: lint
lint: $(DEVELOPED) $(NODE_MODULES) ## Formatting, lint, import contracts, templates, browser code
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint templates --check --quiet
	$(VENV)/bin/djlint templates --lint --quiet
	$(WITH_NODE) node_modules/.bin/eslint --max-warnings 0 .

.PHONY: types
types: $(DEVELOPED) $(NODE_MODULES) ## Type checks of Python and of the browser code
	$(PYTHON) -m mypy
	$(WITH_NODE) node_modules/.bin/tsc --project tsconfig.json
	$(if $(JS_TESTS),$(WITH_NODE) node_modules/.bin/tsc --project tests/js/tsconfig.json)

.PHONY: requirements-check
requirements-check: $(DEVELOPED) ## The compiled requirements say what pyproject.toml asks for
	@sh tests/support/check_requirements.sh $(UV_COMPILE)

.PHONY: bench
bench: $(DEVELOPED) translations bytecode ## Measure, print the ratios, write bench.json; ARGS=form for a part
	@$(PYTHON) -m tests.bench $(ARGS)

##@ Change

.PHONY: fix
fix: $(DEVELOPED) $(NODE_MODULES) ## Format, and mend what lint can mend by itself
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	$(VENV)/bin/djlint templates --reformat --quiet || true
	$(WITH_NODE) node_modules/.bin/eslint --fix .

.PHONY: requirements
requirements: $(DEVELOPED) ## Compile the requirements anew; UPGRADE=1 takes releases that are a week old
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade --exclude-newer '7 days') pyproject.toml \
		--output-file requirements.txt
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade --exclude-newer '7 days') pyproject.toml --group dev \
		--constraints requirements.txt --output-file requirements-dev.txt

.PHONY: catalogue
catalogue: $(DEVELOPED) ## Take the sentences of the code into the catalogues, to be translated
	@$(PYTHON) -m tests.support.catalogue

.PHONY: translations
translations: $(SERVED) $(CATALOGUES) ## Compile the message catalogues

.PHONY: screenshots
screenshots: setup ## Take the pictures of the main screens
	@$(PYTHON) -m tests.browser.screenshots

.PHONY: clean
clean: ## Remove what was installed and cached, never instance/
	rm -rf $(VENV) node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -f $(CATALOGUES)

# Files behind the commands

$(PYTHON):
	@sh deploy/make_venv.sh $(VENV)

$(SERVED): | $(PYTHON)
	@echo "Installing what the server needs …"
	@$(PIP_INSTALL) --requirement requirements.txt
	@rm -f $(VENV)/served-* && touch $@

$(DEVELOPED): | $(SERVED)
	@echo "Installing what checks and tests need …"
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@rm -f $(VENV)/developed-* && touch $@

$(NODE_MODULES): | $(DEVELOPED)
	@echo "Installing what checks the browser code …"
	@$(WITH_NODE) npm ci --loglevel=error
	@touch $@

%.mo: %.po | $(SERVED)
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

# Python keeps what it compiled by itself, unless it is told not to or may not write beside the code;
# a start that has to compile everything costs a third more.
.PHONY: bytecode
bytecode: | $(SERVED)
	@$(PYTHON) -m compileall -q app.py blueprints domain web

.PHONY: chromium
chromium: $(DEVELOPED)
	@$(PYTHON) -m tests.support.chromium

# Two commands do everything: `make crosswalk` and `make test`.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
  BIN := $(VENV)/Scripts
else
  BIN := $(VENV)/bin
endif
CODE := crosswalk tests docs tools
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: crosswalk test quick test-install test-neural check docs screenshots lint sample clean

## Set up, then the main job: the shipped WIOA-Alliance reports, written to reports/.
crosswalk: $(VENV)/.run
	$(BIN)/crosswalk build

## Set up (browser included), then all tests but those of `test-install`. Three processes keep two cores busy: one in
## four of their seconds waits for a browser, a server or a lock.
test: $(VENV)/.dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder -m 'not installs'

## The quick tests: no browser, no build of the shipped workspace, no official texts; fewer drawn examples.
quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadscope -m 'not slow and not browser' --hypothesis-profile quick

## The wheel in a clean environment of every Python that is here, by pip, pipx and uv; before a release.
test-install: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 tests/test_install.py

## The optional meaning model, set up in a folder of its own (torch is large), and its test with the real model.
test-neural: | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/neural
	$(VENV)/neural/$(notdir $(BIN))/python -m pip --disable-pip-version-check --quiet install \
	  --constraint constraints.txt --editable '.[dev,neural]'
	$(VENV)/neural/$(notdir $(BIN))/python -m pytest tests/retrieve/test_neural.py

## Every integrity rule over corpora and mappings.
check: $(VENV)/.run
	$(BIN)/crosswalk check

## The sample pages and candidate files that the repository ships, made anew.
sample: $(VENV)/.run
	$(BIN)/crosswalk build
	cp reports/definition.html reports/measures.html reports/sample/

## The parts of the documentation that are made from the code.
docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py
	$(BIN)/python -m tools.texts_page

## The README's pictures of the built pages.
screenshots: $(VENV)/.dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/crosswalk build
	$(BIN)/python -m docs.screenshots

## Format and lint what is here.
lint: $(VENV)/.dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/mypy
	$(BIN)/codespell crosswalk tests docs README.md CONTRIBUTING.md CHANGELOG.md NOTICE

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "crosswalk needs Python 3.11 to 3.13; call make with PYTHON=python3.12 or another of these.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache

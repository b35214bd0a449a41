# make run    serve on http://127.0.0.1:8000 (HOST=… PORT=… DATA=dir for another instance, WORKERS=… processes,
#             DEMO=1 for the demo clinic where others could sign in to it)
# make test   everything that guards the project
# make messages LOCALE=de   collect every sentence into locale/de, to be translated; `make build` compiles it
# make faults break a whole hospital while it works, and measure what its pages show

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
SOURCES := $(shell find static/js static/css static/img static/*.mjs -type f 2>/dev/null)
# Enough for the commands that only look at the code; a real instance has its own in DATA/env.
OFFLINE := LANGUAGE_CODE=en-gb WEAK_PASSWORD_HASHES= DATABASE_URL=sqlite://:memory: SECRET_KEY=only-for-commands-that-look-at-code-and-serve-nobody REALTIME_APP_ID=1 REALTIME_APP_KEY=offline REALTIME_APP_SECRET=offline
export PATH := $(CURDIR)/$(BIN):$(PATH)
.DELETE_ON_ERROR:
.PHONY: run build messages test check check-python check-types check-django check-scripts check-units pytest walks format screenshots clean race faults bench-fanout bench-commit bench-connect bench-feed bench-book bench-pages

run: build
	@$(BIN)/python -m hospital.secrets
	@exec $(BIN)/python manage.py serve --host "$(HOST)" --port "$(PORT)"

build: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po)) .build/static

.build/python: requirements.txt
	@mkdir -p .build
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Python packages …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.build/dev: requirements-dev.txt .build/python
	@echo "Installing the tools for tests …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.build/node: package.json package-lock.json .build/python
	@echo "Installing front-end packages …"
	@npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

.build/static: $(SOURCES) .build/node
	@echo "Bundling the front end …"
	@npm run --silent build
	@COLLECTING_STATIC=on $(OFFLINE) $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

%.mo: %.po
	@msgfmt --check-format --output-file=$@ $<

# From the sources, not from what is bundled of them.
EXTRACT := $(CURDIR)/$(BIN)/python manage.py makemessages --locale=$(LOCALE) --add-location=file --verbosity 0 \
	$(addprefix --ignore=,node_modules static/dist staticfiles tests bench var)

messages: .build/python
	@test -n "$(LOCALE)" || { echo "Say which: make messages LOCALE=pt_BR" >&2; exit 2; }
	@mkdir -p locale
	@$(OFFLINE) $(EXTRACT)
	@$(OFFLINE) $(EXTRACT) --domain=djangojs

test: build .build/dev check pytest

# Two at a time, the longest first; each says what it has to say when it ends, where make (4.0 or newer) can do that.
TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

check:
	@$(MAKE) --no-print-directory --jobs=2 $(TOGETHER) check-scripts check-types check-units check-django check-python

check-python:
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint --quiet --check --lint templates
	@$(BIN)/lint-imports

check-types:
	@$(OFFLINE) $(BIN)/mypy

check-django:
	@$(OFFLINE) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(OFFLINE) $(BIN)/python manage.py check --deploy --fail-level WARNING

check-scripts:
	@npm run --silent lint

check-units:
	@npm run --silent test

pytest:
	@bash tests/run.sh

walks: build .build/dev
	@$(BIN)/python -m pytest tests/browser -m walk -q -n 2 --dist loadfile

format:
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only .
	@npx prettier --write --log-level warn static tests/js

clean:
	rm -rf .build .venv node_modules static/dist staticfiles

screenshots: build .build/dev
	@DJANGO_SETTINGS_MODULE=hospital.settings DATA=$$(mktemp -d) SECRET_KEY=screenshots REALTIME_APP_ID=1 REALTIME_APP_KEY=screenshots REALTIME_APP_SECRET=screenshots \
		$(BIN)/python -m tests.browser.take_screenshots

# A benchmark makes its own databases and servers; these stand for what DATA/env would hold.
BENCH := SECRET_KEY=bench REALTIME_APP_ID=1 REALTIME_APP_KEY=bench REALTIME_APP_SECRET=bench HOSPITAL_TIME_ZONE=Asia/Kolkata

race: .build/dev
	@$(BENCH) $(BIN)/python -m bench.race

bench-feed bench-book: bench-%: .build/dev
	@$(BENCH) $(BIN)/python -m bench.$*

bench-pages: build .build/dev
	@$(BENCH) $(BIN)/python -m bench.pages

faults: build .build/dev
	@$(BIN)/python -m tests.faults.run

bench-fanout: .build/bench
	@$(BIN)/python -m bench.fanout

bench-commit: build .build/dev
	@$(BIN)/python -m bench.commit

bench-connect: .build/bench
	@$(BIN)/python -m bench.connect

.build/bench: bench/peers/package.json bench/peers/package-lock.json .build/dev
	@cd bench/peers && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

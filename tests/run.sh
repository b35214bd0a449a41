#!/usr/bin/env bash
# Every Python test, in stages that start their own servers. Both databases run every test of what they hold; Chromium
# is by itself, as Playwright keeps an event loop running that asyncio tests in its process would trip over. Many tests
# wait for something, so that three workers keep two processors busy; whoever measures time runs last, with nothing
# beside it. Files are dealt out whole, as many start a server for all of their tests, and in the order of
# tests/environment.py; where none does, workers take tests from each other.
set -euo pipefail
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE  # hundreds of processes start: each would compile every module anew

pytest="-m pytest -q -n 3 --dist loadfile --no-loadscope-reorder"
stage() { echo "$1 ($(date +%T))"; }

stage "PostgreSQL: domain and pipe, but what starts servers of its own."
.venv/bin/python -m tests.on_postgres tests/appointments tests/realtime \
    --ignore-glob "*test_protocol*" --ignore-glob "*test_checks*" -q -n 3 --dist worksteal
stage "Chromium. The long walks in invented languages are left to \`make walks\`; some of their stops are looked at here."
.venv/bin/python $pytest tests/browser -m "not walk and not alone"
stage "SQLite: domain and pipe again. Either database: whole paths, races, faults."
.venv/bin/python $pytest --ignore tests/browser -m "not alone" "$@"
stage "Alone: what measures time."
.venv/bin/python -m pytest -q -m alone

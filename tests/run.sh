#!/usr/bin/env bash
# Every Python test: the fast ones on PostgreSQL first, then everything on SQLite. Each run starts its own servers.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null && [ "${CI:-}" = true ]; then
    echo "CI needs Chromium for the browser tests: apt-get install -y chromium" >&2
    exit 1
fi
.venv/bin/python -m tests.on_postgres tests/appointments tests/realtime --ignore-glob "*test_protocol*" -q -n 2 --dist loadfile
.venv/bin/python -m pytest -n 2 --dist loadfile "$@"

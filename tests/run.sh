#!/usr/bin/env bash
# Every Python test: the fast ones on PostgreSQL, Chromium by itself (Playwright keeps an event loop running, which
# asyncio tests in the same process would trip over), then everything else. Each run starts its own servers.
set -euo pipefail
cd "$(dirname "$0")/.."

run=".venv/bin/python -m"
$run tests.on_postgres tests/appointments tests/realtime --ignore-glob "*test_protocol*" --ignore-glob "*test_checks*" -q -n 2 --dist loadfile
echo "Browser: the long walks in invented languages are left to \`make walks\`; some of their stops are looked at here."
$run pytest tests/browser -m "not walk" -q -n 2 --dist loadfile
$run pytest --ignore tests/browser -q -n 2 --dist loadfile "$@"

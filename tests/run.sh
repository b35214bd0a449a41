#!/usr/bin/env bash
# The Python tests of `make quick`, `make test` and `make test-more`, in stages that start their own servers.
# docs/testing.md lists the folders. Each stage prints when it began, and pytest how long it took.
#
# Chromium has a stage of its own: Playwright keeps an event loop running, which breaks asyncio tests in its process.
# Many tests wait for something, so three workers keep two processors busy, or four where tests wait for processes;
# tests that measure time run last, alone.
# Where many files start a server for all their tests, workers take whole files, in the order of tests/environment.py;
# elsewhere they take single tests.
set -euo pipefail
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE  # hundreds of processes start; each would compile every module again

TESTS_SHARED=$(mktemp -d)  # what a stage needs once, such as the demo clinic, is there for the next
export TESTS_SHARED
trap 'rm -rf "$TESTS_SHARED"' EXIT

python=.venv/bin/python
in_chromium="-m pytest tests/browser -q -n 3 --dist loadfile --no-loadscope-reorder"
by_file="-m pytest --ignore tests/browser -q -n 4 --dist loadfile --no-loadscope-reorder"
by_test="-q -n 3 --dist worksteal"

stage() {
    echo "$1 (began at $(date +%T))"
    "${@:2}"
}

quick() {
    stage "SQLite: domain and pipe, without processes" \
        $python -m pytest tests $by_test --ignore tests/browser -m "not process and not more" "$@"
}

main() {
    stage "PostgreSQL: domain and pipe" \
        $python -m tests.on_postgres tests $by_test --ignore tests/browser -m "not process and not more"
    stage "Chromium" \
        $python $in_chromium -m "not more"
    stage "Processes: paths, protocol, clients, a race" \
        $python $by_file -m "process and not more" "$@"
}

more() {
    stage "More in Chromium: every state for axe and in an invented language" \
        $python $in_chromium -m "more and not alone"
    stage "More: processes, races, faults. SQLite: what differs by database" \
        $python $by_file -m "not alone and (more or (by_database and not process))"
    stage "At two other moments" \
        env --unset TESTS_SHARED $python -m tests.clock sunday-midnight clock-back --run $in_chromium -m "clock and not more"
    stage "Alone: what measures time" \
        $python -m pytest -q -m alone "$@"
}

case "${1:-}" in
    quick) quick "${@:2}" ;;
    test) main "${@:2}" ;;
    more) more "${@:2}" ;;
    *) echo "usage: tests/run.sh quick|test|more [pytest arguments]" >&2; exit 2 ;;
esac

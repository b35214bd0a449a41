"""`make audit` tells apart: nothing known, something known, and nobody to ask."""

import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.packages import audit

pytestmark = pytest.mark.more

CLOSED = "http://127.0.0.1:9"  # nothing listens at the port of the discard protocol


@contextmanager
def index(answer: Callable[[str, dict[str, Any]], dict[str, Any]]) -> Iterator[str]:
    """An index at the returned URL, which answers as OSV and the npm registry do."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            text = json.dumps(answer(self.path, json.loads(body))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *words: object) -> None:
            """Silent."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def answer(*vulnerable: str) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """Knows of a vulnerability of these packages in every version."""

    def answer(path: str, asked: dict[str, Any]) -> dict[str, Any]:
        if path.endswith("/advisories/bulk"):
            advisory = {"id": 1, "url": "https://example.org/1", "title": "Known", "severity": "high", "cwe": []}
            scored = {"vulnerable_versions": "*", "cvss": {"score": 9.8, "vectorString": None}}
            return {name: [advisory | scored] for name in vulnerable if name in asked}
        if asked["package"]["name"] not in vulnerable:
            return {}
        affected = {"package": {"name": asked["package"]["name"], "ecosystem": "PyPI"}, "ranges": []}
        return {"vulns": [{"id": "PYSEC-0000-1", "summary": "Known.", "affected": [affected]}]}

    return answer


@pytest.fixture
def asked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Callable[[str], None]:
    """Sets where both tools ask; nothing is taken from a cache."""

    def ask(url: str) -> None:
        for name in (
            "HTTPS_PROXY",
            "HTTP_PROXY",
            "https_proxy",
            "http_proxy",
            "npm_config_proxy",
            "npm_config_https_proxy",
        ):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"{url}/v1/query")
        monkeypatch.setenv("npm_config_registry", f"{url}/")
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    return ask


def run(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code and the lines of `make audit`."""
    code = audit.main()
    return code, capsys.readouterr().out.splitlines()


def test_without_known_vulnerabilities_the_exit_code_is_0(
    asked_at: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with index(answer("none of ours")) as url:
        asked_at(url)
        code, lines = run(capsys)

    locks = (*audit.PYTHON_LOCKS, *audit.NPM_LOCKS)
    assert (code, lines) == (0, [f"{lock}: no known vulnerabilities" for lock in locks])


def test_a_known_vulnerability_is_named_and_the_exit_code_is_1(
    asked_at: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with index(answer("django", "esbuild")) as url:
        asked_at(url)
        code, lines = run(capsys)

    assert code == 1
    for line in (r"  django \S+: PYSEC-0000-1", r"  esbuild .*: high"):
        assert any(re.fullmatch(line, each) for each in lines), lines


def test_if_no_index_answers_it_says_so_and_the_exit_code_is_3(
    asked_at: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    asked_at(CLOSED)
    code, lines = run(capsys)

    assert code == 3
    assert [line.partition(" (")[0] for line in lines] == [
        f"{lock}: could not ask" for lock in (*audit.PYTHON_LOCKS, *audit.NPM_LOCKS)
    ]

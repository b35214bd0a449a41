"""The `User-Agent` in short."""

import pytest

from audit.agents import short_agent

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox 140, Windows"),
        (CHROME, "Chrome 140, Linux"),
        (SAFARI, "Safari 18, iOS"),
        (f"{CHROME} Edg/140.0", "Edge 140, Linux"),
        (f"{CHROME} OPR/120.0", "Opera 120, Linux"),
        ("Firefox/140.0", "Firefox 140"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_and_its_system_are_named(user_agent: str, words: str) -> None:
    assert short_agent(user_agent) == words

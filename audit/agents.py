"""The `User-Agent` in short: which browser and system a person used, as in `Firefox 140, Linux`."""

import re

# The first that fits: Edge and Opera name Chrome too, and Chrome names Safari.
BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/(\d{1,4})")),
    ("Opera", re.compile(r"OPR/(\d{1,4})")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"(?:Headless)?(?:Chrome|CriOS)/(\d{1,4})")),
    ("Safari", re.compile(r"Version/(\d{1,4})\S* .*Safari/")),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
READ_CHARACTERS = 500
PROGRAM = re.compile(r"[\w.+-]{1,30}(?:/[\w.+-]{1,20})?")


def short_agent(text: str) -> str:
    """At most 60 characters; of a program its first word, such as `curl/8.5.0`; '' without a header."""
    text = text[:READ_CHARACTERS]
    system = next((name for mark, name in SYSTEMS if mark in text), "")
    for name, pattern in BROWSERS:
        if found := pattern.search(text):
            return ", ".join(filter(None, (f"{name} {found[1]}", system)))
    program = PROGRAM.match(text)
    return program[0] if program else ""

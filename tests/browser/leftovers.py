"""Finds what a page says that no catalogue has translated."""

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

from tests.support.badge import CONNECTING, LIVE

BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z]+")
# Promised to the letter, or the names that machines call things by.
CONTRACT = (LIVE, CONNECTING)
MACHINE = (
    re.compile(r"\b(OP-)?[A-Z][A-Z0-9]{0,3}-\d+\b"),  # tokens
    re.compile(r"\b(appointments|opd-appointments|patients|realtime-test|doctor-schedule\.\d+)\b"),  # channels
    re.compile(r"\b(appointment|opd|patient|schedule|realtime)\.\w+\b"),  # events
    re.compile(r"\b[A-Z][a-z]+/[A-Z][A-Za-z_]+\b"),  # time zones
)
# Columns whose text somebody typed, or the demo clinic invented.
DATA = {
    "appointments_patient": ("name", "note", "second_phone_of"),
    "appointments_doctor": ("name",),
    "appointments_department": ("name",),
    "appointments_room": ("name",),
    "appointments_visittype": ("name",),
    "appointments_appointment": ("complaint", "notes", "status_reason"),
    "appointments_opdappointment": ("complaint", "status_reason"),
    "appointments_historicalappointment": ("history_change_reason",),
    "appointments_merge": ("reason",),
    "appointments_timeoff": ("reason",),
    "auth_user": ("username", "first_name", "last_name", "first_name || ' ' || last_name"),
}
READ = """() => {
  const said = [];
  const say = (where, text) => text && text.trim() && said.push([where, text.trim()]);
  const place = (node) => node.tagName.toLowerCase() + (node.id ? "#" + node.id : "") +
    (node.getAttribute("class") ? "." + node.getAttribute("class").split(" ")[0] : "");
  const silent = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"]);
  const spoken = ["title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder",
    "alt", "label", "abbr"];
  say("title", document.title);
  for (const node of document.querySelectorAll("body, body *")) {
    if (silent.has(node.tagName) || node.closest("[translate=no]")) continue;
    for (const name of spoken) say(`${place(node)}[${name}]`, node.getAttribute(name));
    for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) say(place(node), child.textContent);
  }
  return said;
}"""


def phrases(database: Path, *more: str) -> list[str]:
    """Everything in the database that was typed by people, longest first; people by their parts and initials too."""
    with sqlite3.connect(database) as connection:
        known = {
            row[0]
            for table, columns in DATA.items()
            for column in columns
            for row in connection.execute(f"SELECT DISTINCT {column} FROM {table}")
            if row[0] and WORD.search(row[0])
        }
        names = connection.execute("SELECT name FROM appointments_doctor UNION SELECT name FROM appointments_patient")
        people = [[part for part in row[0].split() if not part.endswith(".")] for row in names]
    connection.close()
    parts = {part for name in people for part in name}
    initials = {"".join(part[0] for part in name) for name in people}
    return sorted(known | parts | initials | {*CONTRACT, *more}, key=len, reverse=True)


def leftovers(page: Page, known: Iterable[str]) -> list[str]:
    """`place: text` for every text, label, hint and option with Latin letters that nothing accounts for."""
    data = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])" for phrase in known))
    found = {f"{place}: {text}" for place, text in page.evaluate(READ) if WORD.search(without_known(text, data))}
    return sorted(found)


def without_known(text: str, data: re.Pattern[str]) -> str:
    """What is left of a text when brackets, data and the names of machines are taken away."""
    while (less := BRACKETED.sub(" ", text)) != text:
        text = less
    text = data.sub(" ", text)
    for names in MACHINE:
        text = names.sub(" ", text)
    return text

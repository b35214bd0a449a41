import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingQuery } from "../../../static/ts/calendar/book-link.ts";
import { daySheetQuery } from "../../../static/ts/calendar/print-day.ts";
import { nearest } from "../../../static/ts/calendar/keyboard-nav.ts";
import { shortcutKey } from "../../../static/ts/shell/shortcuts.ts";

const pressed = (event: object) => shortcutKey(event as any);
const box = (left: number, top: number) => ({
  left,
  top,
  right: left + 10,
  bottom: top + 10,
});
const place = (parts: object, filters: object) =>
  ({
    view: "day",
    date: "",
    open: "",
    ...parts,
    filters: { doctor: [], department: [], status: [], kind: "", ...filters },
  }) as any;

test("a single letter is meant, also under Caps Lock; what modifiers and the keyboard repeat is not", () => {
  assert.equal(pressed({ key: "t" }), "t");
  assert.equal(pressed({ key: "T" }), "t");
  assert.equal(pressed({ key: "?", shiftKey: true }), "?");
  assert.equal(pressed({ key: "T", shiftKey: true }), "T");
  for (const held of ["ctrlKey", "metaKey", "altKey", "repeat", "isComposing"]) {
    assert.equal(pressed({ key: "t", [held]: true }), "");
  }
  assert.equal(pressed({ key: "Escape" }), "");
});

test("an arrow leads to the nearest appointment ahead, rather than to one aside", () => {
  const others = [box(0, 100), box(20, 15), box(0, -30)];
  assert.equal(nearest(box(0, 0), others, "ArrowDown"), 1);
  assert.equal(nearest(box(0, 0), [box(0, 60), box(40, 15)], "ArrowDown"), 0);
  assert.equal(nearest(box(0, 0), others, "ArrowUp"), 2);
  assert.equal(nearest(box(0, 0), others, "ArrowRight"), 1);
  assert.equal(nearest(box(0, 0), others, "ArrowLeft"), -1);
});

test("booking begins with the one doctor or department filtered, and with the day shown", () => {
  assert.equal(
    bookingQuery(place({ date: "2026-03-10" }, { doctor: [7] })),
    "doctor=7&date=2026-03-10",
  );
  assert.equal(
    bookingQuery(place({ view: "doctors", date: "2026-03-10" }, { department: [2] })),
    "department=2&date=2026-03-10",
  );
  assert.equal(bookingQuery(place({ view: "week", date: "2026-03-10" }, {})), "date=2026-03-10");
  assert.equal(bookingQuery(place({ view: "month", date: "2026-03-10" }, {})), "");
  assert.equal(bookingQuery(place({}, { doctor: [7, 8] })), "");
});

test("the day sheet is of the day and the doctors shown", () => {
  assert.equal(
    daySheetQuery(place({ date: "2026-03-10" }, { doctor: [7, 8] })),
    "date=2026-03-10&doctor=7&doctor=8",
  );
  assert.equal(
    daySheetQuery(place({}, { department: [2], status: ["SCHEDULED"] })),
    "department=2",
  );
});

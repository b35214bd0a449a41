import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFields, draftFor } from "../../../static/ts/booking/draft.ts";

const NOW = 10_000_000;
const TYPED = { complaint: "Back pain" };
const CHOSEN = {
  patient: "5",
  doctor: "2",
  date: "2026-11-23",
  start: "2026-11-23T10:00:00+05:30",
};
const DRAFT = { address: "?doctor=1", at: NOW, chosen: CHOSEN, typed: TYPED };

function shown(address: string, draft = DRAFT) {
  const taken = draftFor(draft, address, NOW);
  return taken && Object.fromEntries(new URLSearchParams(taken.search));
}

test("a reloaded page shows its choices, in place of its address", () => {
  assert.deepEqual(shown("?doctor=1"), CHOSEN);
  assert.deepEqual(draftFor(DRAFT, "?doctor=1", NOW)?.typed, TYPED);
});

test("a page without parameters restores the draft", () => {
  assert.deepEqual(shown(""), CHOSEN);
});

test("a time chosen in the calendar is another booking, unless it is for the same patient", () => {
  assert.equal(shown("?doctor=3&date=2026-11-24"), null);
  const asked = { doctor: "3", date: "2026-11-24", patient: "5" };
  assert.deepEqual(shown("?doctor=3&date=2026-11-24&patient=5"), asked);
});

test("another patient is another booking", () => {
  assert.equal(shown("?patient=6"), null);
  assert.deepEqual(shown("?patient=5"), CHOSEN);
});

test("a draft older than half an hour is ignored", () => {
  assert.equal(draftFor(DRAFT, "", NOW + 31 * 60_000), null);
  assert.equal(draftFor(null, "", NOW), null);
});

test("a draft that an older version stored is ignored", () => {
  const old = { ...DRAFT, chosen: undefined };
  assert.equal(draftFor(old as any, "", NOW), null);
});

test("empty choices are no parameters", () => {
  assert.deepEqual(addressFields({ patient: null, doctor: 2, start: "x", date: "" }), {
    doctor: "2",
    start: "x",
  });
});

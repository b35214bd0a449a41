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

test("a page that is loaded again shows what was chosen on it, whatever its address said", () => {
  assert.deepEqual(shown("?doctor=1"), CHOSEN);
  assert.deepEqual(draftFor(DRAFT, "?doctor=1", NOW)?.typed, TYPED);
});

test("coming back without a word finds everything again", () => {
  assert.deepEqual(shown(""), CHOSEN);
});

test("a time chosen in the calendar begins another booking, unless it is the same patient's", () => {
  assert.equal(shown("?doctor=3&date=2026-11-24"), null);
  const asked = { doctor: "3", date: "2026-11-24", patient: "5" };
  assert.deepEqual(shown("?doctor=3&date=2026-11-24&patient=5"), asked);
});

test("another patient is another booking", () => {
  assert.equal(shown("?patient=6"), null);
  assert.deepEqual(shown("?patient=5"), CHOSEN);
});

test("what nobody came back to for half an hour is gone", () => {
  assert.equal(draftFor(DRAFT, "", NOW + 31 * 60_000), null);
  assert.equal(draftFor(null, "", NOW), null);
});

test("what is not chosen is not said", () => {
  assert.deepEqual(addressFields({ patient: null, doctor: 2, start: "x", date: "" }), {
    doctor: "2",
    start: "x",
  });
});

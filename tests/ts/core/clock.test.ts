import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, age } from "../../../static/ts/core/clock.ts";

const kolkata = new Clock("Asia/Kolkata", "en-GB");
const berlin = new Clock("Europe/Berlin", "en-GB");

test("times are read in the hospital's zone, whatever the offset they are written in", () => {
  assert.equal(kolkata.time("2024-01-15T04:30:00Z"), "10:00");
  assert.equal(kolkata.date("2024-01-15T20:00:00Z"), "2024-01-16");
  assert.equal(
    kolkata.span("2024-01-15T04:30:00Z", "2024-01-15T05:15:00Z"),
    "Mon 15 Jan, 10:00 – 10:45",
  );
});

test("an input's wall clock becomes an instant with the zone's offset, and back", () => {
  assert.equal(kolkata.fromInput("2024-01-15T10:00"), "2024-01-15T10:00:00+05:30");
  assert.equal(kolkata.toInput("2024-01-15T04:30:00Z"), "2024-01-15T10:00");
  assert.equal(kolkata.toIso("2024-01-15T04:30:00Z"), "2024-01-15T10:00:00+05:30");
});

test("the day on which the clock springs forward is 23 hours long", () => {
  assert.deepEqual(berlin.dayBounds("2026-03-29"), {
    start: "2026-03-29T00:00:00+01:00",
    end: "2026-03-30T00:00:00+02:00",
  });
});

test("a wall clock that is skipped counts with the offset before the change", () => {
  assert.equal(berlin.fromInput("2026-03-29T02:30"), "2026-03-29T03:30:00+02:00");
});

test("a wall clock that comes twice means the first, and both are shown as they are", () => {
  assert.equal(berlin.fromInput("2026-10-25T02:30"), "2026-10-25T02:30:00+02:00");
  assert.equal(berlin.time("2026-10-25T00:30:00Z"), "02:30");
  assert.equal(berlin.time("2026-10-25T01:30:00Z"), "02:30");
  assert.equal(berlin.toIso("2026-10-25T01:30:00Z"), "2026-10-25T02:30:00+01:00");
});

test("the day on which the clock falls back is 25 hours long", () => {
  assert.deepEqual(berlin.dayBounds("2026-10-25"), {
    start: "2026-10-25T00:00:00+02:00",
    end: "2026-10-26T00:00:00+01:00",
  });
});

test("a zone whose day begins at one o'clock has that day's bounds too", () => {
  const beirut = new Clock("Asia/Beirut", "en-GB");
  assert.equal(beirut.dayBounds("2026-03-29").start, "2026-03-29T01:00:00+03:00");
});

test("days are said in the language's order and words, digits and hours as everywhere", () => {
  const arabic = new Clock("Africa/Cairo", "ar-EG-u-nu-latn");
  assert.equal(arabic.time("2024-01-15T20:30:00Z"), "22:30");
  const american = new Clock("America/New_York", "en-US");
  assert.equal(american.time("2024-01-15T05:00:00Z"), "00:00");
  assert.equal(american.day("2024-01-15T05:00:00Z"), "Mon, Jan 15");
});

test("age counts whole years", () => {
  assert.equal(age("1980-06-02", "2024-06-01"), 43);
  assert.equal(age("1980-06-02", "2024-06-02"), 44);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, age } from "../../../static/ts/core/clock.ts";

const kolkata = new Clock("Asia/Kolkata", "en-GB");
const berlin = new Clock("Europe/Berlin", "en-GB");

test("times are shown in the hospital's zone, from any offset", () => {
  assert.equal(kolkata.time("2024-01-15T04:30:00Z"), "10:00");
  assert.equal(kolkata.date("2024-01-15T20:00:00Z"), "2024-01-16");
  assert.equal(
    kolkata.span("2024-01-15T04:30:00Z", "2024-01-15T05:15:00Z"),
    "Mon 15 Jan, 10:00 – 10:45",
  );
});

test("the value of an input becomes ISO 8601 with the zone's offset, and back", () => {
  assert.equal(kolkata.fromInput("2024-01-15T10:00"), "2024-01-15T10:00:00+05:30");
  assert.equal(kolkata.toInput("2024-01-15T04:30:00Z"), "2024-01-15T10:00");
  assert.equal(kolkata.toIso("2024-01-15T04:30:00Z"), "2024-01-15T10:00:00+05:30");
});

test("the day on which summer time starts has 23 hours", () => {
  assert.deepEqual(berlin.dayBounds("2026-03-29"), {
    start: "2026-03-29T00:00:00+01:00",
    end: "2026-03-30T00:00:00+02:00",
  });
});

test("a skipped time is read with the offset before the change", () => {
  assert.equal(berlin.fromInput("2026-03-29T02:30"), "2026-03-29T03:30:00+02:00");
});

test("a repeated time is read as the first one; both are shown with the same digits", () => {
  assert.equal(berlin.fromInput("2026-10-25T02:30"), "2026-10-25T02:30:00+02:00");
  assert.equal(berlin.time("2026-10-25T00:30:00Z"), "02:30");
  assert.equal(berlin.time("2026-10-25T01:30:00Z"), "02:30");
  assert.equal(berlin.toIso("2026-10-25T01:30:00Z"), "2026-10-25T02:30:00+01:00");
});

test("the day on which summer time ends has 25 hours", () => {
  assert.deepEqual(berlin.dayBounds("2026-10-25"), {
    start: "2026-10-25T00:00:00+02:00",
    end: "2026-10-26T00:00:00+01:00",
  });
});

test("a day that starts at one o'clock has these bounds", () => {
  const beirut = new Clock("Asia/Beirut", "en-GB");
  assert.equal(beirut.dayBounds("2026-03-29").start, "2026-03-29T01:00:00+03:00");
});

test("days are written in the language, with Latin digits and 24 hours", () => {
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

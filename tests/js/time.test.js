import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, age } from "../../static/js/time.js";

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

test("age counts whole years", () => {
  assert.equal(age("1980-06-02", "2024-06-01"), 43);
  assert.equal(age("1980-06-02", "2024-06-02"), 44);
});

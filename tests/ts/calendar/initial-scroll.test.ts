import assert from "node:assert/strict";
import { test } from "node:test";
import { nextToday } from "../../../static/ts/calendar/initial-scroll.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { appointment } from "../cast.ts";

const clock = new Clock("UTC", "en-GB");
const at = (id: number, start: string, end: string) =>
  appointment({ id, start: `2026-11-23T${start}:00Z`, end: `2026-11-23T${end}:00Z` });
const ROWS = [
  at(1, "11:00", "11:15"),
  at(2, "09:00", "09:15"),
  at(3, "09:45", "10:15"),
  appointment({ id: 4, start: "2026-11-24T08:00:00Z", end: "2026-11-24T08:15:00Z" }),
];

test("the next appointment of today is the first that has not ended", () => {
  const now = (time: string) => Date.parse(`2026-11-23T${time}:00Z`);
  assert.equal(nextToday(ROWS, clock, now("10:00")), "3");
  assert.equal(nextToday(ROWS, clock, now("10:15")), "1");
  assert.equal(nextToday(ROWS, clock, now("12:00")), null);
});

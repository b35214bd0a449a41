import assert from "node:assert/strict";
import { test } from "node:test";
import {
  heldTimes,
  isEnding,
  reloadDelay,
  sameTime,
  timeLeft,
} from "../../../static/ts/booking/hold.ts";

const SECOND = 1_000;
const TEN = Date.parse("2026-11-23T10:00:00+00:00");
const at = (time: string) => `2026-11-23T${time}:00+00:00`;
const DESK_2 = { id: 3, name: "Desk 2" };

const slot = (start: string, end: string, state: any = "free") => ({
  start: at(start),
  end: at(end),
  state,
});
const held = (start: string, end: string, until = "10:02") => ({
  ...slot(start, end, "held"),
  held_by: DESK_2,
  held_until: at(until),
});
const spans = (times: { start: string; end: string }[]) =>
  times.map(({ start, end }) => [start.slice(11, 16), end.slice(11, 16)]);

test("the time left is in minutes and seconds, and never negative", () => {
  assert.equal(timeLeft(TEN + 102 * SECOND, TEN), "1:42");
  assert.equal(timeLeft(TEN + 9 * SECOND + 1, TEN), "0:10");
  assert.equal(timeLeft(TEN, TEN), "0:00");
  assert.equal(timeLeft(TEN, TEN + 5 * SECOND), "0:00");
});

test("a hold of two minutes is renewed in its last half minute", () => {
  const hold = { id: 1, since: TEN, until: TEN + 120 * SECOND };
  assert.equal(isEnding(hold, TEN), false);
  assert.equal(isEnding(hold, TEN + 90 * SECOND), false);
  assert.equal(isEnding(hold, TEN + 91 * SECOND), true);
  assert.equal(isEnding(hold, TEN + 200 * SECOND), true);
});

test("the same moment in another offset is the same time", () => {
  const wish = { doctor: 1, start: at("10:00"), end: at("10:15") };
  assert.equal(sameTime(wish, { ...wish, start: "2026-11-23T15:30:00+05:30" }), true);
  assert.equal(sameTime(wish, { ...wish, doctor: 2 }), false);
  assert.equal(sameTime(wish, { ...wish, end: at("10:30") }), false);
  assert.equal(sameTime(wish, null), false);
  assert.equal(sameTime(null, null), true);
});

test("a held time carries its user and its end", () => {
  assert.deepEqual(heldTimes([slot("09:45", "10:00"), held("10:00", "10:15")]), [
    { start: at("10:00"), end: at("10:15"), by: "Desk 2", until: at("10:02") },
  ]);
});

test("a hold on several overlapping slots is one held time, up to the next free slot", () => {
  const slots = [
    slot("09:30", "10:00"),
    held("09:45", "10:15"),
    held("10:00", "10:30"),
    held("10:15", "10:45"),
    slot("10:30", "11:00"),
  ];
  assert.deepEqual(spans(heldTimes(slots)), [["10:00", "10:30"]]);
});

test("two adjacent holds are two held times", () => {
  const slots = [held("10:00", "10:15"), held("10:15", "10:30", "10:05"), held("11:00", "11:15")];
  assert.deepEqual(spans(heldTimes(slots)), [
    ["10:00", "10:15"],
    ["10:15", "10:30"],
    ["11:00", "11:15"],
  ]);
});

test("the slots are loaded again after the end of the first hold, at a random moment", () => {
  const slots = [held("10:00", "10:15", "10:05"), held("11:00", "11:15", "10:01"), slot("9", "10")];
  assert.equal(reloadDelay(slots, TEN, 0), 60 * SECOND + 250);
  assert.equal(reloadDelay(slots, TEN, 1), 61 * SECOND + 250);
  assert.equal(reloadDelay([slot("10:00", "10:15")], TEN, 0), null);
});

test("a hold that should have ended causes no tight loop", () => {
  assert.ok(Number(reloadDelay([held("10:00", "10:15", "09:59")], TEN, 0)) >= 3 * SECOND);
});

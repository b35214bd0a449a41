import assert from "node:assert/strict";
import { test } from "node:test";
import { daysToOffer } from "../../../static/ts/booking/later-days.ts";

const DAYS = [3, 1, 9, 4].map((free, index) => ({ date: `2026-11-2${index + 4}`, free }));

test("after a full day the next three free days are offered", () => {
  assert.deepEqual(daysToOffer(DAYS, 0), DAYS.slice(0, 3));
});

test("else the first day with more free slots", () => {
  assert.deepEqual(daysToOffer(DAYS, 3), [DAYS[2]]);
  assert.deepEqual(daysToOffer(DAYS, 9), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonOf, slotAfter } from "../../../static/ts/booking/slot-grid.ts";

/* Eight slots in rows of three: 0 1 2 / 3 4 5 / 6 7 */
const after = (key: string, index: number, rtl = false) => slotAfter(key, index, 8, 3, rtl);

test("left and right follow the order of time, also into the next row", () => {
  assert.deepEqual([after("ArrowRight", 2), after("ArrowLeft", 3)], [3, 2]);
});

test("up and down stay in the column", () => {
  assert.deepEqual([after("ArrowDown", 1), after("ArrowUp", 7)], [4, 4]);
});

test("no arrow key leaves the grid", () => {
  const out = [
    after("ArrowLeft", 0),
    after("ArrowRight", 7),
    after("ArrowUp", 2),
    after("ArrowDown", 5),
  ];
  assert.deepEqual(out, [null, null, null, null]);
});

test("Home and End go to the first and the last slot", () => {
  assert.deepEqual([after("Home", 4), after("End", 4)], [0, 7]);
});

test("on right-to-left pages, left is the next slot", () => {
  assert.deepEqual([after("ArrowLeft", 3, true), after("ArrowRight", 3, true)], [4, 2]);
});

test("other keys have no next slot", () => {
  assert.deepEqual([after("Enter", 3), after("Tab", 3)], [null, null]);
});

const START = "2026-11-23T10:00:00+00:00";

test("the reason of a slot names the user or patient if known", () => {
  const reasons = [
    { start: START, state: "taken", taken_by: "E. Novak" },
    { start: START, state: "taken" },
    { start: START, state: "held", held_by: { name: "Desk 2" } },
    { start: START, state: "held" },
    { start: START, state: "past" },
    { start: START, state: "closed" },
  ].map((slot) => reasonOf(slot as any));
  assert.deepEqual(reasons, [
    "taken by E. Novak",
    "taken",
    "held by Desk 2",
    "held by another user",
    "past",
    "closed",
  ]);
});

test("a slot that can be chosen has no reason", () => {
  assert.equal(reasonOf({ start: START, state: "free" }), "");
  assert.equal(reasonOf({ start: START, state: "other" }), "");
});

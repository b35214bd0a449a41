import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonOf } from "../../../static/ts/booking/slot-reason.ts";

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

import assert from "node:assert/strict";
import { test } from "node:test";
import { STATUSES } from "../cast.ts";

test("each rule is read from the status's row", () => {
  assert.deepEqual([STATUSES.isActive("COMPLETED"), STATUSES.isActive("NO_SHOW")], [true, false]);
  assert.deepEqual([STATUSES.isListed("NO_SHOW"), STATUSES.isListed("CANCELLED")], [true, false]);
  assert.equal(STATUSES.isReschedulable("CHECKED_IN"), true);
  assert.equal(STATUSES.isReschedulable("IN_PROGRESS"), false);
  assert.equal(STATUSES.isUndo("NO_SHOW", "CHECKED_IN"), true);
  assert.equal(STATUSES.isUndo("SCHEDULED", "CHECKED_IN"), false);
});

test("an unknown status is its own label, and no rule holds for it", () => {
  assert.equal(STATUSES.label("LEFT"), "left");
  assert.equal(STATUSES.label("RESTED"), "RESTED");
  assert.deepEqual([STATUSES.isActive("RESTED"), STATUSES.isListed("RESTED")], [false, false]);
});

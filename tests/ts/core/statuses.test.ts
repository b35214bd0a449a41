import assert from "node:assert/strict";
import { test } from "node:test";
import { STATUSES } from "../cast.ts";

test("each rule is read from the status's row", () => {
  assert.deepEqual(
    [STATUSES.is("COMPLETED", "active"), STATUSES.is("NO_SHOW", "active")],
    [true, false],
  );
  assert.deepEqual(
    [STATUSES.is("NO_SHOW", "listed"), STATUSES.is("CANCELLED", "listed")],
    [true, false],
  );
  assert.equal(STATUSES.is("CHECKED_IN", "reschedulable"), true);
  assert.equal(STATUSES.is("IN_PROGRESS", "reschedulable"), false);
  assert.equal(STATUSES.isUndo("NO_SHOW", "CHECKED_IN"), true);
  assert.equal(STATUSES.isUndo("SCHEDULED", "CHECKED_IN"), false);
});

test("an unknown status is its own label, and no rule holds for it", () => {
  assert.equal(STATUSES.label("LEFT"), "left");
  assert.equal(STATUSES.label("RESTED"), "RESTED");
  assert.deepEqual(
    [STATUSES.is("RESTED", "active"), STATUSES.is("RESTED", "listed")],
    [false, false],
  );
});

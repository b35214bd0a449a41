import assert from "node:assert/strict";
import { test } from "node:test";
import { transitionButtons, undoOf } from "../../../static/ts/appointment/status-rules.ts";
import { STATUSES, appointment } from "../cast.ts";

const TEN = "2026-11-23T10:00:00+05:30";

test("the last transition can be undone if that is allowed; a reschedule cannot", () => {
  const entry = (from: string | null, to: string) => ({
    at: TEN,
    by: null,
    from,
    to,
    step: "",
    change: "",
    reason: "",
  });
  const history = [
    entry(null, "SCHEDULED"),
    entry("SCHEDULED", "CHECKED_IN"),
    entry("CHECKED_IN", "CHECKED_IN"),
  ];
  const event = { ...appointment({ status: "CHECKED_IN" }), history };
  const undo = { to: "SCHEDULED", label: "Undo check-in" };
  assert.deepEqual(undoOf({ ...event, allowed: ["IN_PROGRESS", "SCHEDULED"] }, STATUSES), undo);
  assert.equal(undoOf({ ...event, allowed: ["IN_PROGRESS"] }, STATUSES), null);
  assert.equal(
    undoOf({ ...event, history: history.slice(0, 1), allowed: ["SCHEDULED"] }, STATUSES),
    null,
  );
});

test("the usual transition comes first, cancelling needs a reason, undo comes last", () => {
  const names = (from: string, allowed: string[]) =>
    transitionButtons(from, allowed, STATUSES).map(({ label, style }) => [label, style]);
  assert.deepEqual(names("CHECKED_IN", ["SCHEDULED", "CANCELLED", "LEFT", "IN_PROGRESS"]), [
    ["Start", "main"],
    ["Left without being seen", "other"],
    ["Cancel…", "danger"],
    ["Undo check-in", "other"],
  ]);
  const cancel = transitionButtons("SCHEDULED", ["CANCELLED"], STATUSES)[0];
  assert.equal(cancel.needsReason, true);
});

test("undo is never the main button", () => {
  assert.deepEqual(
    transitionButtons("COMPLETED", ["IN_PROGRESS"], STATUSES).map(({ style }) => style),
    ["other"],
  );
});

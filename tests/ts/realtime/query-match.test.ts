import assert from "node:assert/strict";
import { test } from "node:test";
import { matches } from "../../../static/ts/realtime/query-match.ts";
import { STATUSES, appointment, WEEK } from "../cast.ts";

test("a query for a patient matches only that patient, and cancelled appointments if asked for", () => {
  const own = { ...WEEK, patient: 5 };
  assert.equal(matches(appointment(), own, STATUSES), true);
  assert.equal(matches(appointment(), { ...WEEK, patient: 6 }, STATUSES), false);
  const cancelled = appointment({ status: "CANCELLED" });
  assert.equal(matches(cancelled, own, STATUSES), false);
  assert.equal(matches(cancelled, { ...own, status: ["SCHEDULED", "CANCELLED"] }, STATUSES), true);
});

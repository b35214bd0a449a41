import assert from "node:assert/strict";
import { test } from "node:test";
import { weeksOf } from "../../../static/ts/calendar/month-grid.ts";

test("a month is shown as whole weeks from Monday to Sunday", () => {
  const weeks = weeksOf("2026-11-23");
  assert.equal(weeks.length, 6);
  assert.deepEqual([weeks[0][0], weeks[5][6]], ["2026-10-26", "2026-12-06"]);
});

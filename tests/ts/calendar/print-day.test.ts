import assert from "node:assert/strict";
import { test } from "node:test";
import { daySheetQuery } from "../../../static/ts/calendar/print-day.ts";
import { viewState } from "../cast.ts";

test("the day sheet is for the date and the doctors shown", () => {
  assert.equal(
    daySheetQuery(viewState({ date: "2026-03-10" }, { doctor: [7, 8] })),
    "date=2026-03-10&doctor=7&doctor=8",
  );
  assert.equal(
    daySheetQuery(viewState({}, { department: [2], status: ["SCHEDULED"] })),
    "department=2",
  );
});

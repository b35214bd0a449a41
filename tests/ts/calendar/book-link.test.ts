import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingQuery } from "../../../static/ts/calendar/book-link.ts";
import { viewState } from "../cast.ts";

test("the booking link has the only doctor or department of the filters, and the date shown", () => {
  assert.equal(
    bookingQuery(viewState({ date: "2026-03-10" }, { doctor: [7] })),
    "doctor=7&date=2026-03-10",
  );
  assert.equal(
    bookingQuery(viewState({ view: "doctors", date: "2026-03-10" }, { department: [2] })),
    "department=2&date=2026-03-10",
  );
  assert.equal(
    bookingQuery(viewState({ view: "week", date: "2026-03-10" }, {})),
    "date=2026-03-10",
  );
  assert.equal(bookingQuery(viewState({ view: "month", date: "2026-03-10" }, {})), "");
  assert.equal(bookingQuery(viewState({}, { doctor: [7, 8] })), "");
});

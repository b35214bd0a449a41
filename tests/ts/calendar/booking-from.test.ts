import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingAddress, refusal } from "../../../static/ts/calendar/booking-from.ts";

const TEN = "2026-11-23T10:00:00+05:30";

test("the booking page gets the doctor, the date, the start, and the end of a selection", () => {
  const wanted = { page: "/book", date: "2026-11-23", start: TEN, doctor: 7 };
  const query = (address: string) => Object.fromEntries(new URL(address, "http://x").searchParams);
  assert.deepEqual(query(bookingAddress(wanted)), { doctor: "7", date: "2026-11-23", start: TEN });
  const end = "2026-11-23T10:25:00+05:30";
  assert.equal(query(bookingAddress({ ...wanted, end })).end, end);
});

test("the quarter of an hour that is running can be booked until its end", ({ mock }) => {
  mock.timers.enable({ apis: ["Date"], now: Date.parse(TEN) + 15 * 60_000 - 1 });
  assert.equal(refusal(TEN, undefined), "");
  mock.timers.tick(1);
  assert.equal(refusal(TEN, undefined), "That time is in the past. Choose a later time.");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingAddress } from "../../../static/ts/calendar/booking-address.ts";
import { MOST_COLUMNS, columnsFor } from "../../../static/ts/calendar/column-choice.ts";
import { slotAt } from "../../../static/ts/calendar/hover-slot.ts";
import { countByHour } from "../../../static/ts/calendar/hourly-counts.ts";
import { undoOf } from "../../../static/ts/appointment/status-rules.ts";
import { shadeAt, shades } from "../../../static/ts/calendar/closed-hours.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { STATUSES, appointment } from "../cast.ts";

const DAY = { start: "2026-11-23T00:00:00+00:00", end: "2026-11-24T00:00:00+00:00" };
const TEN = "2026-11-23T10:00:00+05:30";

test("a department's doctors stand side by side, or those chosen, or all of a small house", () => {
  const doctors = [
    { id: 1, department: 10 },
    { id: 2, department: 20 },
    { id: 3, department: 10 },
  ];
  const chosen = (doctor: number[], department: number[]) =>
    columnsFor(doctors, { doctor, department });
  assert.deepEqual(chosen([], [10]), [1, 3]);
  assert.deepEqual(chosen([2], []), [2]);
  assert.deepEqual(chosen([], []), [1, 2, 3]);
});

test("more doctors than have room are nobody's columns", () => {
  const doctors = Array.from({ length: MOST_COLUMNS + 1 }, (_, id) => ({ id, department: 1 }));
  assert.equal(columnsFor(doctors, { doctor: [], department: [1] }), null);
  assert.equal(columnsFor(doctors.slice(1), { doctor: [], department: [1] })?.length, MOST_COLUMNS);
});

test("what lies between the shifts is closed, and time off says why", () => {
  const span = (from: string, to: string) => ({
    start: `2026-11-23T${from}:00+00:00`,
    end: `2026-11-23T${to}:00+00:00`,
  });
  const hours = {
    doctor: 1,
    spans: [span("09:00", "12:00"), span("13:00", "17:00")],
    away: [{ ...span("15:00", "17:00"), reason: "Course" }],
  };
  assert.deepEqual(shades([hours], DAY), [
    { start: DAY.start, end: "2026-11-23T09:00:00+00:00", doctor: 1, reason: null },
    { ...span("12:00", "13:00"), doctor: 1, reason: null },
    { start: "2026-11-23T17:00:00+00:00", end: DAY.end, doctor: 1, reason: null },
    { ...span("15:00", "17:00"), doctor: 1, reason: "Course" },
  ]);
  assert.deepEqual(shades([{ doctor: 2, spans: [], away: [] }], DAY), [
    { ...DAY, doctor: 2, reason: null },
  ]);
});

test("a moment of a doctor's time is closed for one reason, time off before working hours", () => {
  const closed = { ...DAY, doctor: 1, reason: null };
  const away = { start: TEN, end: "2026-11-23T11:00:00+05:30", doctor: 1, reason: "Course" };
  const all = [closed, away];
  assert.equal(shadeAt(all, 1, TEN), away);
  assert.equal(shadeAt(all, 1, away.end), closed);
  assert.equal(shadeAt(all, 2, TEN), undefined);
  assert.equal(shadeAt(all, 1, DAY.end), undefined);
});

test("booking opens with the doctor, the day and the time, and the end that was drawn", () => {
  const wanted = { page: "/book", date: "2026-11-23", start: TEN, doctor: 7 };
  const query = (address: string) => Object.fromEntries(new URL(address, "http://x").searchParams);
  assert.deepEqual(query(bookingAddress(wanted)), { doctor: "7", date: "2026-11-23", start: TEN });
  const end = "2026-11-23T10:25:00+05:30";
  assert.equal(query(bookingAddress({ ...wanted, end })).end, end);
});

test("under the pointer stands the quarter of an hour that a click would take", () => {
  assert.deepEqual(slotAt(0.5), { minutes: 720, text: "12:00" });
  assert.deepEqual(slotAt((10 * 60 + 29) / 1440), { minutes: 615, text: "10:15" });
});

test("the last move can be taken back where that is allowed, a change of time cannot", () => {
  const entry = (from: string | null, to: string) => ({
    at: TEN,
    by: null,
    from,
    to,
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

test("a week of many doctors is numbers by the hospital's hours", () => {
  const at = (time: string) => appointment({ start: `2026-11-23T${time}:00+05:30` });
  const rows = [at("10:00"), at("10:45"), at("09:15")];
  const date = "2026-11-23";
  const hour = (from: number) => `${date}T${String(from).padStart(2, "0")}:00:00+05:30`;
  assert.deepEqual(countByHour(rows, new Clock("Asia/Kolkata", "en-GB")), [
    { start: hour(9), end: hour(10), date, total: 1 },
    { start: hour(10), end: hour(11), date, total: 2 },
  ]);
});

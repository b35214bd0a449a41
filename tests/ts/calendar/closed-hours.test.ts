import assert from "node:assert/strict";
import { test } from "node:test";
import { shadeAt, shades } from "../../../static/ts/calendar/closed-hours.ts";

const DAY = { start: "2026-11-23T00:00:00+00:00", end: "2026-11-24T00:00:00+00:00" };
const TEN = "2026-11-23T10:00:00+05:30";

test("time outside the shifts is closed, and time off has its reason", () => {
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

test("the shade at a moment is time off before closed hours", () => {
  const closed = { ...DAY, doctor: 1, reason: null };
  const away = { start: TEN, end: "2026-11-23T11:00:00+05:30", doctor: 1, reason: "Course" };
  const all = [closed, away];
  assert.equal(shadeAt(all, 1, TEN), away);
  assert.equal(shadeAt(all, 1, away.end), closed);
  assert.equal(shadeAt(all, 2, TEN), undefined);
  assert.equal(shadeAt(all, 1, DAY.end), undefined);
});

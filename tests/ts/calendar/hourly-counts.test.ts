import assert from "node:assert/strict";
import { test } from "node:test";
import { countByHour } from "../../../static/ts/calendar/hourly-counts.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { appointment } from "../cast.ts";

test("appointments are counted by the hour of the hospital's clock", () => {
  const at = (time: string) => appointment({ start: `2026-11-23T${time}:00+05:30` });
  const rows = [at("10:00"), at("10:45"), at("09:15")];
  const date = "2026-11-23";
  const hour = (from: number) => `${date}T${String(from).padStart(2, "0")}:00:00+05:30`;
  assert.deepEqual(countByHour(rows, new Clock("Asia/Kolkata", "en-GB")), [
    { start: hour(9), end: hour(10), date, total: 1 },
    { start: hour(10), end: hour(11), date, total: 2 },
  ]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { hoursOf, layOut, timeOff } from "../../../static/ts/booking/timeline-layout.ts";

const DAY = Date.parse("2026-11-23T00:00:00+00:00");
const HOUR_MS = 3_600_000;
const at = (time: string) => `2026-11-23T${time}:00+00:00`;
const times = (start: string, end: string, state: any = "free") => ({
  start: at(start),
  end: at(end),
  state,
});

test("the day consists of the hours that contain all times", () => {
  const hours = hoursOf([times("08:30", "09:00"), times("10:45", "11:10")], DAY);
  assert.deepEqual(
    hours.map((hour) => (hour - DAY) / HOUR_MS),
    [8, 9, 10, 11, 12],
  );
});

test("overlapping items share the width, and the next one has all of it", () => {
  const things = [times("09:00", "09:30"), times("09:15", "09:45"), times("09:45", "10:00")];
  const places = layOut(things, DAY + 9 * HOUR_MS).map(({ box }) => [box.lane, box.lanes]);
  assert.deepEqual(places, [
    [0, 2],
    [1, 2],
    [0, 1],
  ]);
});

test("gaps between slots are breaks, and adjacent closed slots are one time", () => {
  const slots = [
    times("09:00", "09:30"),
    times("09:15", "09:45"),
    times("10:00", "10:30", "closed"),
    times("10:30", "11:00", "closed"),
  ];
  assert.deepEqual(timeOff(slots), [
    { start: at("09:45"), end: at("10:00"), why: "break" },
    { start: at("10:00"), end: at("11:00"), why: "closed" },
  ]);
  assert.deepEqual(timeOff([]), []);
});

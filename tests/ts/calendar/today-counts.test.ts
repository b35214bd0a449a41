import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { followTodayCounts } from "../../../static/ts/calendar/today-counts.ts";
import { fakeLive } from "../fake-live.ts";
import { ORIGIN_ID } from "../../../static/ts/core/origin.ts";
import { WEEK, appointment, message } from "../cast.ts";

const NUMBERS = { by_status: { SCHEDULED: 1 }, by_doctor: { 1: 1 } };
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A page with these filters. `asked`: its calls; `shown`: the counts it rendered. */
function page(context: TestContext, filters = {}) {
  context.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const live = fakeLive();
  const asked: any[] = [];
  const shown: any[] = [];
  const get = async (...call: any[]) => (asked.push(call), NUMBERS);
  const all = { doctor: [], department: [], status: [], kind: "" as const, ...filters };
  followTodayCounts({
    api: { get } as any,
    live,
    filters: () => all,
    show: (numbers) => shown.push(numbers),
  });
  return { live, asked, shown, wait: (ms: number) => context.mock.timers.tick(ms) };
}

test("today's counts are read with all filters, whatever date is shown", async (context) => {
  const { live, asked, shown } = page(context, { doctor: [1], kind: "opd" });
  live.onLoaded.emit();
  await settle();
  const choice = { doctor: [1], department: [], status: [], kind: "opd" };
  assert.deepEqual(asked, [["/api/calendar/today/", choice]]);
  assert.deepEqual(shown, [NUMBERS]);
});

test("today's counts are read for a range with too many appointments, too", (context) => {
  const { live, asked } = page(context);
  live.onTooMany.emit(WEEK);
  assert.equal(asked.length, 1);
});

test("counts are read again while changes keep arriving, and not for other events", (context) => {
  context.mock.method(Math, "random", () => 0.5);
  const { live, asked, wait } = page(context);
  const change = { seq: 1, event: "x", data: message(appointment()) };
  for (let second = 0; second < 10; second += 1) {
    live.onMessage.emit("appointments", change);
    wait(1_000);
  }
  assert.equal(asked.length, 1);
  live.onMessage.emit("doctor-schedule.1", {
    seq: 1,
    event: "schedule.updated",
    data: { doctor: 1 },
  });
  wait(40_000);
  assert.equal(asked.length, 2);
});

test("counts are read at once after an own change", (context) => {
  const { live, asked } = page(context);
  const data = { ...message(appointment()), origin: ORIGIN_ID };
  live.onMessage.emit("appointments", { seq: 1, event: "x", data });
  assert.equal(asked.length, 1);
});

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { keepHoursCurrent } from "../../../static/ts/calendar/working-hours.ts";
import { spread } from "../../../static/ts/core/dom.ts";
import { fakeLive } from "../fake-live.ts";

const WITHIN_MS = 1_500;
const DAY = { start: "2026-11-23T00:00:00+05:30", end: "2026-11-24T00:00:00+05:30" };

test("a burst of calls is done once, within its time, and a later call once more", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let ran = 0;
  const call = spread(() => (ran += 1), WITHIN_MS);
  for (let number = 0; number < 20; number += 1) call();
  assert.equal(ran, 0);
  context.mock.timers.tick(WITHIN_MS);
  assert.equal(ran, 1);
  call();
  context.mock.timers.tick(WITHIN_MS);
  assert.equal(ran, 2);
});

async function readsOf(context: TestContext, from: string | null, to: string | null) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const live = fakeLive();
  let reads = 0;
  const get = async () => {
    reads += 1;
    return [];
  };
  const parts = { api: { get }, live, range: () => DAY, doctors: () => [7], show: () => {} };
  keepHoursCurrent(parts);
  const data = { doctor: 7, from, to };
  live.onMessage.emit("doctor-schedule.7", { seq: 1, event: "schedule.updated", data });
  context.mock.timers.tick(WITHIN_MS);
  return reads;
}

test("hours that changed in what is shown are read again", async (context) => {
  assert.equal(await readsOf(context, "2026-11-23T09:00:00+05:30", "2026-11-23T10:00:00+05:30"), 1);
});

test("hours that may have changed at any time are read again", async (context) => {
  assert.equal(await readsOf(context, null, null), 1);
});

test("a hold on another day is nothing to this screen", async (context) => {
  assert.equal(await readsOf(context, "2026-11-24T09:00:00+05:30", "2026-11-24T09:10:00+05:30"), 0);
  context.mock.timers.reset();
  assert.equal(await readsOf(context, "2026-11-22T09:00:00+05:30", "2026-11-23T00:00:00+05:30"), 0);
});

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { followWorkingHours } from "../../../static/ts/calendar/working-hours.ts";
import { spread } from "../../../static/ts/core/dom.ts";
import { fakeLive } from "../fake-live.ts";

const WITHIN_MS = 1_500;
const TEN = "2026-11-23T10:00:00+05:30";
const ELEVEN = "2026-11-23T11:00:00+05:30";
const DAY = { start: "2026-11-23T00:00:00+05:30", end: "2026-11-24T00:00:00+05:30" };

test("calls within the time are coalesced into one, and a later call runs again", (context) => {
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

/** How often the hours are read after such a change of the doctor's schedule; by default, of the hours of that day. */
async function readsAfter(
  context: TestContext,
  change: { kind?: string; from?: string | null; to?: string | null },
) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const live = fakeLive();
  let reads = 0;
  const get = async (): Promise<any> => {
    reads += 1;
    return [];
  };
  const parts = { api: { get }, live, range: () => DAY, doctors: () => [7], show: () => {} };
  followWorkingHours(parts);
  const data = { doctor: 7, kind: "hours", from: TEN, to: ELEVEN, ...change };
  live.onMessage.emit("doctor-schedule.7", { seq: 1, event: "schedule.updated", data });
  context.mock.timers.tick(WITHIN_MS);
  context.mock.timers.reset();
  return reads;
}

test("hours that change within the visible range are read again", async (context) => {
  assert.equal(await readsAfter(context, {}), 1);
});

test("hours that may have changed at any time are read again", async (context) => {
  assert.equal(await readsAfter(context, { from: null, to: null }), 1);
});

test("an event without a kind, from an older version, counts as a change of hours", async (context) => {
  assert.equal(await readsAfter(context, { kind: undefined }), 1);
});

test("a hold does not make the page read the hours again", async (context) => {
  assert.equal(await readsAfter(context, { kind: "hold" }), 0);
});

test("hours that change outside the visible range are not read again", async (context) => {
  const after = { from: "2026-11-24T09:00:00+05:30", to: "2026-11-24T09:10:00+05:30" };
  const before = { from: "2026-11-22T09:00:00+05:30", to: "2026-11-23T00:00:00+05:30" };
  assert.equal(await readsAfter(context, after), 0);
  assert.equal(await readsAfter(context, before), 0);
});

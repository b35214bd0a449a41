import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageLog } from "../../../static/ts/realtime-inspector/message-log.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");

const ping = (seq: number) => ({
  seq,
  event: "realtime.test",
  data: { message: "Hello", at: "2026-11-23T09:59:59.990Z", seq },
});

test("the round trip of an own broadcast starts at the click, whether answer or message comes first", () => {
  const log = new MessageLog();
  log.onArrived("realtime-test", ping(1), NOW);
  log.onSent({ channel: "realtime-test", seq: 1 }, NOW - 40);
  log.onSent({ channel: "realtime-test", seq: 2 }, NOW - 20);
  log.onArrived("realtime-test", ping(2), NOW);
  assert.deepEqual(
    log.entries.map(({ seq, own, roundTrip }) => [seq, own, roundTrip]),
    [
      [2, true, 20],
      [1, true, 40],
    ],
  );
  assert.deepEqual(log.roundTrips, { count: 2, last: 20, median: 30 });
});

test("broadcasts are measured from their time stamp to the screen, but not if caught up", () => {
  const log = new MessageLog();
  log.onArrived("realtime-test", ping(1), NOW);
  log.onArrived("realtime-test", ping(2), NOW, true);
  log.onShown(log.entries, NOW + 20);
  log.onShown(log.entries, NOW + 90);
  assert.deepEqual(
    log.entries.map(({ toScreen }) => toScreen),
    [null, 30],
  );
  assert.equal(log.roundTrips, null);
  assert.deepEqual(log.toScreens, { count: 1, last: 30, median: 30 });
});

test("the same number on another channel is another message", () => {
  const log = new MessageLog();
  log.onArrived("appointments", { ...ping(1), event: "appointment.updated" }, NOW);
  log.onSent({ channel: "realtime-test", seq: 1 }, NOW);
  assert.equal(log.entries[0].own, false);
});

test("clearing removes entries and times", () => {
  const log = new MessageLog();
  log.onSent({ channel: "realtime-test", seq: 1 }, NOW - 5);
  log.onArrived("realtime-test", ping(1), NOW);
  log.clear();
  assert.deepEqual([log.entries, log.roundTrips], [[], null]);
});

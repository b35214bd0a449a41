import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "../../../static/ts/realtime-inspector/journal.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");

const ping = (seq: number) => ({
  seq,
  event: "realtime.test",
  data: { message: "Hello", at: "2026-11-23T09:59:59.990Z", seq },
});

test("an own broadcast's round trip runs from the click, whichever of answer and message is first", () => {
  const journal = new Journal();
  journal.arrived("realtime-test", ping(1), NOW);
  journal.sent({ channel: "realtime-test", seq: 1 }, NOW - 40);
  journal.sent({ channel: "realtime-test", seq: 2 }, NOW - 20);
  journal.arrived("realtime-test", ping(2), NOW);
  assert.deepEqual(
    journal.entries.map(({ seq, own, roundTrip }) => [seq, own, roundTrip]),
    [
      [2, true, 20],
      [1, true, 40],
    ],
  );
  assert.deepEqual(journal.roundTrips, { count: 2, last: 20, median: 30 });
});

test("every broadcast is measured from its time stamp to the screen, one that was caught up not at all", () => {
  const journal = new Journal();
  journal.arrived("realtime-test", ping(1), NOW);
  journal.arrived("realtime-test", ping(2), NOW, true);
  journal.painted(journal.entries, NOW + 20);
  journal.painted(journal.entries, NOW + 90);
  assert.deepEqual(
    journal.entries.map(({ toScreen }) => toScreen),
    [null, 30],
  );
  assert.equal(journal.roundTrips, null);
  assert.deepEqual(journal.toScreens, { count: 1, last: 30, median: 30 });
});

test("the same number on another channel is another message", () => {
  const journal = new Journal();
  journal.arrived("appointments", { ...ping(1), event: "appointment.updated" }, NOW);
  journal.sent({ channel: "realtime-test", seq: 1 }, NOW);
  assert.equal(journal.entries[0].own, false);
});

test("cleared, nothing of it is left", () => {
  const journal = new Journal();
  journal.sent({ channel: "realtime-test", seq: 1 }, NOW - 5);
  journal.arrived("realtime-test", ping(1), NOW);
  journal.clear();
  assert.deepEqual([journal.entries, journal.roundTrips], [[], null]);
});

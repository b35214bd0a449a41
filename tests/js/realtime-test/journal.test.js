import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "../../../static/js/realtime-test/journal.js";

const NOW = Date.parse("2026-11-23T10:00:00Z");

/** @param {number} seq */
const ping = (seq) => ({
  seq,
  event: "realtime.test",
  data: { message: "Hello", at: "2026-11-23T09:59:59.990Z", seq },
});

test("an own broadcast's latency runs from the click, whichever of answer and message is first", () => {
  const journal = new Journal();
  journal.arrived("realtime-test", ping(1), NOW);
  journal.sent({ channel: "realtime-test", seq: 1 }, NOW - 40);
  journal.sent({ channel: "realtime-test", seq: 2 }, NOW - 20);
  journal.arrived("realtime-test", ping(2), NOW);
  assert.deepEqual(
    journal.entries.map(({ seq, own, latency }) => [seq, own, latency]),
    [
      [2, true, 20],
      [1, true, 40],
    ],
  );
  assert.deepEqual(journal.roundTrips, { count: 2, last: 20, median: 30 });
});

test("another's broadcast is measured from its time stamp, one that was caught up not at all", () => {
  const journal = new Journal();
  journal.arrived("realtime-test", ping(1), NOW);
  journal.arrived("realtime-test", ping(2), NOW, true);
  assert.deepEqual(
    journal.entries.map(({ latency }) => latency),
    [null, 10],
  );
  assert.equal(journal.roundTrips, null);
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

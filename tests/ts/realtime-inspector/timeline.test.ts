import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionTimeline } from "../../../static/ts/realtime-inspector/timeline.ts";

test("a state lasts until the next one, a skipped message until it is caught up", () => {
  const timeline = new ConnectionTimeline();
  timeline.enter("connecting", 0);
  timeline.enter("connected", 400, "1.1");
  timeline.skipped("appointments", 7, 500);
  timeline.caughtUp("appointments", 8, 600);
  timeline.caughtUp("appointments", 7, 900);
  timeline.enter("dropped", 1_000);
  assert.deepEqual(
    timeline.periods.map(({ kind, from, until }) => [kind, from, until]),
    [
      ["dropped", 1_000, null],
      ["skipped", 500, 900],
      ["connected", 400, 1_000],
      ["connecting", 0, 400],
    ],
  );
});

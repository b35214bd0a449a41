import assert from "node:assert/strict";
import { test } from "node:test";
import { copyOf, filtered } from "../../../static/ts/realtime-inspector/message-filter.ts";
import type { Entry } from "../../../static/ts/realtime-inspector/message-log.ts";

const entry = (fields: Partial<Entry>) => ({
  ...{ arrivedAt: 0, channel: "realtime-test", event: "realtime.test", seq: 1 },
  ...{ data: {}, own: false, caughtUp: false, roundTrip: null, toScreen: null, ...fields },
});

test("a message matches if all words occur in channel, event or content", () => {
  const hello = entry({ data: { message: "Hello desk" } });
  const booked = entry({ channel: "appointments", event: "appointment.updated" });
  assert.deepEqual(filtered([hello, booked], ""), [hello, booked]);
  assert.deepEqual(filtered([hello, booked], " DESK  realtime"), [hello]);
  assert.deepEqual(filtered([hello, booked], "updated"), [booked]);
  assert.deepEqual(filtered([hello, booked], "desk updated"), []);
});

test("a copy has what the server sent and when it arrived", () => {
  const copied = copyOf(entry({ data: { message: "Hello" }, caughtUp: true }));
  assert.deepEqual(
    [copied.arrived, copied.data, copied.caughtUp],
    ["1970-01-01T00:00:00.000Z", { message: "Hello" }, true],
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { copyOf, filtered } from "../../../static/ts/realtime-inspector/message-filter.ts";
import { SkippingConnection } from "../../../static/ts/realtime-inspector/skipping.ts";
import { ConnectionTimeline } from "../../../static/ts/realtime-inspector/timeline.ts";
import { FakeConnection } from "../fake-connection.ts";
import type { Entry } from "../../../static/ts/realtime-inspector/message-log.ts";

const entry = (fields: Partial<Entry>) => ({
  ...{ arrivedAt: 0, channel: "realtime-test", event: "realtime.test", seq: 1 },
  ...{ data: {}, own: false, caughtUp: false, roundTrip: null, toScreen: null, ...fields },
});

test("a message is shown where it holds every word, in channel, event or content", () => {
  const hello = entry({ data: { message: "Hello desk" } });
  const booked = entry({ channel: "appointments", event: "appointment.updated" });
  assert.deepEqual(filtered([hello, booked], ""), [hello, booked]);
  assert.deepEqual(filtered([hello, booked], " DESK  realtime"), [hello]);
  assert.deepEqual(filtered([hello, booked], "updated"), [booked]);
  assert.deepEqual(filtered([hello, booked], "desk updated"), []);
});

test("what is copied is what the server said, and when it came", () => {
  const copied = copyOf(entry({ data: { message: "Hello" }, caughtUp: true }));
  assert.deepEqual(
    [copied.arrived, copied.data, copied.caughtUp],
    ["1970-01-01T00:00:00.000Z", { message: "Hello" }, true],
  );
});

test("a state lasts until the next one, a skipped number until it is caught up", () => {
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

test("only the next message of an armed channel is thrown away", () => {
  const whole = Object.assign(new FakeConnection(), { socketId: "1.1" });
  const connection = new SkippingConnection(whole);
  const heard: any[] = [];
  connection.onMessage.add((...message) => heard.push(message));
  connection.onSkipped.add((...message) => heard.push(["skipped", ...message]));
  connection.toggle("one");
  whole.onMessage.emit("other", "e", { seq: 4 });
  whole.onMessage.emit("one", "e", { seq: 1 });
  whole.onMessage.emit("one", "e", { seq: 2 });
  assert.deepEqual(heard, [
    ["other", "e", { seq: 4 }],
    ["skipped", "one", 1],
    ["one", "e", { seq: 2 }],
  ]);
});

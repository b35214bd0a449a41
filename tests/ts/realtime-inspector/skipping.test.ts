import assert from "node:assert/strict";
import { test } from "node:test";
import { SkippingConnection } from "../../../static/ts/realtime-inspector/skipping.ts";
import { FakeConnection } from "../fake-connection.ts";

test("only the next message of a chosen channel is dropped", () => {
  const whole = Object.assign(new FakeConnection(), { socketId: "1.1" });
  const connection = new SkippingConnection(whole);
  const received: any[] = [];
  connection.onMessage.add((...message) => received.push(message));
  connection.onSkipped.add((...message) => received.push(["skipped", ...message]));
  connection.toggle("one");
  whole.onMessage.emit("other", "e", { seq: 4 });
  whole.onMessage.emit("one", "e", { seq: 1 });
  whole.onMessage.emit("one", "e", { seq: 2 });
  assert.deepEqual(received, [
    ["other", "e", { seq: 4 }],
    ["skipped", "one", 1],
    ["one", "e", { seq: 2 }],
  ]);
});

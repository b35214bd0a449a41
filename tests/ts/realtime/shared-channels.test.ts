import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedChannels } from "../../../static/ts/realtime/shared-channels.ts";

test("only the first follower subscribes, and only the last one unsubscribes", () => {
  const channels = new SharedChannels();
  assert.deepEqual([channels.add("a"), channels.add("a"), channels.add("b")], [true, false, true]);
  assert.deepEqual([channels.remove("a"), channels.remove("a")], [false, true]);
  assert.equal(channels.remove("a"), false);
  assert.equal(channels.add("a"), true);
});

test("the head follows subscription, messages and heads until the socket closes", () => {
  const channels = new SharedChannels();
  channels.add("a");
  assert.equal(channels.headOf("a"), null);
  channels.onMessage("a", 3);
  assert.equal(channels.headOf("a"), null);
  channels.onSubscribed("a", { seq: 4, epoch: "x" });
  channels.onMessage("a", 6);
  channels.onMessage("a", 5);
  assert.deepEqual(channels.headOf("a"), { seq: 6, epoch: "x" });
  channels.onHeads({ a: 1, other: 8 }, "y");
  assert.deepEqual(channels.headOf("a"), { seq: 1, epoch: "y" });
  channels.onClosed();
  assert.equal(channels.headOf("a"), null);
});

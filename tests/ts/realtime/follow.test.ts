import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { follow } from "../../../static/ts/realtime/follow.ts";
import { FakeConnection } from "../fake-connection.ts";

const CHANNEL = "realtime-test";
const settle = () => new Promise((resolve) => setImmediate(resolve));
const body = (seq: number) => ({ seq });

let connection: FakeConnection;
/** The server's events, and the status of its refusal, if any. */
let server: { head: number; epoch: string; status?: number };
let received: number[];
let starts: number;

beforeEach(() => {
  connection = new FakeConnection();
  server = { head: 4, epoch: "a" };
  received = [];
  starts = 0;
});

const api = {
  get: async (_path: string, { after }: any = {}): Promise<any> => {
    if (server.status) throw Object.assign(new Error("gone"), { status: server.status });
    const seqs = Array.from({ length: server.head - after }, (_, index) => after + 1 + index);
    const events = seqs.map((seq) => ({ seq, event: "e", data: body(seq) }));
    return { head: server.head, epoch: server.epoch, more: false, events };
  },
};

function followed() {
  const onMessage = ({ seq }: { seq: number }) => received.push(seq);
  return follow(CHANNEL, onMessage, { api, connection, onStart: () => (starts += 1) });
}

function send(seq: number) {
  server.head = seq;
  connection.onMessage.emit(CHANNEL, "e", body(seq));
}

test("a feature receives what is sent after it starts, each message once", () => {
  followed();
  connection.connect();
  connection.confirm(CHANNEL, 4, "a");
  assert.equal(starts, 1);
  for (const seq of [5, 6, 6]) send(seq);
  assert.deepEqual(received, [5, 6]);
});

test("messages sent while the socket was away are read, in their order", async () => {
  followed();
  connection.connect();
  connection.confirm(CHANNEL, 4, "a");
  server.head = 6;
  connection.confirm(CHANNEL, 6, "a");
  send(7);
  await settle();
  assert.deepEqual([received, starts], [[5, 6, 7], 1]);
});

test("a hole between two messages is read before the later one", async () => {
  followed();
  connection.confirm(CHANNEL, 4, "a");
  send(6);
  await settle();
  assert.deepEqual(received, [5, 6]);
});

test("after a gap that cannot be read any more it starts again, and goes on", async () => {
  followed();
  connection.confirm(CHANNEL, 4, "a");
  server = { head: 9, epoch: "a", status: 410 };
  connection.onHeads.emit({ heads: { [CHANNEL]: 9 }, epoch: "a" });
  await settle();
  connection.onHeads.emit({ heads: { [CHANNEL]: 9 }, epoch: "a" });
  send(10);
  assert.deepEqual([received, starts], [[10], 2]);
});

test("after another epoch it starts again", () => {
  followed();
  connection.confirm(CHANNEL, 4, "a");
  for (let beat = 0; beat < 2; beat += 1) {
    connection.onHeads.emit({ heads: { [CHANNEL]: 1 }, epoch: "b" });
  }
  send(2);
  assert.deepEqual([received, starts], [[2], 2]);
});

test("a second follower of a channel starts with the next heads, and leaves the first one subscribed", () => {
  followed();
  connection.connect();
  connection.confirm(CHANNEL, 4, "a");
  const second = followed();
  assert.equal(second.isUpToDate(Date.now(), 0), false);
  connection.onHeads.emit({ heads: { [CHANNEL]: 4 }, epoch: "a" });
  assert.deepEqual([starts, second.isUpToDate(Date.now(), 0)], [2, true]);
  send(5);
  second.stop();
  assert.deepEqual(connection.channels, [CHANNEL]);
  send(6);
  assert.deepEqual(received, [5, 5, 6]);
});

test("the last follower to stop unsubscribes", () => {
  followed().stop();
  assert.deepEqual(connection.channels, []);
});

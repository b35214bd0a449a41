import assert from "node:assert/strict";
import { test } from "node:test";
import { Stream } from "../../../static/ts/realtime/stream.ts";

const settle = () => new Promise((resolve) => setImmediate(resolve));
const event = (seq: number) => ({ seq, event: "e", data: { seq } });

/** A stream of a server with `server.head` events. */
function streamOver(server: { head: number; epoch: string; status?: number; page?: number }) {
  const applied: number[] = [];
  const asked: number[] = [];
  const reloads: string[] = [];
  const fetchAfter = async (channel: string, after: number) => {
    asked.push(after);
    await settle();
    if (server.status) throw Object.assign(new Error("refused"), { status: server.status });
    const last = Math.min(server.head, after + (server.page ?? 500));
    const events = Array.from({ length: Math.max(0, last - after) }, (_, i) =>
      event(after + 1 + i),
    );
    return { channel, head: server.head, epoch: server.epoch, more: last < server.head, events };
  };
  const stream = new Stream("appointments", {
    fetchAfter,
    apply: (_channel, { seq }) => applied.push(seq),
    reload: (_channel, why) => reloads.push(why),
  });
  return { stream, applied, asked, reloads };
}

test("messages in order are applied at once", () => {
  const { stream, applied, asked } = streamOver({ head: 0, epoch: "a" });
  stream.reset(4, "a");
  [5, 6, 7].forEach((seq) => stream.receive(event(seq)));
  assert.deepEqual(applied, [5, 6, 7]);
  assert.deepEqual(asked, []);
  assert.equal(stream.behindSince, null);
});

test("a number that was applied is ignored", () => {
  const { stream, applied } = streamOver({ head: 0, epoch: "a" });
  stream.reset(4, "a");
  [5, 5, 4, 6].forEach((seq) => stream.receive(event(seq)));
  assert.deepEqual(applied, [5, 6]);
});

test("missing messages are read, and later ones applied once after them", async () => {
  const { stream, applied, asked } = streamOver({ head: 8, epoch: "a" });
  stream.reset(4, "a");
  stream.receive(event(7));
  assert.notEqual(stream.behindSince, null);
  await settle();
  await settle();
  assert.deepEqual(applied, [5, 6, 7, 8]);
  assert.deepEqual(asked, [4]);
  assert.equal(stream.behindSince, null);
});

test("messages during a load are applied after it, but for those that it contains", () => {
  const { stream, applied } = streamOver({ head: 0, epoch: "a" });
  stream.reset(4, "a");
  stream.pause();
  [5, 6, 7].forEach((seq) => stream.receive(event(seq)));
  assert.deepEqual(applied, []);
  stream.reset(6, "a");
  assert.deepEqual(applied, [7]);
  assert.equal(stream.applied, 7);
});

test("after a failed load the stream goes on from the last number", () => {
  const { stream, applied } = streamOver({ head: 0, epoch: "a" });
  stream.reset(4, "a");
  stream.pause();
  stream.receive(event(5));
  stream.resume();
  assert.deepEqual(applied, [5]);
});

test("a higher head is caught up, page by page", async () => {
  const { stream, applied, asked } = streamOver({ head: 9, epoch: "a", page: 2 });
  stream.reset(4, "a");
  stream.noteHead(9, "a");
  for (let i = 0; i < 6; i++) await settle();
  assert.deepEqual(applied, [5, 6, 7, 8, 9]);
  assert.deepEqual(asked, [4, 6, 8]);
});

test("an equal head needs no request", () => {
  const { stream, asked } = streamOver({ head: 4, epoch: "a" });
  stream.reset(4, "a");
  stream.noteHead(4, "a");
  assert.deepEqual(asked, []);
});

test("a lower head is checked: an old frame changes nothing, a restored database reloads", async () => {
  const server = { head: 4, epoch: "a" };
  const { stream, asked, reloads } = streamOver(server);
  stream.reset(4, "a");
  stream.noteHead(3, "a");
  await settle();
  await settle();
  assert.deepEqual([asked, reloads], [[4], []]);
  server.head = 2;
  stream.noteHead(2, "a");
  await settle();
  await settle();
  assert.deepEqual(reloads, ["head"]);
});

test("another epoch reloads the page's data", async () => {
  const { stream, reloads } = streamOver({ head: 4, epoch: "a" });
  stream.reset(4, "a");
  stream.noteHead(4, "b");
  assert.deepEqual(reloads, ["epoch"]);
});

test("deleted events reload the page's data", async () => {
  const { stream, reloads } = streamOver({ head: 9, epoch: "a", status: 410 });
  stream.reset(4, "a");
  await stream.catchUp();
  assert.deepEqual(reloads, ["gone"]);
});

test("catch-ups during a catch-up are coalesced into one after it", async () => {
  const { stream, asked } = streamOver({ head: 4, epoch: "a" });
  stream.reset(4, "a");
  const first = stream.catchUp();
  stream.catchUp();
  stream.catchUp();
  await first;
  assert.deepEqual(asked, [4, 4]);
});

test("the answer of a catch-up is dropped after a load", async () => {
  const { stream, applied, reloads } = streamOver({ head: 9, epoch: "a" });
  stream.reset(4, "a");
  const running = stream.catchUp();
  stream.pause();
  stream.reset(9, "a");
  await running;
  assert.deepEqual([applied, reloads, stream.applied], [[], [], 9]);
});

test("a head told during a load is caught up after it", async () => {
  const { stream, applied } = streamOver({ head: 6, epoch: "a" });
  stream.noteHead(6, "a");
  stream.reset(4, "a");
  await settle();
  await settle();
  assert.deepEqual(applied, [5, 6]);
});

test("without a number to start from, the stream starts at the first head", () => {
  const { stream, applied } = streamOver({ head: 0, epoch: "a" });
  stream.reset(null, null);
  stream.noteHead(12, "a");
  stream.receive(event(13));
  assert.deepEqual(applied, [13]);
});

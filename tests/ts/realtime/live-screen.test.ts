/** A public screen reads its snapshot again after each event, gap and poll, and knows how old it is. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { ApiError } from "../../../static/ts/core/api.ts";
import { LiveScreen } from "../../../static/ts/realtime/live-screen.ts";
import { FakeConnection } from "../fake-connection.ts";
import type { Head } from "../../../static/ts/realtime/connection.ts";

const CHANNEL = "private-opd-board.cardiology";
const EPOCH = "first";

let socket: FakeConnection;
let reads: number;
/** What the server answers. */
let answer: () => Promise<Head | null>;
let screen: LiveScreen;

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

async function pass(ms: number) {
  for (let gone = 0; gone < ms; gone += 100) {
    mock.timers.tick(100);
    await settled();
  }
}

function event(seq: number) {
  socket.onMessage.emit(CHANNEL, "board.updated", { seq, token: "OP-C-001" });
}

beforeEach(async () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  socket = new FakeConnection();
  reads = 0;
  answer = async () => ({ seq: 7, epoch: EPOCH });
  screen = new LiveScreen({
    socket,
    channel: CHANNEL,
    pollMs: 60_000,
    read: () => {
      reads += 1;
      return answer();
    },
  });
  socket.connect();
  await screen.start();
  socket.confirm(CHANNEL, 7, EPOCH);
  await pass(1_000);
});

test("it subscribes, and reads once", () => {
  assert.deepEqual(socket.channels, [CHANNEL]);
  assert.equal(reads, 1);
});

test("an event is read, and many events are read together", async () => {
  event(8);
  await settled();
  assert.equal(reads, 2);
  for (let seq = 9; seq < 60; seq++) event(seq);
  await pass(400);
  assert.equal(reads, 3);
});

test("an event during a read is read after it", async () => {
  let finish: (head: Head) => void = () => {};
  answer = () => new Promise((resolve) => (finish = resolve));
  event(8);
  await pass(300);
  event(9);
  await pass(300);
  assert.equal(reads, 2);
  finish({ seq: 8, epoch: EPOCH });
  await pass(300);
  assert.equal(reads, 3);
});

test("a gap that the heads show is read", async () => {
  socket.onHeads.emit({ heads: { [CHANNEL]: 9 }, epoch: EPOCH });
  await settled();
  assert.equal(reads, 2);
});

test("heads of another numbering are read", async () => {
  socket.onHeads.emit({ heads: { [CHANNEL]: 3 }, epoch: "restored" });
  await settled();
  assert.equal(reads, 2);
});

test("equal heads keep it current without a read", async () => {
  await pass(15_000);
  socket.onHeads.emit({ heads: { [CHANNEL]: 7 }, epoch: EPOCH });
  await pass(15_000);
  assert.equal(reads, 1);
  assert.equal(screen.behindSince(Date.now()), null);
});

test("without a comparison for 20 seconds it says since when", async () => {
  answer = () => Promise.reject(new ApiError(0, {}));
  socket.state = "unavailable";
  const last = Date.now() - 1_000;
  await pass(18_000);
  assert.equal(screen.behindSince(Date.now()), null);
  await pass(3_000);
  const since = screen.behindSince(Date.now());
  assert.ok(since !== null && Math.abs(since - last) <= 1_000);
});

test("without a socket it polls, and is current while the server answers", async () => {
  socket.state = "unavailable";
  await pass(30_000);
  assert.ok(reads >= 3);
  assert.equal(screen.behindSince(Date.now()), null);
});

test("a refusal is told, and at each poll again", async () => {
  const refusals: string[] = [];
  screen.onRefused.add((error) => refusals.push(error.message));
  answer = () => Promise.reject(new ApiError(403, { detail: "revoked" }));
  socket.state = "disconnected";
  socket.onEnded.emit();
  await settled();
  assert.deepEqual(refusals, ["revoked"]);
  await pass(61_000);
  assert.deepEqual(refusals, ["revoked", "revoked"]);
  assert.equal(socket.reopened, 0);
});

test("a socket that was closed for good is opened again if the screen is still shown", async () => {
  socket.state = "disconnected";
  socket.onEnded.emit();
  await settled();
  assert.equal(socket.reopened, 1);
});

test("a connected socket that is silent for 30 seconds is opened again", async () => {
  await pass(32_000);
  assert.equal(socket.reopened, 1);
});

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { QueueCalls } from "../../../static/ts/queue/calls.ts";
import { LiveQueue } from "../../../static/ts/queue/live-queue.ts";
import { FakeConnection } from "../fake-connection.ts";
import { queueEntry } from "./cast.ts";

const CHANNEL = "department.cardiology";
const ASKED = { department: "cardiology" };

let connection: FakeConnection;
let live: LiveQueue;
/** Of each read: its parameters. */
let reads: object[];
let seq: number;
/** The tokens that the server holds. */
let tokens: string[];

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date", "setInterval", "setTimeout"], now: 1_000_000 });
  connection = new FakeConnection();
  reads = [];
  seq = 4;
  tokens = ["OP-C-001"];
  const get = async (_path: string, params: object) => {
    reads.push(params);
    const entries = tokens.map((token) => queueEntry({ token }));
    return { heads: { [CHANNEL]: seq }, epoch: "a", date: "", rooms: [], earlier: [], entries };
  };
  live = new LiveQueue({ api: { get: get as any }, connection });
});

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** An event of the department: its queue is another one now. */
function arrives(...now: string[]) {
  seq += 1;
  tokens = now;
  connection.onMessage.emit(CHANNEL, "rooms.updated", { seq } as any);
}

function shown() {
  return live.queue?.entries.map((entry) => entry.extendedProps.appointment.token);
}

test("an event has the queue read again", async () => {
  await live.show(ASKED);
  connection.connect();
  connection.confirm(CHANNEL, seq, "a");
  assert.deepEqual(shown(), ["OP-C-001"]);
  arrives("OP-C-001", "OP-C-002");
  await settle();
  assert.deepEqual(shown(), ["OP-C-001", "OP-C-002"]);
  assert.equal(live.status.live, true);
});

test("of many events at once the queue is read twice, and shows the last", async () => {
  await live.show(ASKED);
  connection.connect();
  connection.confirm(CHANNEL, seq, "a");
  arrives("OP-C-002");
  await settle();
  arrives("OP-C-003");
  arrives("OP-C-004");
  arrives("OP-C-005");
  await settle();
  mock.timers.tick(200);
  await settle();
  assert.deepEqual(shown(), ["OP-C-005"]);
  assert.equal(reads.length, 3);
});

test("while another department is read, no queue is shown", async () => {
  await live.show(ASKED);
  const reading = live.show({ department: "eyes" });
  assert.equal(live.queue, null);
  await reading;
  assert.deepEqual(shown(), ["OP-C-001"]);
});

test("steps on another day's queue are confirmed, today's are not", async () => {
  const sent: any[] = [];
  const post = async (path: string, body: object) => void sent.push({ path, ...body });
  const calls = new QueueCalls({ post, delete: post } as any, live);
  await live.show(ASKED);
  await calls.step(queueEntry({ version: 3 }), "call", { room: 2 });
  await live.show({ ...ASKED, date: "2026-11-22" });
  await calls.step(queueEntry({ id: 8, version: 3 }), "skip");
  await calls.callNext({ room: 2 }, queueEntry({ version: 3 }));
  assert.deepEqual(sent, [
    { path: "/api/opd-appointments/7/token/", action: "call", version: 3, room: 2 },
    { path: "/api/appointments/8/token/", action: "skip", version: 3, confirm: true },
    {
      path: "/api/queues/cardiology/call-next/",
      room: 2,
      date: "2026-11-22",
      done: { id: "opd-7", version: 3 },
    },
  ]);
});

test("a priority is set on the version that the user saw, a day is closed by its date", async () => {
  const sent: any[] = [];
  const send = async (path: string, body: object) => (sent.push({ path, ...body }), { left: 3 });
  const calls = new QueueCalls({ post: send, patch: send } as any, live);
  await live.show({ ...ASKED, date: "2026-11-22" });
  await calls.setPriority(queueEntry({ version: 3 }), "elderly", "Is 84");
  await calls.setPriority(queueEntry({ id: 8, version: 5 }), "normal");
  assert.equal(await calls.closeDay(), 3);
  assert.deepEqual(sent, [
    { path: "/api/opd-appointments/7/", priority: "elderly", reason: "Is 84", version: 3 },
    { path: "/api/appointments/8/", priority: "normal", reason: "", version: 5 },
    { path: "/api/queues/cardiology/close/", date: "2026-11-22" },
  ]);
});

test("after a refused call the queue is read again", async () => {
  await live.show(ASKED);
  const post = () => Promise.reject(new Error("stale"));
  const calls = new QueueCalls({ post, delete: post } as any, live);
  await assert.rejects(calls.callNext({}));
  await settle();
  assert.equal(reads.length, 2);
});

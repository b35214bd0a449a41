import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { LiveQuery } from "../../../static/ts/realtime/live-query.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { STATUSES, WEEK, appointment } from "../cast.ts";
import { FakeConnection } from "../fake-connection.ts";

let connection: FakeConnection;
let live: LiveQuery;
/** The server's answer: events, an error to throw, or none. */
let answer: any;
let calls = 0;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date", "setInterval"], now: 1_000_000 });
  connection = new FakeConnection();
  calls = 0;
  const get = async (): Promise<any> => {
    calls += 1;
    if (answer instanceof Error) throw answer;
    return answer === HANGING
      ? HANGING
      : { heads: { appointments: 4 }, epoch: "a", events: answer };
  };
  live = new LiveQuery({
    api: { get },
    connection,
    store: new AppointmentStore(STATUSES),
    channels: ["appointments", "opd-appointments"],
  });
  live.start();
});

const HANGING = new Promise(() => {});
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Another week, whose load fails while the server is down. */
const NEXT_WEEK = {
  ...WEEK,
  start: "2026-11-30T00:00:00+00:00",
  end: "2026-12-07T00:00:00+00:00",
};

async function failNextWeek() {
  answer = [appointment()];
  await live.show(WEEK);
  answer = Object.assign(new Error("offline"), { status: 0 });
  mock.timers.tick(10_000);
  await live.show(NEXT_WEEK);
}

test("a failed query is not loaded and has no age", async () => {
  await failNextWeek();
  assert.equal(live.loaded, false);
  assert.equal(live.status.currentAt, null);
  await live.show({ ...WEEK });
  assert.equal(live.loaded, true);
  assert.equal(live.status.currentAt, 1_000_000);
});

test("a failed load is repeated when the page wakes", async () => {
  await failNextWeek();
  answer = [];
  live.wake();
  await settle();
  assert.equal(live.loaded, true);
});

test("a failed load is repeated when the socket connects", async () => {
  await failNextWeek();
  answer = [];
  connection.connect();
  await settle();
  assert.equal(live.loaded, true);
});

test("a hanging load is replaced when the page wakes", async () => {
  answer = HANGING;
  live.show(WEEK);
  live.wake();
  assert.equal(calls, 1);
  mock.timers.tick(6_000);
  answer = [];
  live.wake();
  await settle();
  assert.equal(live.loaded, true);
});

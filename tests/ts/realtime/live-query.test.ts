import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { ApiError } from "../../../static/ts/core/api.ts";
import { LiveQuery } from "../../../static/ts/realtime/live-query.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { STATUSES, WEEK, appointment, message } from "../cast.ts";
import { FakeConnection } from "../fake-connection.ts";

let connection: FakeConnection;
let store: AppointmentStore;
let live: LiveQuery;
/** What the server answers, by path: a value, or an error to throw. */
let answers: Map<string, any>;
let calls: string[];

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date", "setInterval"], now: 1_000_000 });
  connection = new FakeConnection();
  store = new AppointmentStore(STATUSES);
  answers = new Map();
  calls = [];
  const get = async (path: string) => {
    calls.push(path);
    const answer = answers.get(path);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  live = new LiveQuery({
    api: { get },
    connection,
    store,
  });
  live.start();
});

function serverHolds(seq: number, events: any[], epoch = "a") {
  answers.set("/api/calendar/", { heads: { appointments: seq }, epoch, events });
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("loaded, connected and subscribed is live", async () => {
  serverHolds(4, [appointment()]);
  await live.show(WEEK);
  assert.deepEqual(connection.channels, ["appointments"]);
  assert.equal(live.status.live, false);
  connection.connect();
  assert.equal(live.status.live, false);
  connection.confirm("appointments", 4, "a");
  assert.equal(live.status.live, true);
  assert.equal(live.status.connectedAt, 1_000_000);
});

test("twenty seconds of silence is not live, thirty open the socket anew", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  connection.connect();
  connection.confirm("appointments", 4, "a");
  mock.timers.tick(20_000);
  assert.equal(live.status.live, true);
  mock.timers.tick(1_000);
  assert.equal(live.status.live, false);
  assert.equal(connection.reopened, 0);
  mock.timers.tick(10_000);
  assert.equal(connection.reopened, 1);
});

test("what was missed between load and subscription is caught up", async () => {
  serverHolds(4, [appointment()]);
  await live.show(WEEK);
  connection.connect();
  const missed = message(appointment({ version: 2, status: "CHECKED_IN" }), 5);
  answers.set("/api/channels/appointments/events/", {
    head: 5,
    epoch: "a",
    more: false,
    events: [{ seq: 5, event: "appointment.updated", data: missed }],
  });
  connection.confirm("appointments", 5, "a");
  await settle();
  assert.equal(store.get(1)?.status, "CHECKED_IN");
  assert.equal(live.status.live, true);
});

test("an event that arrives during a load is applied after it", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  serverHolds(4, [appointment()]);
  const loading = live.refresh();
  const told = message(appointment({ version: 2, status: "CHECKED_IN" }), 5);
  connection.onMessage.emit("appointments", "appointment.updated", told);
  await loading;
  assert.equal(store.get(1)?.status, "CHECKED_IN");
});

test("a refresh asked for during a refresh runs once afterwards", async () => {
  serverHolds(4, []);
  const first = live.show(WEEK);
  live.refresh();
  live.refresh();
  await first;
  assert.equal(calls.filter((path) => path === "/api/calendar/").length, 2);
});

test("another epoch loads the page's data anew", async () => {
  serverHolds(4, [appointment({ version: 9 })]);
  await live.show(WEEK);
  connection.connect();
  serverHolds(1, [appointment({ version: 2 })], "b");
  connection.onHeads.emit({ heads: { appointments: 1 }, epoch: "b" });
  await settle();
  assert.equal(store.get(1)?.extendedProps.appointment.version, 2);
});

test("polls every 15 s while not live and every 5 min while live", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  calls.length = 0;
  mock.timers.tick(15_000);
  await settle();
  assert.equal(calls.length, 1);
  connection.connect();
  connection.confirm("appointments", 4, "a");
  for (let second = 0; second < 299; second += 10) {
    mock.timers.tick(10_000);
    connection.onHeads.emit({ heads: { appointments: 4 }, epoch: "a" });
    await settle();
  }
  assert.equal(calls.length, 2);
});

test("a session that ended is said once, and its return opens the socket anew", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  const said: boolean[] = [];
  live.session.onSignedOut.add((ended) => said.push(ended));
  connection.onEnded.emit(4009);
  connection.onEnded.emit(4009);
  assert.equal(live.status.live, false);
  await live.reconnect();
  assert.deepEqual(said, [true, false]);
  assert.equal(connection.reopened, 1);
});

test("a range too wide to list is followed by its channels all the same", async () => {
  answers.set("/api/calendar/", new ApiError(400, { code: "too_many" }));
  let told = 0;
  live.onTooMany.add(() => (told += 1));
  await live.show(WEEK);
  assert.equal(told, 1);
  assert.deepEqual(connection.channels, ["appointments", "opd-appointments"]);
});

test("channels no longer named are left", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  answers.set("/api/calendar/", { heads: { "doctor-schedule.1": 2 }, epoch: "a", events: [] });
  await live.show({ ...WEEK, doctor: [1] });
  assert.deepEqual(connection.channels, ["doctor-schedule.1"]);
});

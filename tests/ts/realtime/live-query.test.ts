import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { LiveQuery } from "../../../static/ts/realtime/live-query.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { STATUSES, WEEK, appointment, message } from "../cast.ts";
import { FakeConnection } from "../fake-connection.ts";

/** Of a user who is not limited to departments. */
const ALL = ["appointments", "opd-appointments"];

let connection: FakeConnection;
let store: AppointmentStore;
let live: LiveQuery;
/** The server's answers by path: a value, or an error to throw. */
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
    channels: ALL,
  });
  live.start();
});

/** Of a user who is limited to a department. */
function limited() {
  const get = async (path: string) => {
    const answer = answers.get(path);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const channels = ["department.cardiology"];
  return new LiveQuery({ api: { get }, connection, store, channels });
}

function serverHolds(seq: number, events: any[], epoch = "a") {
  answers.set("/api/calendar/", { heads: { appointments: seq }, epoch, events });
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("the page is live when it is loaded, connected and subscribed", async () => {
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

test("after 20 s of silence the page is not live, after 30 s the socket is opened again", async () => {
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

test("messages between load and subscription are caught up", async () => {
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

test("a message during a load is applied after it", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  serverHolds(4, [appointment()]);
  const loading = live.refresh();
  const body = message(appointment({ version: 2, status: "CHECKED_IN" }), 5);
  connection.onMessage.emit("appointments", "appointment.updated", body);
  await loading;
  assert.equal(store.get(1)?.status, "CHECKED_IN");
});

test("refreshes during a refresh are coalesced into one after it", async () => {
  serverHolds(4, []);
  const first = live.show(WEEK);
  live.refresh();
  live.refresh();
  await first;
  assert.equal(calls.filter((path) => path === "/api/calendar/").length, 2);
});

test("another epoch reloads the data", async () => {
  serverHolds(4, [appointment({ version: 9 })]);
  await live.show(WEEK);
  connection.connect();
  serverHolds(1, [appointment({ version: 2 })], "b");
  connection.onHeads.emit({ heads: { appointments: 1 }, epoch: "b" });
  await settle();
  assert.equal(store.get(1)?.extendedProps.appointment.version, 2);
});

test("the query is polled every 15 s, and every 5 min while live", async () => {
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

test("the end of a session is emitted once, and signing in opens the socket again", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  const emitted: boolean[] = [];
  live.session.onSignedOut.add((ended) => emitted.push(ended));
  connection.onEnded.emit();
  connection.onEnded.emit();
  assert.equal(live.status.live, false);
  await live.reconnect();
  assert.deepEqual(emitted, [true, false]);
  assert.equal(connection.reopened, 1);
});

test("the channels of a query that is too wide to list are followed", async () => {
  answers.set("/api/calendar/", Object.assign(new Error("too many"), { code: "too_many" }));
  let emitted = 0;
  live.onTooMany.add(() => (emitted += 1));
  await live.show(WEEK);
  assert.equal(emitted, 1);
  assert.deepEqual(connection.channels, ["appointments", "opd-appointments"]);
});

test("a user who is limited to departments follows their channels", async () => {
  answers.set("/api/calendar/", Object.assign(new Error("too many"), { code: "too_many" }));
  await limited().show(WEEK);
  assert.deepEqual(connection.channels, ["department.cardiology"]);
});

test("an appointment that leaves the user's departments is removed", async () => {
  const heads = { "department.cardiology": 4 };
  answers.set("/api/calendar/", { heads, epoch: "a", events: [appointment()] });
  await limited().show(WEEK);
  const moved = { ...message(appointment({ version: 2 }), 5), departments: ["eyes"] };
  connection.onMessage.emit("department.cardiology", "appointment.updated", moved);
  assert.equal(store.size, 0);
  const back = { ...message(appointment({ version: 3 }), 6), departments: ["cardiology", "eyes"] };
  connection.onMessage.emit("department.cardiology", "appointment.updated", back);
  assert.equal(store.size, 1);
});

test("when a channel is no longer the user's, the page follows those of now", async () => {
  const heads = { "department.cardiology": 4 };
  answers.set("/api/calendar/", { heads, epoch: "a", events: [] });
  const page = limited();
  await page.show(WEEK);
  answers.set("/api/calendar/", { heads: { "department.eyes": 2 }, epoch: "a", events: [] });
  connection.onEnded.emit();
  await settle();
  assert.deepEqual(connection.channels, ["department.cardiology"]);
  mock.timers.setTime(1_000_000 + 15_000);
  connection.onEnded.emit();
  await settle();
  assert.deepEqual(connection.channels, ["department.eyes"]);
  assert.equal(page.session.signedOut, false);
});

test("channels of the former query are left", async () => {
  serverHolds(4, []);
  await live.show(WEEK);
  answers.set("/api/calendar/", { heads: { "doctor-schedule.1": 2 }, epoch: "a", events: [] });
  await live.show({ ...WEEK, doctor: [1] });
  assert.deepEqual(connection.channels, ["doctor-schedule.1"]);
});

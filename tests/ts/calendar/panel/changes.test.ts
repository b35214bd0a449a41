import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeState,
  reschedule,
  type Work,
} from "../../../../static/ts/calendar/panel/changes.ts";
import { dragRescheduler } from "../../../../static/ts/calendar/reschedule-by-drag.ts";
import { AppointmentApi } from "../../../../static/ts/appointment/api.ts";
import { AppointmentStore } from "../../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../../static/ts/core/clock.ts";
import { STATUSES, OTHER_DOCTOR, WEEK, appointment, message } from "../../cast.ts";

const clock = new Clock("UTC", "en-GB");
const NOON = { start: "2026-11-23T12:00:00+00:00", end: "2026-11-23T12:30:00+00:00" };
const STALE = "Not moved. Someone else changed this appointment. Check it and try again.";

/**
 * A desk and its server with one appointment, of which only the newest version can be changed.
 * `told`: the toasts and notes shown; `elsewhere`: another desk checks the patient in.
 */
function desk() {
  const store = new AppointmentStore(STATUSES);
  let now = appointment();
  store.applySnapshot([now], WEEK);
  const told: any[] = [];
  const change = async ({ version, status, start, end, doctor }: any) => {
    const held = now.extendedProps.appointment;
    if (version !== held.version) {
      throw Object.assign(new Error(), { code: "stale", body: { current: now } });
    }
    now = appointment({
      version: version + 1,
      status: status ?? now.status,
      start: start ?? now.start,
      end: end ?? now.end,
      doctor: doctor ? OTHER_DOCTOR : held.doctor,
    });
    return now;
  };
  const send = (_path: string, body: any) => change(body);
  const appointments = new AppointmentApi({ post: send, patch: send } as any, store);
  const tell = (text: string, actions: any[] = []) => {
    told.push({ text, actions });
  };
  const elsewhere = async () => {
    now = await change({ version: now.extendedProps.appointment.version, status: "CHECKED_IN" });
    store.applyMessage(message(now));
  };
  return {
    store,
    appointments,
    tell,
    told,
    elsewhere,
    drag: dragRescheduler({ appointments, clock, tell }),
  };
}

function work({ appointments, tell, store }: ReturnType<typeof desk>): Work {
  return {
    event: () => store.get(1) as any,
    appointments,
    clock,
    statuses: STATUSES,
    doctors: [],
    mayReschedule: () => true,
    draft: { reason: "", by: "patient", reschedule: false, correction: false },
    say: (text, _kind, actions) => tell(text, actions),
    tell,
    refresh: async () => {},
  };
}

const nothing = () => {};

test("a change of status names its patient, and its undo is for the same appointment", async () => {
  const one = desk();
  const panel = work(one);
  let shown = one.store.get(1) as any;
  const bound = {
    ...panel,
    event: () => shown,
    refresh: async () => {
      shown = appointment({ id: 2, name: "Somebody Else" });
    },
  };
  await changeState(bound, "CHECKED_IN", undefined, nothing);
  const { text, actions } = one.told.at(-1);
  assert.equal(text, "E. Novak: checked_in");
  await actions[0].run();
  assert.equal(one.told.at(-1).text, "Check-in undone for E. Novak");
  assert.equal(one.store.get(1)?.status, "SCHEDULED");
});

test("an undo by its button names what it undid, a late arrival its new state", async () => {
  const one = desk();
  const states = ["NO_SHOW", "SCHEDULED", "NO_SHOW", "CHECKED_IN", "IN_PROGRESS", "CHECKED_IN"];
  for (const state of states) await changeState(work(one), state, undefined, nothing);
  const told = one.told.map(({ text }) => text).filter(Boolean);
  assert.deepEqual(told, [
    "E. Novak: no_show",
    "No-show undone for E. Novak",
    "E. Novak: no_show",
    "E. Novak: checked_in",
    "E. Novak: in_progress",
    "Start undone for E. Novak",
  ]);
});

test("who has not left after all is checked in again by the toast", async () => {
  const one = desk();
  await changeState(work(one), "CHECKED_IN", undefined, nothing);
  await changeState(work(one), "LEFT", undefined, nothing);
  await one.told.at(-1).actions[0].run();
  assert.equal(one.told.at(-1).text, "“Left” undone for E. Novak");
  assert.equal(one.store.get(1)?.status, "CHECKED_IN");
});

test("a transition that cannot be undone offers no undo", async () => {
  const one = desk();
  await changeState(work(one), "IN_PROGRESS", undefined, nothing);
  await changeState(work(one), "COMPLETED", undefined, nothing);
  await changeState(work(one), "LEFT", undefined, nothing);
  const offered = one.told.filter(({ text }) => text).map(({ actions }) => actions.length);
  assert.deepEqual(offered, [0, 1, 0]);
});

test("a refused form keeps its input; one that came too late is done", async () => {
  const one = desk();
  const before = appointment();
  await one.elsewhere();
  let settled = false;
  const late = { ...work(one), event: () => before };
  await changeState(late, "IN_PROGRESS", undefined, () => (settled = true));
  assert.equal(settled, true);
  settled = false;
  await reschedule({ ...late }, NOON, {
    settled: () => (settled = true),
    askReason: nothing,
    take: nothing,
  });
  assert.deepEqual([settled, one.told.at(-1).text], [false, STALE]);
});

test("a drag names the patient it moved, and can be undone after own later changes", async () => {
  const one = desk();
  await one.drag(appointment(), { ...NOON, doctor: 2 }, nothing);
  const { text, actions } = one.told.at(-1);
  assert.equal(text, `E. Novak: Moved to Dr. Brandt, ${clock.span(NOON.start, NOON.end)}.`);
  await changeState(work(one), "CHECKED_IN", undefined, nothing);
  await actions[0].run();
  assert.equal(one.told.at(-1).text, "E. Novak: Moved back.");
  const { start, status } = one.store.get(1) as any;
  assert.deepEqual([start, status], [appointment().start, "CHECKED_IN"]);
});

test("an undo is refused after another desk's change", async () => {
  const one = desk();
  await one.drag(appointment(), NOON, nothing);
  const undo = one.told.at(-1).actions[0];
  await one.elsewhere();
  await undo.run();
  assert.equal(one.told.at(-1).text, `E. Novak: ${STALE}`);
  assert.equal(one.store.get(1)?.start, NOON.start);
});

test("own changes keep the version of appointments that the page no longer shows", async () => {
  const { store, appointments } = desk();
  const held = await appointments.changeStatus(appointment(), "CANCELLED");
  assert.equal(store.get(1), undefined);
  assert.equal(appointments.newest(appointment()).extendedProps.appointment.version, 2);
  await appointments.changeStatus(held, "SCHEDULED");
  assert.equal(store.get(1)?.extendedProps.appointment.version, 3);
});

test("an appointment of another day is asked about in the panel, and goes on when confirmed", async () => {
  const one = desk();
  const sent: any[] = [];
  const post = async (_path: string, body: any) => {
    sent.push(body);
    if (!body.confirm) {
      throw Object.assign(new Error("Booked for Monday 23 November."), { code: "other_day" });
    }
    return appointment({ version: 2, status: body.status });
  };
  const panel = work({ ...one, appointments: new AppointmentApi({ post } as any, one.store) });
  await changeState(panel, "CHECKED_IN", undefined, nothing);

  const [question] = one.told;
  assert.equal(question.text, "Booked for Monday 23 November.");
  assert.deepEqual(
    question.actions.map(({ label }: any) => label),
    ["Continue anyway"],
  );
  await question.actions[0].run();
  assert.deepEqual(
    sent.map(({ status, confirm }) => [status, confirm]),
    [
      ["CHECKED_IN", undefined],
      ["CHECKED_IN", true],
    ],
  );
  assert.equal(one.store.get(1)?.status, "CHECKED_IN");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../../static/ts/core/api.ts";
import {
  changeState,
  reschedule,
  type Work,
} from "../../../../static/ts/calendar/panel/changes.ts";
import { dragging } from "../../../../static/ts/calendar/drag.ts";
import { Visits } from "../../../../static/ts/appointment/api.ts";
import { Store } from "../../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../../static/ts/core/clock.ts";
import { OTHER_DOCTOR, WEEK, appointment, message } from "../../cast.ts";

const clock = new Clock("UTC", "en-GB");
const NOON = { start: "2026-11-23T12:00:00+00:00", end: "2026-11-23T12:30:00+00:00" };
const STALE = "Not moved. Someone else changed this appointment. Check it and try again.";

/**
 * A server with one appointment that takes the newest version only, a desk's verbs on it, and
 * what the desk is told.
 */
function desk() {
  const store = new Store();
  let now = appointment();
  store.applySnapshot([now], WEEK);
  const told: any[] = [];
  const change = async ({ version, status, start, end, doctor }: any) => {
    const held = now.extendedProps.appointment;
    if (version !== held.version) {
      throw new ApiError(409, { code: "stale", current: now });
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
  const visits = new Visits({ post: send, patch: send } as any, store);
  const tell = (text: string, actions: any[] = []) => {
    told.push({ text, actions });
  };
  const elsewhere = async () => {
    now = await change({ version: now.extendedProps.appointment.version, status: "CHECKED_IN" });
    store.applyMessage(message(now));
  };
  return { store, visits, tell, told, elsewhere, drag: dragging({ visits, clock, tell }) };
}

function work({ visits, tell, store }: ReturnType<typeof desk>): Work {
  return {
    event: () => store.get(1) as any,
    visits,
    clock,
    stateLabel: (state) => state,
    doctors: [],
    mayMove: () => true,
    draft: { reason: "", by: "patient", place: false, correction: false },
    say: (text, _kind, actions) => tell(text, actions),
    tell,
    refresh: async () => {},
  };
}

const nothing = () => {};

test("a change of state names its own patient, and is undone on its own appointment", async () => {
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
  assert.equal(text, "E. Novak: CHECKED_IN");
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
    "E. Novak: NO_SHOW",
    "No-show undone for E. Novak",
    "E. Novak: NO_SHOW",
    "E. Novak: CHECKED_IN",
    "E. Novak: IN_PROGRESS",
    "Start undone for E. Novak",
  ]);
});

test("what cannot be taken back offers no undo", async () => {
  const one = desk();
  await changeState(work(one), "IN_PROGRESS", undefined, nothing);
  await changeState(work(one), "COMPLETED", undefined, nothing);
  await changeState(work(one), "LEFT", undefined, nothing);
  const offered = one.told.filter(({ text }) => text).map(({ actions }) => actions.length);
  assert.deepEqual(offered, [0, 1, 0]);
});

test("a form that is refused keeps what is typed, one that came too late has had its answer", async () => {
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
    askWhy: nothing,
    take: nothing,
  });
  assert.deepEqual([settled, one.told.at(-1).text], [false, STALE]);
});

test("a drag says whom it moved, and is undone over one's own later changes", async () => {
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

test("where another desk came in between, the undo is refused", async () => {
  const one = desk();
  await one.drag(appointment(), NOON, nothing);
  const undo = one.told.at(-1).actions[0];
  await one.elsewhere();
  await undo.run();
  assert.equal(one.told.at(-1).text, `E. Novak: ${STALE}`);
  assert.equal(one.store.get(1)?.start, NOON.start);
});

test("own changes are followed for what the page no longer shows, too", async () => {
  const { store, visits } = desk();
  const held = await visits.changeStatus(appointment(), "CANCELLED");
  assert.equal(store.get(1), undefined);
  assert.equal(visits.newest(appointment()).extendedProps.appointment.version, 2);
  await visits.changeStatus(held, "SCHEDULED");
  assert.equal(store.get(1)?.extendedProps.appointment.version, 3);
});

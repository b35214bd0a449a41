import assert from "node:assert/strict";
import { test } from "node:test";
import { dragRescheduler } from "../../../static/ts/calendar/reschedule-by-drag.ts";
import { overbookOffer } from "../../../static/ts/appointment/overbooking.ts";
import { AppointmentApi } from "../../../static/ts/appointment/api.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { STATUSES, WEEK, appointment } from "../cast.ts";

const clock = new Clock("UTC", "en-GB");
const NOON = { start: "2026-11-23T12:00:00+00:00", end: "2026-11-23T12:30:00+00:00" };
const WHY = { start: NOON.start, overbook: true };

/** A refusal with conflicts of these patients. */
function refusedBy(...patients: number[]) {
  const conflicts = patients.map((id) => {
    const event = appointment({ id: 90 + id });
    event.extendedProps.patient.id = id;
    return event;
  });
  return Object.assign(new Error("Taken."), { code: "clash", body: { conflicts } });
}

/** The offers for an appointment of patient 5. */
function offered(error: any, { wanted = {}, may = true } = {}) {
  const nothing = () => {};
  const mayOverbook = () => may;
  const parts = { clock, send: async () => {}, fail: nothing, tooLate: nothing, mayOverbook };
  return overbookOffer(error, appointment(), wanted, parts).map(({ label }) => label);
}

test("overbooking is offered for a taken time only with the right", () => {
  assert.deepEqual(offered(refusedBy(6, 7)), ["Overbook…"]);
  assert.deepEqual(offered(refusedBy(6), { may: false }), []);
});

test("it is not offered over the patient's own appointment, twice, or for other refusals", () => {
  assert.deepEqual(offered(refusedBy(6, 5)), []);
  assert.deepEqual(offered(refusedBy(6), { wanted: WHY }), []);
  assert.deepEqual(offered({ code: "closed", body: {} }), []);
  assert.deepEqual(offered({ code: "offline", body: {} }), []);
});

test("a drag onto a taken time is reverted and offers overbooking", async () => {
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([appointment()], WEEK);
  const patch = async () => Promise.reject(refusedBy(6));
  const appointments = new AppointmentApi({ patch } as any, store);
  const labels: string[] = [];
  const tell = (_text: string, actions: any[] = []) =>
    void labels.push(...actions.map(({ label }) => label));
  let back = false;
  const drag = dragRescheduler({ appointments, clock, tell, mayOverbook: () => true });
  await drag(appointment(), NOON, () => (back = true));
  assert.deepEqual([back, labels], [true, ["Overbook…"]]);
});

test("undoing a drag from an overbooked time overbooks again, with a reason and the right", async () => {
  for (const [may, again] of [
    [true, { overbook: true, reason: "Moved back." }],
    [false, {}],
  ] as [boolean, object][]) {
    const store = new AppointmentStore(STATUSES);
    const before = appointment();
    before.extendedProps.appointment.overbooked = true;
    store.applySnapshot([before], WEEK);
    const sent: any[] = [];
    const patch = async (_path: string, body: any) => {
      sent.push(body);
      return appointment({ start: body.start, end: body.end, version: body.version + 1 });
    };
    const appointments = new AppointmentApi({ patch } as any, store);
    const offers: any[] = [];
    const tell = (_text: string, actions: any[] = []) => void offers.push(...actions);
    await dragRescheduler({ appointments, clock, tell, mayOverbook: () => may })(
      before,
      NOON,
      () => {},
    );
    await offers[0].run();
    const { start, end } = before;
    assert.deepEqual(sent.at(-1), { start, end, doctor: undefined, version: 2, ...again });
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { dragging } from "../../../static/js/calendar/drag.js";
import { overbookOffer } from "../../../static/js/calendar/overbooking.js";
import { Visits } from "../../../static/js/calendar/visits.js";
import { Store } from "../../../static/js/store.js";
import { Clock } from "../../../static/js/time.js";
import { WEEK, appointment } from "../cast.js";

const clock = new Clock("UTC", "en-GB");
const NOON = { start: "2026-11-23T12:00:00+00:00", end: "2026-11-23T12:30:00+00:00" };
const WHY = { start: NOON.start, overbook: true };

/** A refusal with these in the way. */
function refusedBy(/** @type {number[]} */ ...patients) {
  const conflicts = patients.map((id) => {
    const event = appointment({ id: 90 + id });
    event.extendedProps.patient.id = id;
    return event;
  });
  return Object.assign(new Error("Taken."), { code: "clash", body: { conflicts } });
}

/** What is offered for an appointment of patient 5. */
function offered(/** @type {any} */ error, { wanted = {}, may = true } = {}) {
  const parts = { clock, send: async () => {}, fail: () => {}, mayOverbook: () => may };
  return overbookOffer(error, appointment(), wanted, parts).map(({ label }) => label);
}

test("whoever may is offered to give a doctor's taken time twice, nobody else is", () => {
  assert.deepEqual(offered(refusedBy(6, 7)), ["Overbook…"]);
  assert.deepEqual(offered(refusedBy(6), { may: false }), []);
});

test("it is not offered over the patient's own time, where it was refused, or where all is closed", () => {
  assert.deepEqual(offered(refusedBy(6, 5)), []);
  assert.deepEqual(offered(refusedBy(6), { wanted: WHY }), []);
  assert.deepEqual(offered({ code: "closed", body: {} }), []);
  assert.deepEqual(offered({ code: "offline", body: {} }), []);
});

test("a drag onto taken time goes back and offers it", async () => {
  const store = new Store();
  store.applySnapshot([appointment()], WEEK);
  const patch = async () => Promise.reject(refusedBy(6));
  const visits = new Visits(/** @type {any} */ ({ patch }), store);
  /** @type {string[]} */
  const labels = [];
  const tell = (/** @type {string} */ _text, /** @type {any[]} */ actions = []) =>
    void labels.push(...actions.map(({ label }) => label));
  let back = false;
  const drag = dragging({ visits, clock, tell, mayOverbook: () => true });
  await drag(appointment(), NOON, () => (back = true));
  assert.deepEqual([back, labels], [true, ["Overbook…"]]);
});

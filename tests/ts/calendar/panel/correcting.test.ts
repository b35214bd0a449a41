import assert from "node:assert/strict";
import { test } from "node:test";
import {
  correct,
  corrected,
  endAfter,
  isContested,
  textsOf,
} from "../../../../static/ts/calendar/panel/correcting.ts";
import { AppointmentApi } from "../../../../static/ts/appointment/api.ts";
import { canEdit, canReschedule } from "../../../../static/ts/core/config.ts";
import { AppointmentStore } from "../../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../../static/ts/core/clock.ts";
import { STATUSES, WEEK, appointment } from "../../cast.ts";

const clock = new Clock("UTC", "en-GB");
const LONG = { id: 2, name: "Consultation", minutes: 45 };

/** An appointment with these fields. */
function saying(texts: object, change?: object) {
  const event = appointment(change);
  Object.assign(event.extendedProps.appointment, texts);
  return event;
}

/** A desk whose server accepts every change, or throws `refusal`. `told`: the toasts and notes shown. */
function desk(refusal: any) {
  const store = new AppointmentStore(STATUSES);
  let now = saying({ notes: "Old" });
  store.applySnapshot([now], WEEK);
  const sent: any[] = [];
  const told: any[] = [];
  const patch = async (_path: string, body: any) => {
    sent.push(body);
    if (refusal) throw refusal;
    const { version, end, complaint, notes } = body;
    now = saying(
      { complaint: complaint ?? "Cough", notes: notes ?? "Old" },
      { version: version + 1, end },
    );
    return now;
  };
  const tell = (text: string, actions: any[] = []) => void told.push({ text, actions });
  const work: any = {
    event: () => now,
    appointments: new AppointmentApi({ patch } as any, store),
    clock,
    mayOverbook: () => false,
    say: (text: string, _kind: string, actions: any[]) => text && tell(text, actions),
    tell,
    refresh: async () => {},
  };
  return { work, sent, told, now: () => now };
}

const form = { settled: () => {}, refused: () => {}, take: () => {} };

test("only changed fields are sent", () => {
  const before = textsOf(saying({ notes: "One\r\ntwo", visit_type: LONG }));
  assert.deepEqual(before, { complaint: "Cough", notes: "One\ntwo", visit_type: 2 });
  assert.deepEqual(corrected(before, { ...before }), {});
  assert.deepEqual(corrected(before, { ...before, complaint: "Fever", visit_type: null }), {
    complaint: "Fever",
    visit_type: null,
  });
});

test("a correction conflicts with another desk's correction of the same field, not with a check-in", () => {
  const before = saying({ notes: "" });
  const checkedIn = saying({ notes: "" }, { version: 2, status: "CHECKED_IN" });
  const noted = saying({ notes: "Allergic" }, { version: 2 });
  assert.equal(isContested({ notes: "Typed" }, before, checkedIn), false);
  assert.equal(isContested({ notes: "Typed" }, before, noted), true);
  assert.equal(isContested({ complaint: "Typed" }, before, noted), false);
});

test("a visit type ends its own length after the start", () => {
  assert.equal(endAfter(appointment(), LONG.minutes, clock), "2026-11-23T10:45:00+00:00");
});

test("a correction names its patient, and its undo restores only the corrected fields", async () => {
  const { work, sent, told } = desk(null);
  const before = work.event();
  const end = "2026-11-23T10:45:00+00:00";
  await correct(work, before, { complaint: "Fever", visit_type: 2, end }, form);
  assert.equal(told.at(-1).text, "E. Novak: Saved.");
  await told.at(-1).actions[0].run();
  assert.deepEqual(sent, [
    { complaint: "Fever", visit_type: 2, end, version: 1 },
    { complaint: "Cough", visit_type: null, end: before.end, version: 2 },
  ]);
  assert.equal(told.at(-1).text, "E. Novak: Change undone.");
});

test("undoing the length of an overbooked appointment overbooks again, with a reason, if the user may", async () => {
  const end = "2026-11-23T10:45:00+00:00";
  const former = { end: "2026-11-23T10:30:00+00:00", version: 2 };
  for (const [may, again] of [
    [true, { overbook: true, reason: "Change undone." }],
    [false, {}],
  ] as [boolean, object][]) {
    const { work, sent, told } = desk(null);
    const before = saying({ overbooked: true });
    await correct({ ...work, mayOverbook: () => may }, before, { end }, form);
    await told.at(-1).actions[0].run();
    assert.deepEqual(sent.at(-1), { ...former, ...again });
  }
});

test("undoing a text of an overbooked appointment does not overbook again", async () => {
  const { work, sent, told } = desk(null);
  const before = saying({ overbooked: true });
  await correct({ ...work, mayOverbook: () => true }, before, { complaint: "Fever" }, form);
  await told.at(-1).actions[0].run();
  assert.deepEqual(sent.at(-1), { complaint: "Cough", version: 2 });
});

test("a refused correction shows the reason and the times that the server offers", async () => {
  const offer = { start: "2026-11-24T11:15:00Z", end: "2026-11-24T12:00:00Z" };
  const body = { next_free: [offer] };
  const { work, told } = desk(Object.assign(new Error("Taken."), { code: "clash", body }));
  const taken: any[] = [];
  let refused = false;
  await correct(
    work,
    work.event(),
    { visit_type: 2 },
    { ...form, refused: () => (refused = true), take: (times) => taken.push(times) },
  );
  const { text, actions } = told.at(-1);
  actions[0].run();
  assert.deepEqual([text, refused, taken], ["Not saved. Taken.", true, [offer]]);
});

test("users who may reschedule can correct in every status, and reschedule before the visit starts", () => {
  const config: any = { user: { can: ["reschedule"] } };
  const may = (who: any, change: object) => [
    canEdit(who)(appointment(change)),
    canReschedule(who, STATUSES)(appointment(change)),
  ];
  assert.deepEqual(may(config, {}), [true, true]);
  assert.deepEqual(may(config, { status: "COMPLETED" }), [true, false]);
  assert.deepEqual(may(config, { kind: "opd" }), [false, false]);
  assert.deepEqual(may({ user: { can: [] } }, {}), [false, false]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../../static/ts/core/api.ts";
import {
  correct,
  corrected,
  endAfter,
  isContested,
  textsOf,
} from "../../../../static/ts/calendar/panel/correcting.ts";
import { Visits } from "../../../../static/ts/appointment/api.ts";
import { corrector, mover } from "../../../../static/ts/core/config.ts";
import { Store } from "../../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../../static/ts/core/clock.ts";
import { WEEK, appointment } from "../../cast.ts";

const clock = new Clock("UTC", "en-GB");
const LONG = { id: 2, name: "Consultation", minutes: 45 };

/** An appointment that says this of itself. */
function saying(texts: object, change?: object) {
  const event = appointment(change);
  Object.assign(event.extendedProps.appointment, texts);
  return event;
}

/** A desk whose server takes what it is sent, or throws `refusal`; what was sent, what was said. */
function desk(refusal: ApiError | null) {
  const store = new Store();
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
    visits: new Visits({ patch } as any, store),
    clock,
    mayOverbook: () => false,
    say: (text: string, _kind: string, actions: any[]) => text && tell(text, actions),
    tell,
    refresh: async () => {},
  };
  return { work, sent, told, now: () => now };
}

const form = { settled: () => {}, refused: () => {}, take: () => {} };

test("only what is typed otherwise than it was is asked for", () => {
  const before = textsOf(saying({ notes: "One\r\ntwo", visit_type: LONG }));
  assert.deepEqual(before, { complaint: "Cough", notes: "One\ntwo", visit_type: 2 });
  assert.deepEqual(corrected(before, { ...before }), {});
  assert.deepEqual(corrected(before, { ...before, complaint: "Fever", visit_type: null }), {
    complaint: "Fever",
    visit_type: null,
  });
});

test("another desk's check-in contests no correction, its own correction of the same does", () => {
  const before = saying({ notes: "" });
  const checkedIn = saying({ notes: "" }, { version: 2, status: "CHECKED_IN" });
  const noted = saying({ notes: "Allergic" }, { version: 2 });
  assert.equal(isContested({ notes: "Typed" }, before, checkedIn), false);
  assert.equal(isContested({ notes: "Typed" }, before, noted), true);
  assert.equal(isContested({ complaint: "Typed" }, before, noted), false);
});

test("a kind of visit ends as many minutes after the start as it takes", () => {
  assert.equal(endAfter(appointment(), LONG.minutes, clock), "2026-11-23T10:45:00+00:00");
});

test("a correction names its patient, and its undo brings back just that", async () => {
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

test("a length that was overbooked is taken back by whoever may overbook, with a reason", async () => {
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

test("a text of an overbooked appointment is taken back without asking for its time", async () => {
  const { work, sent, told } = desk(null);
  const before = saying({ overbooked: true });
  await correct({ ...work, mayOverbook: () => true }, before, { complaint: "Fever" }, form);
  await told.at(-1).actions[0].run();
  assert.deepEqual(sent.at(-1), { complaint: "Cough", version: 2 });
});

test("a correction that is refused says why, and offers the times that the server does", async () => {
  const offer = { start: "2026-11-24T11:15:00Z", end: "2026-11-24T12:00:00Z" };
  const { work, told } = desk(
    new ApiError(409, { code: "clash", detail: "Taken.", next_free: [offer] }),
  );
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

test("whoever may reschedule corrects in every state, and moves what has not begun", () => {
  const config: any = { user: { can: ["reschedule"] } };
  const may = (who: any, change: object) => [
    corrector(who)(appointment(change)),
    mover(who)(appointment(change)),
  ];
  assert.deepEqual(may(config, {}), [true, true]);
  assert.deepEqual(may(config, { status: "COMPLETED" }), [true, false]);
  assert.deepEqual(may(config, { kind: "opd" }), [false, false]);
  assert.deepEqual(may({ user: { can: [] } }, {}), [false, false]);
});

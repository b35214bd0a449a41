import assert from "node:assert/strict";
import { test } from "node:test";
import { AppointmentStore, type Change } from "../../../static/ts/realtime/appointment-store.ts";
import { STATUSES, OTHER_DOCTOR, WEEK, appointment, message } from "../cast.ts";
import type { CalendarEvent } from "../../../static/ts/core/types.ts";

function storeWith(...events: CalendarEvent[]) {
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot(events, WEEK);
  const changes: Change[] = [];
  store.onChange.add((change) => changes.push(change));
  return { store, changes };
}

test("a newer version replaces an older one", () => {
  const { store, changes } = storeWith(appointment());
  const moved = appointment({ version: 2, status: "CHECKED_IN" });
  const body = message(moved);
  store.applyMessage(body);
  assert.deepEqual(store.get(1), moved);
  assert.deepEqual(changes, [{ upserted: [moved], removed: [], message: body }]);
});

test("an older version is ignored", () => {
  const known = appointment({ version: 3 });
  const { store, changes } = storeWith(known);
  store.applyMessage(message(appointment({ version: 2, status: "CHECKED_IN" })));
  assert.deepEqual(store.get(1), known);
  assert.deepEqual(changes, []);
});

test("the same change on two channels is emitted once", () => {
  const { store, changes } = storeWith(appointment());
  const moved = appointment({ version: 2, status: "CHECKED_IN" });
  store.applyMessage(message(moved, 7));
  store.applyMessage(message(structuredClone(moved), 4));
  assert.equal(changes.length, 1);
});

test("the same version with another patient name is applied", () => {
  const { store, changes } = storeWith(appointment());
  store.applyMessage(message(appointment({ name: "E. Nováková" })));
  assert.equal(store.get(1)?.extendedProps.patient.name, "E. Nováková");
  assert.equal(changes.length, 1);
});

test("a cancelled appointment is removed, and a late older event does not restore it", () => {
  const { store, changes } = storeWith(appointment());
  store.applyMessage(message(appointment({ version: 3, status: "CANCELLED" })));
  store.applyMessage(message(appointment({ version: 2, status: "CHECKED_IN" })));
  assert.equal(store.size, 0);
  assert.deepEqual(
    changes.map(({ removed }) => removed),
    [["1"]],
  );
});

test("a cancelled appointment stays if the query asks for cancelled ones", () => {
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([], { ...WEEK, status: ["CANCELLED"] });
  store.applyMessage(message(appointment({ version: 2, status: "CANCELLED" })));
  assert.equal(store.size, 1);
});

test("an appointment outside the range or of another doctor is removed, and added when it returns", () => {
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([appointment()], { ...WEEK, doctor: [1] });
  store.applyMessage(message(appointment({ version: 2, doctor: OTHER_DOCTOR })));
  assert.equal(store.size, 0);
  store.applyMessage(message(appointment({ version: 3 })));
  assert.equal(store.size, 1);
  const next = { start: "2026-12-01T10:00:00Z", end: "2026-12-01T10:30:00Z" };
  store.applyMessage(message(appointment({ version: 4, ...next })));
  assert.equal(store.size, 0);
});

test("a snapshot replaces known versions, so that a restored database counts", () => {
  const { store } = storeWith(appointment({ version: 9 }));
  store.applySnapshot([appointment({ version: 2 })], WEEK);
  assert.equal(store.get(1)?.extendedProps.appointment.version, 2);
  store.applyMessage(message(appointment({ version: 3, status: "CHECKED_IN" })));
  assert.equal(store.get(1)?.status, "CHECKED_IN");
});

test("a snapshot emits only differences", () => {
  const { store, changes } = storeWith(appointment(), appointment({ id: 2 }));
  const third = appointment({ id: 3 });
  store.applySnapshot([appointment(), third], WEEK);
  assert.deepEqual(changes, [{ upserted: [third], removed: ["2"], message: null }]);
});

test("an answer during a load is applied after the older snapshot", () => {
  const { store } = storeWith(appointment());
  store.beginLoad();
  store.applyRow(appointment({ version: 2, status: "CHECKED_IN" }));
  store.applySnapshot([appointment()], WEEK);
  assert.equal(store.get(1)?.status, "CHECKED_IN");
});

test("history and allowed transitions are no change", () => {
  const { store, changes } = storeWith(appointment());
  store.applyRow({ ...appointment(), history: [], allowed: ["CHECKED_IN"] });
  assert.deepEqual(changes, []);
});

test("the newest version stays for any order of messages", () => {
  const versions = [1, 2, 3].map((version) =>
    appointment({ version, status: ["SCHEDULED", "CHECKED_IN", "IN_PROGRESS"][version - 1] }),
  );
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1, 2],
    [0, 2, 1],
  ]) {
    const { store } = storeWith();
    for (const index of order) store.applyMessage(message(versions[index]));
    assert.deepEqual(store.all(), [versions[2]], String(order));
  }
});

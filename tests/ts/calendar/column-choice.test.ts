import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ANY_DOCTOR,
  ColumnChoice,
  MAX_COLUMNS,
  columnsFor,
} from "../../../static/ts/calendar/column-choice.ts";
import { viewState } from "../cast.ts";

test("the columns are a department's doctors, the chosen ones, or all", () => {
  const doctors = [
    { id: 1, department: 10 },
    { id: 2, department: 20 },
    { id: 3, department: 10 },
  ];
  const chosen = (doctor: number[], department: number[]) =>
    columnsFor(doctors, { doctor, department });
  assert.deepEqual(chosen([], [10]), [1, 3]);
  assert.deepEqual(chosen([2], []), [2]);
  assert.deepEqual(chosen([], []), [1, 2, 3]);
});

test("there are no columns for more doctors than fit", () => {
  const doctors = Array.from({ length: MAX_COLUMNS + 1 }, (_, id) => ({ id, department: 1 }));
  assert.equal(columnsFor(doctors, { doctor: [], department: [1] }), null);
  assert.equal(columnsFor(doctors.slice(1), { doctor: [], department: [1] })?.length, MAX_COLUMNS);
});

function choiceOf(filters: object) {
  const doctors = [
    { id: 1, department: 10 },
    { id: 2, department: 20 },
  ];
  const state = viewState({ view: "doctors" }, filters);
  return new ColumnChoice(
    doctors,
    () => state,
    () => true,
  );
}

test("walk-ins without a doctor have the last column, and are loaded beside the doctors", () => {
  const choice = choiceOf({ department: [20], kind: "opd" });
  assert.deepEqual(choice.shown, [2, ANY_DOCTOR]);
  assert.deepEqual(choice.filters, {
    doctor: [2],
    department: [20],
    status: [],
    kind: "opd",
    without_doctor: true,
  });
});

test("chosen doctors or booked visits leave them out", () => {
  for (const filters of [{ doctor: [2] }, { department: [20], kind: "appointment" }]) {
    const choice = choiceOf(filters);
    assert.deepEqual(choice.shown, [2]);
    assert.equal(choice.filters?.without_doctor, undefined);
    assert.deepEqual(choice.filters?.doctor, [2]);
  }
});

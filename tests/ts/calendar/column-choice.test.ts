import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_COLUMNS, columnsFor } from "../../../static/ts/calendar/column-choice.ts";

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

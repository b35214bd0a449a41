import assert from "node:assert/strict";
import { test } from "node:test";
import {
  moved,
  selected,
  stretched,
} from "../../../../static/ts/calendar/doctor-columns/drag-math.ts";

const TEN = { column: 0, from: 600, to: 615 };

test("an appointment moves in steps of five minutes from its old start", () => {
  const grabbed = { column: 0, minute: 607 };
  assert.deepEqual(moved(TEN, grabbed, { column: 2, minute: 668.9 }), {
    column: 2,
    from: 660,
    to: 675,
  });
  const odd = { column: 0, from: 602, to: 617 };
  assert.equal(moved(odd, grabbed, { column: 0, minute: 612 }).from, 607);
});

test("a drag that returns to where it was grabbed moves nothing", () => {
  for (const minute of [600, 601, 614, 614.9]) {
    assert.deepEqual(moved(TEN, { column: 0, minute }, { column: 0, minute: minute + 2 }), TEN);
  }
});

test("a move stays within the day", () => {
  const grabbed = { column: 0, minute: 605 };
  assert.equal(moved(TEN, grabbed, { column: 0, minute: -50 }).from, 0);
  assert.deepEqual(moved(TEN, grabbed, { column: 0, minute: 1_700 }), {
    column: 0,
    from: 1_425,
    to: 1_440,
  });
});

test("the lower edge stretches an appointment to at least one step and at most midnight", () => {
  const edge = { column: 0, minute: 614 };
  assert.deepEqual(stretched(TEN, edge, { column: 3, minute: 643 }), { ...TEN, to: 645 });
  assert.equal(stretched(TEN, edge, { column: 0, minute: 100 }).to, 605);
  assert.equal(stretched(TEN, edge, { column: 0, minute: 2_000 }).to, 1_440);
});

test("empty time is selected downwards or upwards in the column of the first point", () => {
  const grabbed = { column: 1, minute: 601 };
  assert.deepEqual(selected(grabbed, { column: 3, minute: 638 }), {
    column: 1,
    from: 600,
    to: 640,
  });
  assert.deepEqual(selected(grabbed, { column: 1, minute: 571 }), {
    column: 1,
    from: 570,
    to: 605,
  });
  assert.deepEqual(selected(grabbed, { column: 1, minute: 601 }), {
    column: 1,
    from: 600,
    to: 605,
  });
  assert.equal(selected(grabbed, { column: 1, minute: -9 }).from, 0);
});

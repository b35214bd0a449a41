import assert from "node:assert/strict";
import { test } from "node:test";
import { lanesOf } from "../../../../static/ts/calendar/doctor-columns/lanes.ts";

function lanes(...spans: [number, number][]) {
  return lanesOf(spans.map(([from, to]) => ({ from, to }))).map(
    ({ lane, lanes: count }) => `${lane}/${count}`,
  );
}

test("appointments one after the other have the whole width, also if one starts as the other ends", () => {
  assert.deepEqual(lanes([600, 615], [615, 630], [700, 715]), ["0/1", "0/1", "0/1"]);
});

test("two at the same time share the width", () => {
  assert.deepEqual(lanes([600, 615], [600, 615], [615, 630]), ["0/2", "1/2", "0/1"]);
});

test("a lane is used again once it is free, and a group of overlapping appointments has equal widths", () => {
  assert.deepEqual(lanes([600, 660], [610, 620], [620, 640], [650, 700]), [
    "0/2",
    "1/2",
    "1/2",
    "1/2",
  ]);
});

test("there are as many lanes as appointments overlap at once", () => {
  const together = Array.from({ length: 5 }, (_, index) => [600 + index, 700] as [number, number]);
  assert.deepEqual(lanes(...together), ["0/5", "1/5", "2/5", "3/5", "4/5"]);
});

test("no two appointments in one lane overlap, and each lane is within its group", () => {
  let seed = 7;
  const random = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
  for (let round = 0; round < 200; round += 1) {
    const spans = Array.from({ length: 40 }, () => {
      const from = random(1_400);
      return { from, to: from + 5 + random(60) };
    }).sort((one, other) => one.from - other.from);
    const places = lanesOf(spans);
    spans.forEach((span, index) => {
      const { lane, lanes: count } = places[index];
      assert.ok(lane < count);
      spans.slice(index + 1).forEach((other, after) => {
        const overlaps = other.from < span.to;
        const place = places[index + 1 + after];
        if (overlaps) assert.ok(place.lane !== lane && place.lanes === count);
      });
    });
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { PaintQueue } from "../../static/js/calendar/paint-queue.js";
import { appointment as event } from "./cast.js";

/** @returns a queue, what it painted, and the frames that it asked for */
function queue() {
  /** @type {any[]} */
  const painted = [];
  /** @type {(() => void)[]} */
  const frames = [];
  const paints = new PaintQueue(
    ({ upserted, removed }, by) => painted.push([upserted.map(({ id }) => id), removed, by]),
    (action) => frames.push(action),
  );
  return { paints, painted, frames };
}

const heard = /** @type {any} */ ({ action: "updated" });

test("changes of one frame are painted once, each appointment as it was last", () => {
  const { paints, painted, frames } = queue();
  paints.add({ upserted: [event({ id: 1 })], removed: [], message: heard }, "Desk 2");
  paints.add({ upserted: [event({ id: 2 })], removed: [], message: heard }, "Desk 2");
  paints.add({ upserted: [], removed: ["1"], message: heard }, "Desk 2");
  assert.deepEqual([painted, frames.length], [[], 1]);
  frames[0]();
  assert.deepEqual(painted, [[[2], ["1"], "Desk 2"]]);
});

test("who caused a change is told with it", () => {
  const { paints, painted, frames } = queue();
  paints.add({ upserted: [event({ id: 1 })], removed: [], message: heard }, "Desk 2");
  paints.add({ upserted: [event({ id: 2 })], removed: [], message: heard }, "");
  frames[0]();
  assert.deepEqual(painted, [
    [[1], [], "Desk 2"],
    [[2], [], ""],
  ]);
});

test("a load is painted at once, with what waited before it", () => {
  const { paints, painted, frames } = queue();
  paints.add({ upserted: [event({ id: 1 })], removed: [], message: heard }, "Desk 2");
  paints.add({ upserted: [event({ id: 1 }), event({ id: 3 })], removed: [], message: null }, "");
  assert.deepEqual(painted, [[[1, 3], [], ""]]);
  frames[0]();
  assert.equal(painted.length, 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { RenderQueue } from "../../../static/ts/calendar/render-queue.ts";
import { appointment as event } from "../cast.ts";

/**
 * `each`: milliseconds that rendering one appointment takes. Returns the queue, what it rendered,
 * and what it scheduled.
 */
function setUp(each = 0) {
  const rendered: any[] = [];
  const later: { action: () => void; ms: number }[] = [];
  let now = 0;
  const queue = new RenderQueue(
    ({ upserted, removed }) => {
      now += each * (upserted.length + removed.length);
      rendered.push([upserted.map(({ event, by }) => `${event.id}${by}`), removed]);
    },
    (action, ms) => later.push({ action, ms }),
    () => now,
  );
  const next = () => later.shift()?.action();
  return { queue, rendered, later, next };
}

function items(ids: number[], by = "") {
  return ids.map((id) => ({ event: event({ id }), by }));
}

function many(count: number) {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test("changes that arrive together are rendered once, each appointment in its newest state", () => {
  const { queue, rendered, later, next } = setUp();
  queue.add({ upserted: items([1], " Desk 2"), removed: [] });
  queue.add({ upserted: items([2], " Desk 3"), removed: [] });
  queue.add({ upserted: [], removed: ["1"] });
  assert.deepEqual([rendered, later.length], [[], 1]);
  next();
  assert.deepEqual(rendered, [[["2 Desk 3"], ["1"]]]);
});

test("after a slice the queue pauses twice as long as rendering took", () => {
  const { queue, later, next } = setUp(30);
  queue.add({ upserted: items([1]), removed: [] });
  assert.equal(later[0].ms, 0);
  next();
  queue.add({ upserted: items([2]), removed: [] });
  assert.equal(later[0].ms, 60);
});

test("what the user waits for is rendered at once, before what is queued", () => {
  const { queue, rendered, next } = setUp();
  queue.add({ upserted: items([1, 2], " Desk 2"), removed: [] });
  queue.renderNow({ upserted: items([1, 3]), removed: ["9"] });
  assert.deepEqual(rendered, [[["1", "3"], ["9"]]]);
  next();
  assert.deepEqual(rendered[1], [["2 Desk 2"], []]);
});

test("a large load is rendered in slices, and a change between them replaces what waits", () => {
  const { queue, rendered, later, next } = setUp();
  queue.renderNow({ upserted: items(many(50)), removed: [] });
  queue.add({ upserted: [], removed: ["50"] });
  while (later.length) next();
  assert.deepEqual(
    rendered.map(([ids]) => ids.length),
    [8, 8, 32, 1],
  );
  assert.deepEqual(rendered.at(-1)[1], ["50"]);
});

test("a slice holds what this machine renders in ten milliseconds", () => {
  const { queue, rendered, later, next } = setUp(4);
  queue.renderNow({ upserted: items(many(50)), removed: [] });
  while (later.length) next();
  assert.deepEqual(
    rendered.map(([ids]) => ids.length),
    [8, 8, 6, 6, 6, 6, 6, 4],
  );
});

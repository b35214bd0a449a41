import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeHighlights } from "../../../static/ts/appointment/change-highlight.ts";
import { Appearances } from "../../../static/ts/appointment/appearance.ts";
import { PaintQueue } from "../../../static/ts/calendar/render-queue.ts";
import { appointment as event } from "../cast.ts";

/**
 * `each`: milliseconds that painting one takes. Returns a queue, what it painted, and what it asked
 * to do later.
 */
function queue(each = 0) {
  const painted: any[] = [];
  const later: { action: () => void; ms: number }[] = [];
  let now = 0;
  const paints = new PaintQueue(
    ({ upserted, removed }) => {
      now += each * (upserted.length + removed.length);
      painted.push([upserted.map(({ event, by }) => `${event.id}${by}`), removed]);
    },
    (action, ms) => later.push({ action, ms }),
    () => now,
  );
  const next = () => later.shift()?.action();
  return { paints, painted, later, next };
}

function shown(ids: number[], by = "") {
  return ids.map((id) => ({ event: event({ id }), by }));
}

function many(count: number) {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test("changes that come together are painted once, each appointment as it was last", () => {
  const { paints, painted, later, next } = queue();
  paints.add({ upserted: shown([1], " Desk 2"), removed: [] });
  paints.add({ upserted: shown([2], " Desk 3"), removed: [] });
  paints.add({ upserted: [], removed: ["1"] });
  assert.deepEqual([painted, later.length], [[], 1]);
  next();
  assert.deepEqual(painted, [[["2 Desk 3"], ["1"]]]);
});

test("a first change is painted at once; then the screen rests twice as long as painting took", () => {
  const { paints, later, next } = queue(30);
  paints.add({ upserted: shown([1]), removed: [] });
  assert.equal(later[0].ms, 0);
  next();
  paints.add({ upserted: shown([2]), removed: [] });
  assert.equal(later[0].ms, 60);
});

test("what a person waits for is painted before it returns, whatever waits besides", () => {
  const { paints, painted, next } = queue();
  paints.add({ upserted: shown([1, 2], " Desk 2"), removed: [] });
  paints.load({ upserted: shown([1, 3]), removed: ["9"] });
  assert.deepEqual(painted, [[["1", "3"], ["9"]]]);
  next();
  assert.deepEqual(painted[1], [["2 Desk 2"], []]);
});

test("a large load is painted in slices, and a change that comes between them is the last word", () => {
  const { paints, painted, later, next } = queue();
  paints.load({ upserted: shown(many(50)), removed: [] });
  paints.add({ upserted: [], removed: ["50"] });
  while (later.length) next();
  assert.deepEqual(
    painted.map(([ids]) => ids.length),
    [8, 8, 32, 1],
  );
  assert.deepEqual(painted.at(-1)[1], ["50"]);
});

test("a slice is as long as this machine paints in a hundredth of a second", () => {
  const { paints, painted, later, next } = queue(4);
  paints.load({ upserted: shown(many(50)), removed: [] });
  while (later.length) next();
  assert.deepEqual(
    painted.map(([ids]) => ids.length),
    [8, 8, 6, 6, 6, 6, 6, 4],
  );
});

test("a light tells when it goes out, and many that glow at once stand still", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ended: string[] = [];
  const highlight = new ChangeHighlights((id) => ended.push(id));
  for (const id of many(9)) highlight.add(String(id), "Desk 2");
  assert.deepEqual([highlight.of("1")?.animated, highlight.of("9")?.animated], [true, false]);
  t.mock.timers.tick(2_200);
  assert.deepEqual([ended.length, highlight.of("1")], [9, null]);
});

test("only the appointment whose look changes is told of it", () => {
  const appearances = new Appearances();
  const [one, other] = [event({ id: 1 }), event({ id: 2 })];
  const told: string[] = [];
  for (const id of ["1", "2"]) appearances.on(id, () => told.push(id));
  appearances.set(one, "");
  appearances.set(other, "");
  appearances.set(one, "");
  assert.deepEqual(told, ["1", "2"]);
  appearances.choose("1");
  appearances.choose("2");
  assert.deepEqual(told.slice(2), ["1", "1", "2"]);
  assert.deepEqual([appearances.get("1").chosen, appearances.get("2").chosen], [false, true]);
});

test("what is only seen off is so until it is drawn again", () => {
  const appearances = new Appearances();
  appearances.set(event(), "Desk 2", true);
  assert.equal(appearances.get("1").leaving, true);
  appearances.set(event(), "");
  assert.equal(appearances.get("1").leaving, false);
});

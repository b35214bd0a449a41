import assert from "node:assert/strict";
import { test } from "node:test";
import { Appearances } from "../../../static/ts/appointment/appearance.ts";
import { Renderer } from "../../../static/ts/calendar/renderer.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { STATUSES, WEEK, appointment, message } from "../cast.ts";
import type { RenderBatch } from "../../../static/ts/calendar/render-queue.ts";
import type { CalendarEvent } from "../../../static/ts/core/types.ts";

(globalThis as any).ResizeObserver = class {
  observe() {}
};
const STEP_MS = 100;
const STEPS = 40; // longer than a change is highlighted

/** A grid that records what is rendered in it, and its hourly counts. */
function grid(appearances: Appearances) {
  const states = new Map<string, string>();
  const renderer = {
    get ids() {
      return [...states.keys()];
    },
    has: (id: string) => states.has(id),
    render: (change: RenderBatch) => {
      for (const id of change.removed) states.delete(id);
      for (const { event, by, leaving } of change.upserted) {
        appearances.set(event, by, leaving);
        states.set(String(event.id), event.status);
      }
    },
  };
  const hourly = { total: 0 };
  const tally = (said: any) => {
    hourly.total = said.hourly.reduce((sum: number, hour: any) => sum + hour.total, 0);
  };
  return { renderer, tally, states, hourly };
}

/** A page whose view can become too narrow for names. `t`: the test. */
function page(t: any) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new AppointmentStore(STATUSES);
  const choice = { tooNarrow: false };
  const appearances = new Appearances();
  const shown = { grid: grid(appearances) };
  const parts = { store, choice, appearances, clock: new Clock("UTC", "en-GB") };
  const renderer = new Renderer(parts as any, () => shown.grid as any);
  const drawn = () => {
    for (let step = 0; step < STEPS; step++) t.mock.timers.tick(STEP_MS);
    return shown.grid.renderer.ids.sort((one, other) => Number(one) - Number(other));
  };
  return { store, choice, appearances, shown, renderer, drawn };
}

function rows(first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, index) => appointment({ id: first + index }));
}

function ids(events: CalendarEvent[]) {
  return events.map(({ id }) => String(id));
}

test("names are removed when the view becomes too narrow, and rendered again when it is wide", (t) => {
  const { store, choice, shown, drawn } = page(t);
  store.applySnapshot(rows(1, 40), WEEK);
  assert.equal(drawn().length, 40);
  choice.tooNarrow = true;
  store.applySnapshot(rows(1, 40), WEEK);
  assert.deepEqual([shown.grid.hourly.total, drawn()], [40, []]);
  choice.tooNarrow = false;
  store.applySnapshot(rows(1, 40), WEEK);
  assert.deepEqual([drawn(), shown.grid.hourly.total], [ids(rows(1, 40)), 0]);
});

test("after any three loads, in wide and narrow views, the grid shows what the store holds", (t) => {
  const loads = [rows(1, 30), rows(20, 60), []];
  const steps = loads.flatMap((events) => [true, false].map((narrow) => ({ events, narrow })));
  for (const first of steps)
    for (const second of steps)
      for (const third of steps)
        for (const early of [true, false]) {
          const { store, choice, drawn } = page(t);
          for (const { events, narrow } of [first, second, third]) {
            choice.tooNarrow = narrow;
            store.applySnapshot(events, WEEK);
            if (!early) drawn();
          }
          assert.deepEqual(drawn(), third.narrow ? [] : ids(third.events));
          t.mock.timers.reset();
        }
});

test("a queued change is not rendered in a view that has become too narrow", (t) => {
  const { store, choice, shown, drawn } = page(t);
  store.applySnapshot(rows(1, 2), WEEK);
  drawn();
  store.applyMessage(message(appointment({ id: 1, version: 2, status: "CHECKED_IN" })));
  store.applyMessage(message(appointment({ id: 3 })));
  choice.tooNarrow = true;
  store.applySnapshot(rows(1, 2), WEEK);
  assert.deepEqual([drawn(), shown.grid.hourly.total], [[], 2]);
  store.applyMessage(message(appointment({ id: 4 })));
  assert.deepEqual([drawn(), shown.grid.hourly.total], [[], 3]);
});

test("a load keeps a change that is still queued", (t) => {
  const { store, shown, drawn } = page(t);
  store.applySnapshot(rows(1, 2), WEEK);
  drawn();
  const changed = appointment({ id: 1, version: 2, status: "CHECKED_IN" });
  store.applyMessage(message(changed));
  store.applySnapshot([changed, appointment({ id: 2 })], WEEK);
  assert.deepEqual([drawn(), shown.grid.states.get("1")], [["1", "2"], "CHECKED_IN"]);
});

test("another grid is filled from the store, without what fades out in the first", (t) => {
  const { store, appearances, shown, renderer, drawn } = page(t);
  store.applySnapshot(rows(1, 40), WEEK);
  drawn();
  store.applyMessage(message(appointment({ id: 1, version: 2, status: "CANCELLED" })));
  shown.grid = grid(appearances);
  renderer.fill();
  t.mock.timers.tick(1_000);
  assert.equal(shown.grid.states.has("1"), false);
  assert.deepEqual(drawn(), ids(rows(2, 40)));
});

test("a refused drag renders nothing in a view that is too narrow", (t) => {
  const { store, choice, renderer, drawn } = page(t);
  store.applySnapshot(rows(1, 2), WEEK);
  choice.tooNarrow = true;
  store.applySnapshot(rows(1, 2), WEEK);
  renderer.redraw("1");
  assert.deepEqual(drawn(), []);
});

test("a change that arrives in a narrow view is rendered when the view is wide again", (t) => {
  const { store, choice, shown, drawn } = page(t);
  store.applySnapshot(rows(1, 2), WEEK);
  drawn();
  choice.tooNarrow = true; // the narrow view's load is under way
  const changed = appointment({ id: 1, version: 2, status: "CHECKED_IN" });
  store.applyMessage(message(changed));
  drawn();
  choice.tooNarrow = false; // back before it came
  store.applySnapshot([changed, ...rows(2, 2)], WEEK);
  drawn();
  assert.equal(shown.grid.states.get("1"), "CHECKED_IN");
});

test("changes that are queued when the view becomes too narrow are rendered when it is wide again", (t) => {
  const { store, choice, shown, drawn } = page(t);
  const changed = rows(1, 40).map(({ id }) =>
    appointment({ id, version: 2, status: "CHECKED_IN" }),
  );
  store.applySnapshot(rows(1, 40), WEEK);
  drawn();
  store.applySnapshot(changed, WEEK);
  choice.tooNarrow = true;
  drawn();
  choice.tooNarrow = false;
  store.applySnapshot(changed, WEEK);
  drawn();
  assert.deepEqual([...new Set(shown.grid.states.values())], ["CHECKED_IN"]);
});

test("neither an own answer nor a load removes what fades out", (t) => {
  const { store, shown } = page(t);
  store.applySnapshot(rows(1, 3), WEEK);
  t.mock.timers.tick(STEP_MS);
  store.applyMessage(message(appointment({ id: 1, version: 2, status: "CANCELLED" })));
  t.mock.timers.tick(STEP_MS);
  store.applyRow(appointment({ id: 2, version: 2, status: "CHECKED_IN" }));
  assert.equal(shown.grid.states.get("1"), "CANCELLED");
  store.applySnapshot(rows(3, 3), WEEK);
  assert.equal(shown.grid.states.get("1"), "CANCELLED");
});

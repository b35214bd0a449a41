import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeHighlights } from "../../../static/ts/appointment/change-highlight.ts";
import { Appearances } from "../../../static/ts/appointment/appearance.ts";
import { appointment as event } from "../cast.ts";

test("a highlight reports its end, and a ninth one at once is not animated", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ended: string[] = [];
  const highlights = new ChangeHighlights((id) => ended.push(id));
  for (let id = 1; id <= 9; id += 1) highlights.add(String(id), "Desk 2");
  assert.deepEqual([highlights.of("1")?.animated, highlights.of("9")?.animated], [true, false]);
  t.mock.timers.tick(2_200);
  assert.deepEqual([ended.length, highlights.of("1")], [9, null]);
});

test("only listeners of the changed appointment are called", () => {
  const appearances = new Appearances();
  const [one, other] = [event({ id: 1 }), event({ id: 2 })];
  const changed: string[] = [];
  for (const id of ["1", "2"]) appearances.on(id, () => changed.push(id));
  appearances.set(one, "");
  appearances.set(other, "");
  appearances.set(one, "");
  assert.deepEqual(changed, ["1", "2"]);
  appearances.choose("1");
  appearances.choose("2");
  assert.deepEqual(changed.slice(2), ["1", "1", "2"]);
  assert.deepEqual([appearances.get("1").chosen, appearances.get("2").chosen], [false, true]);
});

test("an appointment that leaves does so until it is set again", () => {
  const appearances = new Appearances();
  appearances.set(event(), "Desk 2", true);
  assert.equal(appearances.get("1").leaving, true);
  appearances.set(event(), "");
  assert.equal(appearances.get("1").leaving, false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../../static/ts/calendar/keyboard-nav.ts";

const box = (left: number, top: number) => ({
  left,
  top,
  right: left + 10,
  bottom: top + 10,
});

test("an arrow key goes to the nearest appointment in its direction, not to one beside it", () => {
  const others = [box(0, 100), box(20, 15), box(0, -30)];
  assert.equal(nearest(box(0, 0), others, "ArrowDown"), 1);
  assert.equal(nearest(box(0, 0), [box(0, 60), box(40, 15)], "ArrowDown"), 0);
  assert.equal(nearest(box(0, 0), others, "ArrowUp"), 2);
  assert.equal(nearest(box(0, 0), others, "ArrowRight"), 1);
  assert.equal(nearest(box(0, 0), others, "ArrowLeft"), -1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { optionAfter } from "../../../../static/ts/shell/patient-search/patient-finder.ts";

test("arrow keys wrap around at the ends", () => {
  assert.deepEqual(
    [0, 1, 2].map((active) => optionAfter("ArrowDown", active, 3)),
    [1, 2, 0],
  );
  assert.deepEqual(
    [0, 1, 2].map((active) => optionAfter("ArrowUp", active, 3)),
    [2, 0, 1],
  );
  assert.equal(optionAfter("ArrowUp", -1, 3), 2);
});

test("without options, and for other keys, there is no next option", () => {
  assert.equal(optionAfter("ArrowDown", -1, 0), null);
  assert.equal(optionAfter("Enter", 0, 3), null);
});

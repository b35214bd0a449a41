import assert from "node:assert/strict";
import { test } from "node:test";
import { densityFor } from "../../../static/ts/calendar/density.ts";

test("the density follows the width of one appointment", () => {
  assert.deepEqual(
    [1, 5, 14, 20, 0].map((count) => densityFor(1_000, count)),
    ["full", "full", "compact", "compact", "full"],
  );
  assert.equal(densityFor(1_000, 8), "medium");
  assert.equal(densityFor(1_000, 25), "minimal");
});

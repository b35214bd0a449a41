import assert from "node:assert/strict";
import { test } from "node:test";
import { slotAt } from "../../../static/ts/calendar/hover-slot.ts";

test("the slot under the pointer is the quarter of an hour that a click would book", () => {
  assert.deepEqual(slotAt(0.5), { minutes: 720, text: "12:00" });
  assert.deepEqual(slotAt((10 * 60 + 29) / 1440), { minutes: 615, text: "10:15" });
});

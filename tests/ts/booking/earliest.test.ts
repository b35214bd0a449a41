import assert from "node:assert/strict";
import { test } from "node:test";
import { wishesQuery } from "../../../static/ts/booking/earliest.ts";

test("mornings end at noon, afternoons begin then, and any time has neither", () => {
  const hours = (timeOfDay: string) => {
    const { after, before } = wishesQuery({ timeOfDay, weekdays: [], since: "" });
    return [after, before];
  };
  assert.deepEqual(hours("morning"), ["", "12:00"]);
  assert.deepEqual(hours("afternoon"), ["12:00", ""]);
  assert.deepEqual(hours(""), ["", ""]);
});

test("weekdays and the first day are passed on", () => {
  const { weekday, from } = wishesQuery({
    timeOfDay: "",
    weekdays: ["1", "3"],
    since: "2026-03-12",
  });
  assert.deepEqual([weekday, from], [["1", "3"], "2026-03-12"]);
});

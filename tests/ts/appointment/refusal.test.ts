import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../../static/ts/appointment/refusal.ts";
import { ApiError } from "../../../static/ts/core/api.ts";
import { Clock } from "../../../static/ts/core/clock.ts";

test("a clash offers the next free times, and taking one moves there", () => {
  const clock = new Clock("UTC", "en-GB");
  const offer = { start: "2026-01-06T11:15:00Z", end: "2026-01-06T11:45:00Z" };
  const body = { code: "clash", detail: "That time is taken.", next_free: [offer] };
  const error = new ApiError(409, body);
  const taken: any[] = [];
  const { text, actions } = refusal(error, clock, (times) => taken.push(times));
  actions[0].run();
  assert.equal(text, "That time is taken.");
  assert.deepEqual(
    actions.map(({ label }) => label),
    ["Tue 6 Jan, 11:15"],
  );
  assert.deepEqual(taken, [offer]);
});

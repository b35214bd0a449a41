import assert from "node:assert/strict";
import { test } from "node:test";
import { badgeTexts } from "../../../static/ts/realtime/status-badge.ts";

const NOW = 1_000_000;
const time = () => "09:41";

test("live says so, and since when", () => {
  const status = { live: true, connectedAt: NOW - 5_000, currentAt: NOW };
  assert.deepEqual(badgeTexts(status, NOW, time), {
    words: "Live Updates Active",
    detail: "since 09:41",
  });
});

test("not live keeps the time of the last connection and the age of what is shown", () => {
  const status = { live: false, connectedAt: NOW - 200_000, currentAt: NOW - 130_000 };
  assert.deepEqual(badgeTexts(status, NOW, time), {
    words: "Connecting...",
    detail: "last connected 09:41 · last updated 2 min ago",
  });
});

test("before the first connection it says that too", () => {
  const status = { live: false, connectedAt: null, currentAt: null };
  assert.deepEqual(badgeTexts(status, NOW, time), {
    words: "Connecting...",
    detail: "not connected yet",
  });
});

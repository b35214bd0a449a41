import assert from "node:assert/strict";
import { test } from "node:test";
import { badgeTexts } from "../../../static/ts/realtime/status-badge.ts";

const NOW = 1_000_000;
const time = () => "09:41";

test("while live, the badge says since when", () => {
  const status = { live: true, connectedAt: NOW - 5_000, currentAt: NOW };
  assert.deepEqual(badgeTexts(status, NOW, time), {
    text: "Live Updates Active",
    detail: "since 09:41",
  });
});

test("while not live, the badge says the last connection and the age of the data", () => {
  const status = { live: false, connectedAt: NOW - 200_000, currentAt: NOW - 130_000 };
  assert.deepEqual(badgeTexts(status, NOW, time), {
    text: "Connecting...",
    detail: "last connected 09:41 · last updated 2\u00a0min ago",
  });
});

test("before the first connection, the badge says so", () => {
  const status = { live: false, connectedAt: null, currentAt: null };
  assert.deepEqual(badgeTexts(status, NOW, time), {
    text: "Connecting...",
    detail: "not connected yet",
  });
});

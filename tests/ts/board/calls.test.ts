/** What of a board is new, and in which order it is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lastOf, newCalls, short, shownOf } from "../../../static/ts/board/calls.ts";
import type { CalledToken } from "../../../static/ts/core/types.ts";

const called = (token: string, minute: number, room = "Room 1"): CalledToken => ({
  token,
  room,
  state: "called",
  since: `2026-03-10T10:${String(minute).padStart(2, "0")}:00+05:30`,
});
const served = (token: string, minute: number): CalledToken => ({
  ...called(token, minute),
  state: "serving",
});

test("a token is shown without its beginning", () => {
  assert.equal(short("OP-C-024"), "C-024");
});

test("the last call is large, also if a visit began after it", () => {
  const now = [called("OP-C-001", 1), called("OP-C-002", 5), served("OP-C-003", 9)];
  assert.equal(lastOf(now)?.token, "OP-C-002");
  assert.equal(lastOf([served("OP-C-003", 9), served("OP-C-004", 8)])?.token, "OP-C-003");
  assert.equal(lastOf([]), undefined);
});

test("a call is new once, and again when it is called again", () => {
  const first = [called("OP-C-001", 1)];
  assert.deepEqual(newCalls(first, first), []);
  assert.deepEqual(newCalls(first, [...first, called("OP-C-002", 2)]), [called("OP-C-002", 2)]);
  assert.deepEqual(newCalls(first, [called("OP-C-001", 3)]), [called("OP-C-001", 3)]);
});

test("a visit that begins is no call", () => {
  assert.deepEqual(newCalls([called("OP-C-001", 1)], [served("OP-C-001", 2)]), []);
});

test("a call that is taken back to is a call again", () => {
  const before = [served("OP-C-001", 2)];
  assert.deepEqual(newCalls(before, [called("OP-C-001", 1)]), [called("OP-C-001", 1)]);
});

test("a board that has just been opened calls nobody", () => {
  assert.deepEqual(newCalls(null, [called("OP-C-001", 1)]), []);
});

test("with too many rows the longest visits are left out, and the rooms keep their order", () => {
  const now = [served("OP-C-001", 9), served("OP-C-002", 1), called("OP-C-003", 0)];
  assert.deepEqual(
    shownOf(now, 2).map(({ token }) => token),
    ["OP-C-001", "OP-C-003"],
  );
});

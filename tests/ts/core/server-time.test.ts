import assert from "node:assert/strict";
import { test } from "node:test";
import { noteMoment, noteServerTime, serverNow } from "../../../static/ts/core/server-time.ts";

const MINUTE = 60_000;

/** An immediate answer of a server whose clock is ahead by so many milliseconds. */
const answer = (ahead: number) =>
  noteServerTime(new Date(Date.now() + ahead).toUTCString(), Date.now());
const error = (ahead: number) => Math.abs(serverNow() - Date.now() - ahead);

test("the server's time is estimated if the desk's clock is wrong", () => {
  answer(5 * MINUTE);
  assert.ok(error(5 * MINUTE) < 1_100);
  answer(-5 * MINUTE);
  assert.ok(error(-5 * MINUTE) < 1_100);
});

test("a correct clock is not corrected, and an answer without a date is ignored", () => {
  answer(0);
  assert.ok(error(0) < 50);
  noteServerTime(null, Date.now());
  noteServerTime("yesterday", Date.now());
  assert.ok(error(0) < 50);
});

test("after a difference of seconds, no message has arrived before it was sent", () => {
  answer(0);
  const [sent, arrived] = [Date.now() + 1_605, Date.now()];
  noteMoment(sent, { arrivedAt: arrived });
  assert.ok(serverNow() - sent >= 0);
});

test("a short round trip gives the difference to a few milliseconds", () => {
  answer(0);
  const clickedAt = Date.now();
  for (const ahead of [1_605, -1_605]) {
    const at = clickedAt + 10 + ahead;
    noteMoment(at, { arrivedAt: clickedAt + 20 });
    noteMoment(at, { sentAt: clickedAt });
    noteMoment(at, { arrivedAt: clickedAt + 20, sentAt: clickedAt });
    assert.ok(error(ahead) <= 10);
  }
});

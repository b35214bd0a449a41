import assert from "node:assert/strict";
import { test } from "node:test";
import { noteMoment, noteServerTime, serverNow } from "../../../static/ts/core/server-time.ts";

const MINUTE = 60_000;

/** An answer of a server whose clock is ahead by so many milliseconds, as if it took no time. */
const answer = (ahead: number) =>
  noteServerTime(new Date(Date.now() + ahead).toUTCString(), Date.now());
const error = (ahead: number) => Math.abs(serverNow() - Date.now() - ahead);

test("a desk whose clock is wrong goes by the server's", () => {
  answer(5 * MINUTE);
  assert.ok(error(5 * MINUTE) < 1_100);
  answer(-5 * MINUTE);
  assert.ok(error(-5 * MINUTE) < 1_100);
});

test("a clock that is right is left alone, and an answer without a date says nothing", () => {
  answer(0);
  assert.ok(error(0) < 50);
  noteServerTime(null, Date.now());
  noteServerTime("yesterday", Date.now());
  assert.ok(error(0) < 50);
});

test("a message never arrives before it was sent, where clocks differ by a second or two", () => {
  answer(0);
  const [sent, arrived] = [Date.now() + 1_605, Date.now()];
  noteMoment(sent, { arrivedAt: arrived });
  assert.ok(serverNow() - sent >= 0);
});

test("a message that came back soon tells the difference to a few milliseconds", () => {
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

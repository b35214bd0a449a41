import assert from "node:assert/strict";
import { test } from "node:test";
import { noteServerTime, serverNow } from "../../static/js/server-time.js";

const MINUTE = 60_000;

/** @param {number} ahead milliseconds */
const told = (ahead) => noteServerTime(new Date(Date.now() + ahead).toUTCString(), Date.now());
const error = (/** @type {number} */ ahead) => Math.abs(serverNow() - Date.now() - ahead);

test("a desk whose clock is wrong goes by the server's", () => {
  told(5 * MINUTE);
  assert.ok(error(5 * MINUTE) < 1_000);
  told(-5 * MINUTE);
  assert.ok(error(-5 * MINUTE) < 1_000);
});

test("a clock that is right is left alone, and an answer without a date says nothing", () => {
  told(0);
  assert.ok(error(0) < 50);
  noteServerTime(null, Date.now());
  noteServerTime("yesterday", Date.now());
  assert.ok(error(0) < 50);
});

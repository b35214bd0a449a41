import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { throttle } from "../../../static/ts/core/dom.ts";

const INTERVAL_MS = 1_000;

function throttled(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const ran: number[] = [];
  const call = throttle((what: number) => ran.push(what), INTERVAL_MS);
  return { ran, call, wait: (ms: number) => context.mock.timers.tick(ms) };
}

test("the first call runs at once, and a single call runs once", (context) => {
  const { ran, call, wait } = throttled(context);
  call(1);
  wait(5 * INTERVAL_MS);
  assert.deepEqual(ran, [1]);
});

test("it runs regularly during a steady stream of calls", (context) => {
  const { ran, call, wait } = throttled(context);
  for (let number = 0; number < 50; number += 1) {
    call(number);
    wait(100);
  }
  assert.deepEqual(ran, [0, 9, 19, 29, 39, 49]);
});

test("the last call of a burst runs", (context) => {
  const { ran, call, wait } = throttled(context);
  for (const number of [1, 2, 3]) call(number);
  assert.deepEqual(ran, [1]);
  wait(INTERVAL_MS);
  assert.deepEqual(ran, [1, 3]);
});

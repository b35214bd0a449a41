import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ReconnectBackoff } from "../../../static/ts/realtime/reconnect-backoff.ts";

test("delays grow to eight seconds and start again after success", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let tries = 0;
  const backoff = new ReconnectBackoff(
    () => (tries += 1),
    () => 0,
  );
  for (const [wait, sofar] of [
    [2_000, 1],
    [4_000, 2],
    [8_000, 3],
    [8_000, 4],
  ]) {
    backoff.schedule();
    backoff.schedule();
    mock.timers.tick(wait - 1);
    assert.equal(tries, sofar - 1);
    mock.timers.tick(1);
    assert.equal(tries, sofar);
  }
  backoff.stop();
  backoff.schedule();
  mock.timers.tick(2_000);
  assert.equal(tries, 5);
  mock.timers.reset();
});

test("random delays are up to half shorter", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let tries = 0;
  const backoff = new ReconnectBackoff(
    () => (tries += 1),
    () => 0.999,
  );
  backoff.schedule();
  mock.timers.tick(1_002);
  assert.equal(tries, 1);
  mock.timers.reset();
});

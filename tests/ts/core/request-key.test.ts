import assert from "node:assert/strict";
import { test } from "node:test";
import { RequestKey } from "../../../static/ts/core/request-key.ts";

function keys() {
  let last = 0;
  return new RequestKey(() => `key-${(last += 1)}`);
}

test("the same body keeps its key until it is refused", () => {
  const key = keys();
  assert.equal(key.for("a"), "key-1");
  assert.equal(key.for("a"), "key-1");
});

for (const [what, error] of [
  ["no answer", { status: 0, code: "offline" }],
  ["a proxy's error", { status: 504, code: "unknown" }],
  ["a first request that still runs", { status: 409, code: "idempotency" }],
] as [string, { status: number; code: string }][]) {
  test(`after ${what} the key stays the same`, () => {
    const key = keys();
    key.for("a");
    key.refused(error);
    assert.equal(key.for("a"), "key-1");
  });
}

test("after a refusal the same body has a new key", () => {
  const key = keys();
  key.for("a");
  key.refused({ status: 409, code: "held" });
  assert.equal(key.for("a"), "key-2");
});

test("another body has another key, also after a lost answer", () => {
  const key = keys();
  key.for("a");
  key.refused({ status: 0, code: "offline" });
  assert.equal(key.for("b"), "key-2");
});

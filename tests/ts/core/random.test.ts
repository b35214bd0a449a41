import assert from "node:assert/strict";
import { test } from "node:test";
import { randomId } from "../../../static/ts/core/random.ts";

test("a random id has 32 hexadecimal digits and differs each time", () => {
  assert.match(randomId(), /^[0-9a-f]{32}$/);
  assert.notEqual(randomId(), randomId());
});

test("small bytes keep their leading zero", (context) => {
  context.mock.method(crypto, "getRandomValues", (bytes: Uint8Array) => bytes.fill(7));
  assert.equal(randomId(), "07".repeat(16));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { differs } from "../../../static/ts/patient/appointment-list.ts";

const DRAWN = [
  { id: "1", version: 2 },
  { id: "opd-1", version: 1 },
];

test("equal versions do not differ, in any order", () => {
  assert.equal(differs(DRAWN, [...DRAWN].reverse()), false);
  assert.equal(differs([], []), false);
});

test("a newer, an additional and a missing version differ", () => {
  assert.equal(differs(DRAWN, [{ id: "1", version: 3 }, DRAWN[1]]), true);
  assert.equal(differs(DRAWN, [...DRAWN, { id: "3", version: 1 }]), true);
  assert.equal(differs(DRAWN, [DRAWN[0]]), true);
  assert.equal(differs(DRAWN, [DRAWN[0], { id: "1", version: 1 }]), true);
});

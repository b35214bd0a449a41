import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, initialsOf } from "../../../../static/ts/shell/patient-search/facts.ts";

const NOVAK = { id: 5, name: "E. Novak", mrn: "000241", phone: "+91 98 0000 0241" };

test("MRN, age and phone are joined, without the age if it is not known", () => {
  const facts = factsOf({ ...NOVAK, birth_date: "1982-11-23" }, "2026-11-23");
  assert.equal(facts, "MRN 000241 · 44 y · +91 98 0000 0241");
  assert.equal(factsOf(NOVAK, "2026-11-23"), "MRN 000241 · +91 98 0000 0241");
});

test("initials are of the first and the last name", () => {
  assert.equal(initialsOf("Ana Maria da Silva"), "AS");
  assert.equal(initialsOf("Sokrates"), "S");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { patientFacts, initialsOf } from "../../../../static/ts/shell/patient-search/facts.ts";
import type { Piece } from "../../../../static/ts/shell/patient-search/marks.ts";

const NOVAK = { id: 5, name: "E. Novak", mrn: "000241", phone: "+91 98 0000 0241" };
const clock = { date: () => "2026-11-23", birthDate: (date: string) => `on ${date}` };
/** The text, marked parts in brackets. */
const text = (facts: Piece[][]) =>
  facts
    .map((pieces) => pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join(""))
    .join(" · ");

test("MRN, birth date, age and phone are joined, without those that are not known", () => {
  const factsOf = patientFacts({ patientFacts: {} }, clock);
  assert.equal(
    text(factsOf({ ...NOVAK, birth_date: "1982-11-23" })),
    "MRN 000241 · born on 1982-11-23 · 44 y · +91 98 0000 0241",
  );
  assert.equal(text(factsOf(NOVAK)), "MRN 000241 · +91 98 0000 0241");
  assert.equal(text(factsOf({ ...NOVAK, phone: "" })), "MRN 000241");
});

test("the parts that match are marked", () => {
  const factsOf = patientFacts({ patientFacts: {} }, clock);
  const facts = factsOf(
    { ...NOVAK, birth_date: "1982-11-23" },
    { mrn: [[0, 6]], phone: [[12, 16]], birth_date: [[0, 4]] },
  );
  assert.equal(text(facts), "MRN [000241] · born on [1982]-11-23 · 44 y · +91 98 0000 [0241]");
});

test("the second phone is shown where it is why the patient was found", () => {
  const factsOf = patientFacts({ patientFacts: {} }, clock);
  const patient = { ...NOVAK, second_phone: "555 0101" };
  assert.equal(text(factsOf(patient)), "MRN 000241 · +91 98 0000 0241");
  assert.equal(
    text(factsOf(patient, { second_phone: [[4, 8]] })),
    "MRN 000241 · +91 98 0000 0241 · 555 [0101]",
  );
});

test("further facts of page-config come last, and a value without a text is not shown", () => {
  const texts = { needs_interpreter: { true: "Interpreter" }, sex: { other: "Other sex" } };
  const factsOf = patientFacts({ patientFacts: texts }, clock);
  const facts = (fields: object) => text(factsOf({ ...NOVAK, ...fields }));
  assert.equal(
    facts({ needs_interpreter: true, sex: "other" }),
    "MRN 000241 · +91 98 0000 0241 · Interpreter · Other sex",
  );
  assert.equal(facts({ needs_interpreter: false, sex: "male" }), "MRN 000241 · +91 98 0000 0241");
});

test("initials are of the first and the last name", () => {
  assert.equal(initialsOf("Ana Maria da Silva"), "AS");
  assert.equal(initialsOf("Sokrates"), "S");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { shortNames } from "../../../static/ts/calendar/doctors.ts";

test("initials and surname leave out titles", () => {
  assert.deepEqual(shortNames("Dr. Leila Haddad"), { initials: "LH", surname: "Haddad" });
  assert.deepEqual(shortNames("Prof. Dr. Ana de la Cruz"), { initials: "AC", surname: "Cruz" });
  assert.deepEqual(shortNames("Åsa"), { initials: "Å", surname: "Åsa" });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { isolated } from "../../../static/ts/core/i18n.ts";

test("a right-to-left name in a left-to-right text is isolated, any other stays as it is", () => {
  assert.equal(isolated("محمد"), "\u2068محمد\u2069");
  assert.equal(isolated("דוד"), "\u2068דוד\u2069");
  for (const name of ["Elena Novak", "Иванов", "王小明", ""]) assert.equal(isolated(name), name);
});

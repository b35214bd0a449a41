import assert from "node:assert/strict";
import { test } from "node:test";
import { shortcutKey } from "../../../static/ts/shell/shortcuts.ts";

const pressed = (event: object) => shortcutKey(event as any);

test("a single letter is meant, also under Caps Lock; what modifiers and the keyboard repeat is not", () => {
  assert.equal(pressed({ key: "t" }), "t");
  assert.equal(pressed({ key: "T" }), "t");
  assert.equal(pressed({ key: "?", shiftKey: true }), "?");
  assert.equal(pressed({ key: "T", shiftKey: true }), "T");
  for (const held of ["ctrlKey", "metaKey", "altKey", "repeat", "isComposing"]) {
    assert.equal(pressed({ key: "t", [held]: true }), "");
  }
  assert.equal(pressed({ key: "Escape" }), "");
});

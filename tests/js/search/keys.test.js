import assert from "node:assert/strict";
import { test } from "node:test";
import { asksForSearch, optionAfter } from "../../../static/js/search/keys.js";

const SLASH = { key: "/", ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
const element = (/** @type {string} */ tagName, isContentEditable = false) => ({
  tagName,
  isContentEditable,
});

test("arrows go through the options and round their ends", () => {
  assert.deepEqual(
    [0, 1, 2].map((active) => optionAfter("ArrowDown", active, 3)),
    [1, 2, 0],
  );
  assert.deepEqual(
    [0, 1, 2].map((active) => optionAfter("ArrowUp", active, 3)),
    [2, 0, 1],
  );
  assert.equal(optionAfter("ArrowUp", -1, 3), 2);
});

test("arrows without options, and other keys, lead nowhere", () => {
  assert.equal(optionAfter("ArrowDown", -1, 0), null);
  assert.equal(optionAfter("Enter", 0, 3), null);
});

test("a slash asks for the search, but not where it is typed or part of a shortcut", () => {
  assert.ok(asksForSearch(SLASH, element("BODY")));
  assert.ok(asksForSearch(SLASH, element("BUTTON")));
  assert.ok(asksForSearch(SLASH, null));
  for (const tag of ["INPUT", "TEXTAREA", "SELECT"]) {
    assert.ok(!asksForSearch(SLASH, element(tag)));
  }
  assert.ok(!asksForSearch(SLASH, element("DIV", true)));
  assert.ok(!asksForSearch({ ...SLASH, ctrlKey: true }, element("BODY")));
  assert.ok(!asksForSearch({ ...SLASH, isComposing: true }, element("BODY")));
  assert.ok(!asksForSearch({ ...SLASH, key: "x" }, element("BODY")));
});

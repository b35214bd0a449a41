import assert from "node:assert/strict";
import { test } from "node:test";
import { inRem } from "../../static/rem.ts";

test("lengths become rem, but for hairlines and media queries", () => {
  const css = "@media (width < 640px) { a { padding: 8px 1.5px; margin: -12px; --x: 13px } }";
  assert.equal(
    inRem(css),
    "@media (width < 640px) { a { padding: 0.5rem 1.5px; margin: -0.75rem; --x: 0.8125rem } }",
  );
});

test("text that only looks like a length stays", () => {
  const css = "a { background: url(icon-16px.svg); width: 100dvh; color: #00px00 }";
  assert.equal(inRem(css), css);
});

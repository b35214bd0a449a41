import assert from "node:assert/strict";
import { test } from "node:test";
import { reloadOnBack } from "../../../static/ts/shell/going-back.ts";

test("a page from the browser's memory is hidden and loaded again, a page from the server is not", () => {
  const window = new EventTarget();
  const root = { hidden: false };
  let reloads = 0;
  Object.assign(globalThis, {
    addEventListener: window.addEventListener.bind(window),
    document: { documentElement: root },
    location: { reload: () => (reloads += 1) },
  });
  const show = (persisted: boolean) =>
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  reloadOnBack();

  show(false);
  assert.deepEqual([root.hidden, reloads], [false, 0]);
  show(true);
  assert.deepEqual([root.hidden, reloads], [true, 1]);
});

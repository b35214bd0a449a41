import assert from "node:assert/strict";
import { test } from "node:test";
import { Signal } from "../../../static/ts/core/signal.ts";

test("every listener is called, in the order in which they were added", () => {
  const signal = new Signal<[number]>();
  const called: string[] = [];
  signal.add((value) => called.push(`first ${value}`));
  signal.add((value) => called.push(`second ${value}`));
  signal.emit(7);
  assert.deepEqual(called, ["first 7", "second 7"]);
});

test("a listener can remove itself while it is called", () => {
  const signal = new Signal();
  let calls = 0;
  const remove = signal.add(() => {
    calls += 1;
    remove();
  });
  signal.emit();
  signal.emit();
  assert.equal(calls, 1);
});

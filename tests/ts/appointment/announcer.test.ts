import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Announcer } from "../../../static/ts/appointment/announcer.ts";

function setUp(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const announced: string[] = [];
  const announcer = new Announcer(
    (text) => announced.push(text),
    (count) => `${count} more`,
  );
  return { announced, announcer, wait: () => context.mock.timers.tick(2_000) };
}

test("the first sentence is announced at once", (context) => {
  const { announced, announcer } = setUp(context);
  announcer.announce("A");
  assert.deepEqual(announced, ["A"]);
});

test("two sentences during the pause are joined after it", (context) => {
  const { announced, announcer, wait } = setUp(context);
  for (const text of ["A", "B", "C"]) announcer.announce(text);
  wait();
  assert.deepEqual(announced, ["A", "B. C"]);
});

test("three sentences or more during a pause are only counted", (context) => {
  const { announced, announcer, wait } = setUp(context);
  for (let count = 0; count < 50; count += 1) announcer.announce("A");
  wait();
  for (let count = 0; count < 10; count += 1) announcer.announce("B");
  wait();
  wait();
  announcer.announce("C");
  assert.deepEqual(announced, ["A", "49 more", "10 more", "C"]);
});

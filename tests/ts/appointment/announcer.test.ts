import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Announcer } from "../../../static/ts/appointment/announcer.ts";

function announcer(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const said: string[] = [];
  const speaker = new Announcer(
    (text) => said.push(text),
    (count) => `${count} more`,
  );
  return { said, speaker, wait: () => context.mock.timers.tick(2_000) };
}

test("a change is said at once", (context) => {
  const { said, speaker } = announcer(context);
  speaker.announce("A");
  assert.deepEqual(said, ["A"]);
});

test("two that follow closely are said together afterwards", (context) => {
  const { said, speaker, wait } = announcer(context);
  for (const text of ["A", "B", "C"]) speaker.announce(text);
  wait();
  assert.deepEqual(said, ["A", "B. C"]);
});

test("a burst is one sentence, and so is what goes on after it", (context) => {
  const { said, speaker, wait } = announcer(context);
  for (let count = 0; count < 50; count += 1) speaker.announce("A");
  wait();
  for (let count = 0; count < 10; count += 1) speaker.announce("B");
  wait();
  wait();
  speaker.announce("C");
  assert.deepEqual(said, ["A", "49 more", "10 more", "C"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Glow } from "../../../static/ts/appointment/change-highlight.ts";
import { Looks } from "../../../static/ts/appointment/appearance.ts";
import { appointment as event } from "../cast.ts";

test("a light tells when it goes out, and many that glow at once stand still", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ended: string[] = [];
  const glow = new Glow((id) => ended.push(id));
  for (let id = 1; id <= 9; id += 1) glow.light(String(id), "Desk 2");
  assert.deepEqual([glow.of("1")?.moving, glow.of("9")?.moving], [true, false]);
  t.mock.timers.tick(2_200);
  assert.deepEqual([ended.length, glow.of("1")], [9, null]);
});

test("only the appointment whose look changes is told of it", () => {
  const looks = new Looks();
  const [one, other] = [event({ id: 1 }), event({ id: 2 })];
  const told: string[] = [];
  for (const id of ["1", "2"]) looks.on(id, () => told.push(id));
  looks.set(one, "");
  looks.set(other, "");
  looks.set(one, "");
  assert.deepEqual(told, ["1", "2"]);
  looks.choose("1");
  looks.choose("2");
  assert.deepEqual(told.slice(2), ["1", "1", "2"]);
  assert.deepEqual([looks.get("1").chosen, looks.get("2").chosen], [false, true]);
});

test("what is only seen off is so until it is drawn again", () => {
  const looks = new Looks();
  looks.set(event(), "Desk 2", true);
  assert.equal(looks.get("1").left, true);
  looks.set(event(), "");
  assert.equal(looks.get("1").left, false);
});

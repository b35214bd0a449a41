import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { HoldKeeper } from "../../../static/ts/booking/hold-keeper.ts";

const SECOND = 1_000;
const TEN = { doctor: 1, start: "2026-11-23T10:00:00Z", end: "2026-11-23T10:15:00Z" };
const ELEVEN = { doctor: 1, start: "2026-11-23T11:00:00Z", end: "2026-11-23T11:15:00Z" };

let calls: any[][];
let pending: ((answer: any) => void)[];
let now = 0;
let keeper: HoldKeeper;
let lastId = 0;

const api: any = {
  post: (_path: string, wanted: any) => {
    calls.push(["POST", wanted.start.slice(11, 16)]);
    return new Promise((resolve, reject) =>
      pending.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
    );
  },
  delete: (path: string, options: any) => {
    calls.push(["DELETE", path, ...(options?.keepalive ? ["keepalive"] : [])]);
    return Promise.resolve();
  },
};

/** Answers the oldest call; by default with a hold of two minutes. */
async function answer(answer?: any) {
  lastId += 1;
  pending.shift()?.(answer ?? { id: lastId, until: new Date(now + 120 * SECOND).toISOString() });
  await new Promise((resolve) => setImmediate(resolve));
}

const refusal = (status: number) =>
  Object.assign(new Error("Desk 2 is booking that time."), { status });

beforeEach(() => {
  [calls, pending, now, lastId] = [[], [], Date.parse("2026-11-23T09:00:00Z"), 0];
  keeper = new HoldKeeper(api, () => now);
});

test("a chosen time is held once, even if it is wanted again", async () => {
  keeper.want(TEN);
  keeper.want({ ...TEN });
  await answer();
  keeper.want({ ...TEN });
  assert.deepEqual(calls, [["POST", "10:00"]]);
  assert.equal(keeper.until, now + 120 * SECOND);
  keeper.leave({ booked: true });
});

test("choosing another time releases the first", async () => {
  keeper.want(TEN);
  await answer();
  keeper.want(ELEVEN);
  await answer();
  keeper.want(null);
  assert.deepEqual(calls, [
    ["POST", "10:00"],
    ["DELETE", "/api/holds/1/"],
    ["POST", "11:00"],
    ["DELETE", "/api/holds/2/"],
  ]);
  assert.equal(keeper.until, null);
});

test("a late hold of a former choice is released, and the last choice is held", async () => {
  keeper.want(TEN);
  keeper.want(null);
  keeper.want(ELEVEN);
  assert.deepEqual(calls, [["POST", "10:00"]]);
  await answer();
  await answer();
  assert.deepEqual(calls.slice(1), [
    ["DELETE", "/api/holds/1/"],
    ["POST", "11:00"],
  ]);
  assert.notEqual(keeper.until, null);
  keeper.leave({ booked: true });
});

test("typing renews only a hold that ends soon", async () => {
  keeper.want(TEN);
  await answer();
  now += 80 * SECOND;
  keeper.renew();
  assert.equal(calls.length, 1);
  now += 15 * SECOND;
  keeper.renew();
  keeper.renew();
  assert.deepEqual(calls.slice(1), [["POST", "10:00"]]);
  await answer();
  assert.equal(keeper.until, now + 120 * SECOND);
  keeper.leave({ booked: true });
});

test("without typing the hold runs out; typing requests it again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  keeper.want(TEN);
  await answer();
  now += 120 * SECOND;
  context.mock.timers.tick(120 * SECOND);
  assert.deepEqual([keeper.until, keeper.ranOut, calls.length], [null, true, 1]);
  keeper.renew();
  await answer();
  assert.deepEqual([keeper.ranOut, calls.length], [false, 2]);
  keeper.leave({ booked: true });
});

test("a refusal is emitted; a network failure is retried later", async () => {
  const refused: any[] = [];
  keeper.onRefused.add((error) => refused.push(error.status));
  keeper.want(TEN);
  await answer(refusal(0));
  keeper.renew();
  assert.deepEqual([refused, calls.length], [[], 1]);
  now += 6 * SECOND;
  keeper.renew();
  await answer(refusal(409));
  assert.deepEqual([refused, calls.length], [[409], 2]);
});

test("leaving the page releases the hold with a keepalive call and requests no other", async () => {
  keeper.want(TEN);
  await answer();
  keeper.leave();
  keeper.want(ELEVEN);
  keeper.renew();
  assert.deepEqual(calls.slice(1), [["DELETE", "/api/holds/1/", "keepalive"]]);
});

test("a booking needs no release of its hold", async () => {
  keeper.want(TEN);
  await answer();
  keeper.leave({ booked: true });
  keeper.leave();
  assert.equal(calls.length, 1);
});

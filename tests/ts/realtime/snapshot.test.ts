import assert from "node:assert/strict";
import { test } from "node:test";
import { readSnapshot } from "../../../static/ts/realtime/snapshot.ts";
import { WEEK } from "../cast.ts";

const MONTH = { ...WEEK, end: "2026-12-28T00:00:00+00:00" };
const SNAPSHOT = { heads: {}, epoch: "a", events: [] };
const [COUNTS, LIST] = ["/api/calendar/counts/", "/api/calendar/"];

/** An API with that many appointments; `asked` records the requests. */
function holding(total: number) {
  const asked: string[] = [];
  const get = async (path: string): Promise<any> => {
    asked.push(path);
    return path === COUNTS ? [{ total: 1 }, { total: total - 1 }] : SNAPSHOT;
  };
  return { get, asked };
}

test("a month of all doctors is counted first, and not loaded if it is too much", async () => {
  const api = holding(2_001);
  await assert.rejects(readSnapshot(api, MONTH), { code: "too_many" });
  assert.deepEqual(api.asked, [COUNTS]);
});

test("a month within the limit is loaded", async () => {
  const api = holding(2_000);
  assert.equal(await readSnapshot(api, MONTH), SNAPSHOT);
  assert.deepEqual(api.asked, [COUNTS, LIST]);
});

test("a week, or a month of one doctor or patient, is loaded without counting", async () => {
  const api = holding(9_999);
  await readSnapshot(api, WEEK);
  await readSnapshot(api, { ...MONTH, doctor: [1] });
  await readSnapshot(api, { ...MONTH, patient: 5 });
  assert.deepEqual(api.asked, [LIST, LIST, LIST]);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { followMerges, type Merge } from "../../../static/ts/shell/merges.ts";
import { FakeConnection } from "../fake-connection.ts";

const EXAMPLE = new URL("../../events/patient-merged.json", import.meta.url);
const { event, data } = JSON.parse(readFileSync(EXAMPLE, "utf8"));

test("a page is told which record was merged into which", () => {
  const connection = new FakeConnection();
  const told: Merge[] = [];
  const api = { get: async (): Promise<any> => ({}) };
  followMerges({ api, connection }, (merge) => told.push(merge));
  connection.connect();
  connection.confirm("patients", 0, "a");
  connection.onMessage.emit("patients", "another.event", { ...data, seq: 1 });
  connection.onMessage.emit("patients", event, { ...data, seq: 2 });
  assert.deepEqual(
    told.map(({ action, patient, into }) => [action, patient, into.mrn]),
    [["merged", 8, "000002"]],
  );
});

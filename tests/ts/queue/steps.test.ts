import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../static/ts/core/api.ts";
import { elapsed } from "../../../static/ts/queue/running-times.ts";
import { makeStep } from "../../../static/ts/queue/steps.ts";
import { queueEntry } from "./cast.ts";

const CALLED = queueEntry({ version: 2, token_state: "CALLED", room: "Room 4" });

interface Told {
  text: string;
  actions: { label: string; run: () => void }[];
}

function listener() {
  const told: Told[] = [];
  return {
    told,
    tell: (text: string, actions: Told["actions"] = []) => void told.push({ text, actions }),
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a step is said, and its Undo takes back the version that it made", async () => {
  const { told, tell } = listener();
  const undone: any[] = [];
  const step = async (event: any, action: string) => {
    undone.push([event.extendedProps.appointment.version, action]);
    return queueEntry({ version: 3 });
  };
  await makeStep({ step }, async () => CALLED, { action: "call", tell });
  assert.equal(told[0].text, "OP-C-001 called to Room 4.");
  told[0].actions[0].run();
  await settle();
  assert.deepEqual(undone, [[2, "undo"]]);
  assert.deepEqual(told[1], { text: "Last step with OP-C-001 undone.", actions: [] });
});

test("who was not there twice has left", async () => {
  const { told, tell } = listener();
  const left = queueEntry({ token_state: "LEFT" });
  await makeStep({ step: async () => left }, async () => left, { action: "skip", tell });
  assert.equal(told[0].text, "OP-C-001 has left.");
});

test("a refused step is said in a sentence, without Undo", async () => {
  const { told, tell } = listener();
  const refuse = (code: string, detail: string) => () =>
    Promise.reject(new ApiError(409, { code, detail }));
  const step = async () => CALLED;
  await makeStep({ step }, refuse("empty", "No patients are waiting."), { action: "call", tell });
  const stale = refuse("stale", "Someone else changed this appointment.");
  await makeStep({ step }, stale, { action: "skip", token: "OP-C-001", tell });
  assert.deepEqual(told, [
    { text: "No patients are waiting.", actions: [] },
    {
      text: "Another user changed OP-C-001. The list is up to date now. Try again.",
      actions: [],
    },
  ]);
});

test("waiting times are whole minutes, never below zero", () => {
  const at = Date.parse("2026-11-23T10:00:00+05:30");
  const minute = 60_000;
  const since = "2026-11-23T10:00:00+05:30";
  assert.equal(elapsed(since, at - minute), "0 min");
  assert.equal(elapsed(since, at + 59 * minute + 59_000), "59 min");
  assert.equal(elapsed(since, at + 65 * minute), "1 h 5 min");
});

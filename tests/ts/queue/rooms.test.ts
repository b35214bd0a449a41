import assert from "node:assert/strict";
import { test } from "node:test";
import { QueueSteps } from "../../../static/ts/queue/queue-steps.ts";
import { DOCTOR, OTHER_DOCTOR } from "../cast.ts";
import type { RoomCard } from "../../../static/ts/queue/types.ts";

const FIRST = { id: 1, name: "Room 1" };
const SECOND = { id: 2, name: "Room 2", doctor: OTHER_DOCTOR };

/** A desk with these rooms: what it calls, what it says, and its last Undo. */
function desk(rooms: RoomCard[], refused = "") {
  const calls: unknown[][] = [];
  const told: string[] = [];
  let undo = () => {};
  const openRoom = async (id: number, doctor: number) => {
    calls.push(["open", id, doctor]);
    if (refused && calls.length > 1) throw new Error(refused);
    const name = rooms.find((room) => room.id === id)?.name ?? "";
    return { id, name, doctor: [DOCTOR, OTHER_DOCTOR].find((each) => each.id === doctor) };
  };
  const closeRoom = async (id: number) => void calls.push(["close", id]);
  const tell = (text: string, actions: { run: () => void }[] = []) => {
    told.push(text);
    undo = actions[0]?.run ?? (() => assert.fail("no Undo"));
  };
  const parts = [{ openRoom, closeRoom }, { queue: { rooms } }, tell] as any;
  const steps = new QueueSteps(...(parts as ConstructorParameters<typeof QueueSteps>));
  const takeBack = async () => {
    undo();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { steps, calls, told, takeBack };
}

test("the Undo of an opened room closes it", async () => {
  const { steps, calls, told, takeBack } = desk([FIRST, SECOND]);
  await steps.openRoom(FIRST, DOCTOR.id);
  await takeBack();
  assert.deepEqual(calls.at(-1), ["close", 1]);
  assert.equal(told.at(-1), "Room 1 is closed.");
});

test("the Undo of an opened room leads the doctor back to the former one", async () => {
  const { steps, calls, takeBack } = desk([FIRST, SECOND]);
  await steps.openRoom(FIRST, OTHER_DOCTOR.id);
  await takeBack();
  assert.deepEqual(calls, [
    ["open", 1, OTHER_DOCTOR.id],
    ["open", 2, OTHER_DOCTOR.id],
  ]);
});

test("the Undo of a closed room opens it for the same doctor", async () => {
  const { steps, calls, takeBack } = desk([FIRST, SECOND]);
  await steps.closeRoom(SECOND);
  await takeBack();
  assert.deepEqual(calls, [
    ["close", 2],
    ["open", 2, OTHER_DOCTOR.id],
  ]);
});

test("a refused Undo says why", async () => {
  const { steps, told, takeBack } = desk([FIRST, SECOND], "Dr. Anand is in Room 2.");
  await steps.openRoom(FIRST, OTHER_DOCTOR.id);
  await takeBack();
  assert.equal(told.at(-1), "Not undone. Dr. Anand is in Room 2.");
});

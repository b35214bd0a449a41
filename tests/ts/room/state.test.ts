import assert from "node:assert/strict";
import { test } from "node:test";
import { roomState } from "../../../static/ts/room/state.ts";
import { queueEntry } from "../queue/cast.ts";
import type { Queue, QueueEntry, RoomCard } from "../../../static/ts/queue/types.ts";

const LEILA = { id: 1, name: "Dr. Leila Haddad" };
const TOMAS = { id: 2, name: "Dr. Tomas Novak" };
const MINE: RoomCard = { id: 4, name: "Room 4", doctor: LEILA };
const THEIRS: RoomCard = { id: 5, name: "Room 5", doctor: TOMAS };
const CLOSED: RoomCard = { id: 6, name: "Room 6" };

function queue(entries: QueueEntry[], rooms: RoomCard[] = []): Queue {
  return { heads: {}, epoch: "e", date: "2026-11-23", entries, rooms, earlier: [] };
}

const ids = (entries: QueueEntry[]) => entries.map(({ id }) => id);
const called = (id: number, room: string | null, doctor: typeof LEILA | null) =>
  queueEntry({ id, room, doctor, token_state: "CALLED", position: null });

test("in an open room the room decides who is here, whoever the doctor is", () => {
  const entries = [called(1, "Room 4", TOMAS), called(2, "Room 5", LEILA)];
  assert.deepEqual(ids(roomState(queue(entries, [MINE, THEIRS]), LEILA).here), [1]);
});

test("those who were called to a room that has closed stay with their doctor", () => {
  const entries = [called(1, "Room 6", LEILA), called(2, "Room 6", TOMAS), called(3, null, LEILA)];
  assert.deepEqual(ids(roomState(queue(entries, [CLOSED]), LEILA).here), [1, 3]);
});

test("those who wait are the doctor's and those of any doctor, in the server's order", () => {
  const entries = [
    queueEntry({ id: 3, doctor: LEILA }),
    queueEntry({ id: 1, doctor: TOMAS }),
    queueEntry({ id: 2, doctor: null }),
  ];
  assert.deepEqual(ids(roomState(queue(entries), LEILA).waiting), [3, 2]);
});

test("calls need an open room of one's own, but none in a department without rooms", () => {
  const mayCall = (rooms: RoomCard[]) => roomState(queue([], rooms), LEILA).mayCall;
  assert.deepEqual(
    [mayCall([]), mayCall([MINE]), mayCall([CLOSED]), mayCall([THEIRS])],
    [true, true, false, false],
  );
});

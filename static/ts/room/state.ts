/** What of a department's queue concerns one doctor. The order stays the server's. */
import type { Person } from "../core/types.ts";
import type { Queue, QueueEntry, RoomCard } from "../queue/types.ts";

export interface RoomState {
  /** The doctor's open room; null while none is, and in a department without rooms. */
  room: RoomCard | null;
  /** All of the department. */
  rooms: RoomCard[];
  /** Whether patients can be called: with an open room, or in a department without rooms. */
  mayCall: boolean;
  /** Served or called by this doctor, the one who is served first. */
  here: QueueEntry[];
  /** Those whom this doctor may see. */
  waiting: QueueEntry[];
}

export function roomState({ entries, rooms }: Queue, doctor: Person): RoomState {
  const room = rooms.find((each) => each.doctor?.id === doctor.id) ?? null;
  const open = new Set(rooms.filter((each) => each.doctor).map(({ name }) => name));
  /** In an open room the room decides, else the doctor. */
  const isHere = ({ extendedProps: { appointment: visit } }: QueueEntry) =>
    visit.room !== null && open.has(visit.room)
      ? visit.room === room?.name
      : visit.doctor?.id === doctor.id;
  const isSeen = ({ extendedProps: { appointment: visit } }: QueueEntry) =>
    !visit.doctor || visit.doctor.id === doctor.id;
  return {
    room,
    rooms,
    mayCall: room !== null || rooms.length === 0,
    here: entries.filter((each) => !waits(each) && isHere(each)),
    waiting: entries.filter((each) => waits(each) && isSeen(each)),
  };
}

function waits({ extendedProps }: QueueEntry) {
  return extendedProps.appointment.position !== null;
}

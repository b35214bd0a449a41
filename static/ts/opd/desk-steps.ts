/** The steps of the desk: what is asked before each, the call, and the toast with Undo. */
import { nameText } from "../core/patient.ts";
import { ask, askField, askSelect } from "../queue/ask.ts";
import { messages as words } from "../queue/messages.ts";
import { QueueSteps } from "../queue/queue-steps.ts";
import { leftQuestion, reasonField, transferQuestion } from "../queue/questions.ts";
import { makeStep } from "../queue/steps.ts";
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import { notServed } from "./notices.ts";
import type { QueueCalls } from "../queue/calls.ts";
import type { LiveQueue } from "../queue/live-queue.ts";
import type { Action, QueueEntry, RoomCard } from "../queue/types.ts";
import type { Departments } from "./departments.ts";

export class DeskSteps {
  #calls: QueueCalls;
  #live: LiveQueue;
  #steps: QueueSteps;
  #departments: Departments;
  /** The room of the last call: the next one goes there too. */
  #lastRoom = 0;

  constructor(calls: QueueCalls, live: LiveQueue, departments: Departments) {
    this.#calls = calls;
    this.#live = live;
    this.#steps = new QueueSteps(calls, live);
    this.#departments = departments;
  }

  /** The open room to which `c` calls; undefined while none is open. */
  get chosenRoom(): RoomCard | undefined {
    return this.#openRooms.find(({ id }) => id === this.#lastRoom) ?? this.#openRooms[0];
  }

  callNext(room?: RoomCard) {
    if (room) this.#lastRoom = room.id;
    const call = () => this.#calls.callNext(room ? { room: room.id } : {});
    return makeStep(this.#calls, call, { action: "call" });
  }

  make(entry: QueueEntry, action: Action) {
    if (action === "call") return this.#call(entry);
    if (action === "transfer") return this.#transfer(entry);
    if (action === "left") return this.#steps.asked(entry, "left", leftQuestion(entry));
    return this.#steps.direct(entry, action);
  }

  async openRoom(room: RoomCard) {
    const before = this.#steps.rooms;
    const taken = new Set(this.#openRooms.map(({ doctor }) => doctor?.id));
    const doctors = this.#departments.shown.doctors.map(({ id, name }) => ({
      value: id,
      label: name,
    }));
    const free = doctors.filter(({ value }) => !taken.has(value));
    const opened = await ask({
      title: messages.openRoom(room.name),
      fields: [
        askField(
          words.doctor,
          askSelect("doctor", [...free, ...doctors.filter(({ value }) => taken.has(value))]),
        ),
      ],
      button: messages.open,
      send: (data) => this.#calls.openRoom(room.id, Number(data.get("doctor")) || undefined),
    });
    if (opened) this.#steps.tellOpened(opened, before);
  }

  /** The queue of an earlier day. */
  async closeDay() {
    const waiting = notServed(this.#live.queue?.entries ?? []).length;
    const left = await ask({
      title: messages.askCloseDay,
      text: messages.closeDayMeans(waiting),
      button: messages.closeDay,
      send: () => this.#calls.closeDay(),
    });
    if (left !== null) toast(messages.dayClosed(left));
  }

  closeRoom(room: RoomCard) {
    return this.#steps.closeRoom(room);
  }

  /** Out of turn it asks why; it asks for the room where the patient's doctor has none. */
  #call(entry: QueueEntry) {
    const { doctor, ahead, token } = entry.extendedProps.appointment;
    const rooms = this.#openRooms;
    const own = rooms.find((room) => doctor && room.doctor?.id === doctor.id);
    const room = own ?? this.chosenRoom;
    const isClear = own || !doctor || rooms.length < 2;
    if (!ahead && isClear) return this.#steps.direct(entry, "call", room && { room: room.id });
    const choices = rooms.map((each) => ({ value: each.id, label: roomLabel(each) }));
    const select = askSelect("room", choices);
    if (room) select.value = String(room.id);
    return this.#steps.asked(entry, "call", {
      title: words.callOf(token, nameText(entry.extendedProps.patient)),
      text: ahead ? words.ahead(ahead) : undefined,
      fields: [
        ...(ahead ? [reasonField()] : []),
        ...(rooms.length > 1 ? [askField(messages.room, select)] : []),
      ],
      button: words.actions.call,
      details: (data) => ({
        reason: String(data.get("reason") ?? ""),
        ...(room && { room: Number(data.get("room")) || room.id }),
      }),
    });
  }

  #transfer(entry: QueueEntry) {
    const { all, shown } = this.#departments;
    return this.#steps.asked(entry, "transfer", transferQuestion(entry, all, shown));
  }

  get #openRooms() {
    return this.#steps.rooms.filter(({ doctor }) => doctor);
  }
}

export function roomLabel({ name, doctor }: RoomCard) {
  return doctor ? `${name} · ${doctor.name}` : name;
}

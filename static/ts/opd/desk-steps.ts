/** The steps of the desk: what is asked before each, the call, and the toast with Undo. */
import { ask, askField, askSelect } from "../queue/ask.ts";
import { messages as words } from "../queue/messages.ts";
import {
  leftQuestion,
  reasonField,
  transferQuestion,
  type StepQuestion,
} from "../queue/questions.ts";
import { makeStep, tellStep } from "../queue/steps.ts";
import { stepRefused } from "../queue/words.ts";
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Failure } from "../core/api.ts";
import type { QueueCalls } from "../queue/calls.ts";
import type { LiveQueue } from "../queue/live-queue.ts";
import type { Action, QueueEntry, RoomCard } from "../queue/types.ts";
import type { Departments } from "./departments.ts";

export class DeskSteps {
  #calls: QueueCalls;
  #live: LiveQueue;
  #departments: Departments;
  /** The room of the last call: the next one goes there too. */
  #lastRoom = 0;

  constructor(calls: QueueCalls, live: LiveQueue, departments: Departments) {
    this.#calls = calls;
    this.#live = live;
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
    if (action === "left") return this.#asked(entry, "left", leftQuestion(entry));
    return this.#direct(entry, action);
  }

  async openRoom(room: RoomCard) {
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
    if (opened) toast(words.opened(opened.name, opened.doctor?.name ?? ""));
  }

  async closeRoom(room: RoomCard) {
    try {
      await this.#calls.closeRoom(room.id);
      const again = () => void this.#openAgain(room);
      toast(words.roomClosed(room.name), [{ label: words.undo, run: again }]);
    } catch (error) {
      toast((error as Failure).message);
    }
  }

  async #openAgain(room: RoomCard) {
    try {
      const { name, doctor } = await this.#calls.openRoom(room.id, room.doctor?.id);
      toast(words.opened(name, doctor?.name ?? ""));
    } catch (error) {
      toast(words.notUndone((error as Failure).message));
    }
  }

  #direct(entry: QueueEntry, action: Action, details = {}) {
    const { token } = entry.extendedProps.appointment;
    const call = () => this.#calls.step(this.#newest(entry), action, details);
    return makeStep(this.#calls, call, { action, token });
  }

  /** Out of turn it asks why; it asks for the room where the patient's doctor has none. */
  #call(entry: QueueEntry) {
    const { doctor, ahead, token } = entry.extendedProps.appointment;
    const rooms = this.#openRooms;
    const own = rooms.find((room) => doctor && room.doctor?.id === doctor.id);
    const room = own ?? this.chosenRoom;
    const isClear = own || !doctor || rooms.length < 2;
    if (!ahead && isClear) return this.#direct(entry, "call", room && { room: room.id });
    const choices = rooms.map((each) => ({ value: each.id, label: roomLabel(each) }));
    const select = askSelect("room", choices);
    if (room) select.value = String(room.id);
    return this.#asked(entry, "call", {
      title: words.callOf(token, entry.extendedProps.patient.name),
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
    return this.#asked(entry, "transfer", transferQuestion(entry, all, shown));
  }

  async #asked(
    entry: QueueEntry,
    action: Action,
    question: StepQuestion,
  ): Promise<CalendarEvent | null> {
    const event = await ask({
      ...question,
      send: (data) => this.#calls.step(this.#newest(entry), action, question.details(data)),
      refused: (error) => stepRefused(error, entry.extendedProps.appointment.token),
    });
    if (event) tellStep(this.#calls, event, action);
    return event;
  }

  /** After a refusal as stale the list shows the new state, and the next try means that one. */
  #newest(entry: QueueEntry) {
    return this.#live.queue?.entries.find(({ id }) => id === entry.id) ?? entry;
  }

  get #openRooms() {
    return (this.#live.queue?.rooms ?? []).filter(({ doctor }) => doctor);
  }
}

export function roomLabel({ name, doctor }: RoomCard) {
  return doctor ? `${name} · ${doctor.name}` : name;
}

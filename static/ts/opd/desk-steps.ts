/** The steps of the desk: what is asked before each, the call, and the toast with Undo. */
import { el } from "../core/dom.ts";
import { messages as words } from "../queue/messages.ts";
import { makeStep, tellStep } from "../queue/steps.ts";
import { stepRefused } from "../queue/words.ts";
import { toast } from "../shell/toast.ts";
import { ask, askField, askSelect } from "./ask.ts";
import { fillSelect, type Departments } from "./departments.ts";
import { messages } from "./messages.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Failure } from "../core/api.ts";
import type { QueueCalls } from "../queue/calls.ts";
import type { LiveQueue } from "../queue/live-queue.ts";
import type { Action, QueueEntry, RoomCard } from "../queue/types.ts";

/** The API's limit (characters). */
const MAX_REASON = 500;

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
    if (action === "left") return this.#left(entry);
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
          messages.doctor,
          askSelect("doctor", [...free, ...doctors.filter(({ value }) => taken.has(value))]),
        ),
      ],
      button: messages.open,
      send: (data) => this.#calls.openRoom(room.id, Number(data.get("doctor")) || undefined),
    });
    if (opened) toast(messages.opened(opened.name, opened.doctor?.name ?? ""));
  }

  async closeRoom(room: RoomCard) {
    try {
      await this.#calls.closeRoom(room.id);
      const again = () => void this.#openAgain(room);
      toast(messages.roomClosed(room.name), [{ label: words.undo, run: again }]);
    } catch (error) {
      toast((error as Failure).message);
    }
  }

  async #openAgain(room: RoomCard) {
    try {
      const { name, doctor } = await this.#calls.openRoom(room.id, room.doctor?.id);
      toast(messages.opened(name, doctor?.name ?? ""));
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
    const reason = el("input", {
      name: "reason",
      class: "form-control",
      maxlength: MAX_REASON,
      required: true,
      autocomplete: "off",
    });
    return this.#asked(entry, "call", {
      title: messages.callOf(token, entry.extendedProps.patient.name),
      text: ahead ? messages.ahead(ahead) : undefined,
      fields: [
        ...(ahead ? [askField(messages.whyOutOfTurn, reason, messages.keptInHistory)] : []),
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
    const { token, kind } = entry.extendedProps.appointment;
    const { all, shown } = this.#departments;
    const departments = askSelect(
      "department",
      all.map(({ id, name }) => ({ value: id, label: name })),
    );
    departments.value = String(shown.id);
    const doctors = askSelect("doctor", []);
    const fill = () => {
      const chosen = all.find(({ id }) => String(id) === departments.value);
      // A booked visit always has a doctor.
      const any = kind === "opd" ? [{ value: "", label: words.anyDoctor }] : [];
      const named = chosen?.doctors.map(({ id, name }) => ({ value: id, label: name })) ?? [];
      fillSelect(doctors, [...any, ...named]);
    };
    departments.addEventListener("change", fill);
    fill();
    return this.#asked(entry, "transfer", {
      title: messages.transferOf(token, entry.extendedProps.patient.name),
      text: messages.keepsArrival,
      fields: [askField(messages.department, departments), askField(messages.doctor, doctors)],
      button: words.actions.transfer,
      details: (data) => ({
        department: Number(data.get("department")),
        ...(data.get("doctor") && { doctor: Number(data.get("doctor")) }),
      }),
    });
  }

  #left(entry: QueueEntry) {
    const { token } = entry.extendedProps.appointment;
    return this.#asked(entry, "left", {
      title: messages.leftOf(token, entry.extendedProps.patient.name),
      text: messages.leftMeans,
      button: messages.hasLeft,
      details: () => ({}),
    });
  }

  async #asked(
    entry: QueueEntry,
    action: Action,
    question: {
      title: string;
      text?: string;
      fields?: HTMLElement[];
      button: string;
      details: (data: FormData) => object;
    },
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

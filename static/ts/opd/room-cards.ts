/** The rooms with who is called or served there, and those who are called without an open room. */
import { byId, el } from "../core/dom.ts";
import { patientLink, tokenTag } from "../queue/elements.ts";
import { renderKeyed, type Item } from "../queue/keyed.ts";
import { messages as words } from "../queue/messages.ts";
import { runningTime } from "../queue/running-times.ts";
import { stepButtons } from "../queue/step-buttons.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Queue, QueueEntry, RoomCard } from "../queue/types.ts";
import type { DeskSteps } from "./desk-steps.ts";

export class RoomCards {
  #cards = byId("room-cards");
  #steps: DeskSteps;
  #clock: Clock;
  #mayCall: boolean;

  constructor(steps: DeskSteps, clock: Clock, mayCall: boolean) {
    this.#steps = steps;
    this.#clock = clock;
    this.#mayCall = mayCall;
  }

  show({ entries, rooms }: Queue) {
    const there = entries.filter(({ extendedProps }) => !extendedProps.appointment.position);
    const inRoom = ({ name }: RoomCard) =>
      there.filter(({ extendedProps }) => extendedProps.appointment.room === name);
    const names = new Set(rooms.map(({ name }) => name));
    const others = there.filter(
      ({ extendedProps: { appointment } }) => !names.has(appointment.room ?? ""),
    );
    // Open rooms first: a department with many has most of them closed at night.
    const sorted = [
      ...rooms.filter(({ doctor }) => doctor),
      ...rooms.filter(({ doctor }) => !doctor),
    ];
    const items: Item[] = sorted.map((room) => this.#room(room, inRoom(room)));
    if (others.length || !rooms.length) items.unshift(this.#withoutRoom(others, rooms.length > 0));
    renderKeyed(this.#cards, items, byId("rooms-title"));
  }

  hide() {
    this.#cards.replaceChildren();
  }

  #room(room: RoomCard, there: QueueEntry[]): Item {
    const chosen = this.#steps.chosenRoom?.id === room.id;
    return {
      key: `room-${room.id}`,
      content: JSON.stringify([room, there, chosen]),
      make: () =>
        el(
          "article",
          {
            class: "room-card surface",
            "data-open": String(Boolean(room.doctor)),
            "data-testid": "room",
          },
          el(
            "header",
            { class: "room-head" },
            el("h3", { text: room.name }),
            el("span", { class: "text-muted", text: room.doctor?.name ?? messages.closed }),
            this.#mayCall && this.#session(room),
          ),
          ...there.map((entry) => this.#entry(entry)),
          room.doctor && !there.length
            ? el("p", { class: "text-muted", text: messages.nobodyThere })
            : null,
          this.#mayCall && room.doctor ? this.#next(chosen, room) : null,
        ),
    };
  }

  #withoutRoom(there: QueueEntry[], hasRooms: boolean): Item {
    return {
      key: "without-room",
      content: JSON.stringify([there, hasRooms]),
      make: () =>
        el(
          "article",
          { class: "room-card surface", "data-open": "true", "data-testid": "without-room" },
          hasRooms ? el("h3", { text: messages.withoutRoom }) : null,
          ...there.map((entry) => this.#entry(entry)),
          there.length ? null : el("p", { class: "text-muted", text: messages.nobodyThere }),
          this.#mayCall && !hasRooms ? this.#next(true) : null,
        ),
    };
  }

  #entry(entry: QueueEntry) {
    const { token, token_state: state, since } = entry.extendedProps.appointment;
    return el(
      "div",
      { class: "room-entry", "data-testid": "there" },
      el(
        "div",
        { class: "room-token" },
        tokenTag(token),
        el(
          "span",
          { class: "queue-state", "data-queue-state": state },
          words.states[state],
          " ",
          runningTime(since),
        ),
      ),
      patientLink(entry, this.#clock),
      stepButtons(entry, (which, action) => void this.#steps.make(which, action)),
    );
  }

  #session(room: RoomCard) {
    const isOpen = room.doctor !== undefined;
    return el("button", {
      type: "button",
      class: "btn btn-sm btn-quiet",
      "data-control": "session",
      text: isOpen ? messages.close : messages.open,
      "aria-label": isOpen ? messages.closeRoom(room.name) : messages.openRoom(room.name),
      onclick: () => void (isOpen ? this.#steps.closeRoom(room) : this.#steps.openRoom(room)),
    });
  }

  /** `chosen`: the one to which the key calls. Without a room the department has none. */
  #next(chosen: boolean, room?: RoomCard) {
    return el("button", {
      type: "button",
      class: chosen ? "btn btn-primary" : "btn btn-quiet",
      "data-control": "next",
      "data-key-hint": chosen && "c",
      "aria-label": room ? messages.callNextTo(room.name) : words.callNext,
      "aria-keyshortcuts": chosen && "c",
      text: words.callNext,
      onclick: () => void this.#steps.callNext(room),
    });
  }
}

/** Who is called or served here, or the rooms that can be opened. */
import { byId, el } from "../core/dom.ts";
import { nameElement, nameText } from "../core/patient.ts";
import { patientLink, tokenTag, whyChip } from "../queue/elements.ts";
import { renderKeyed, type Item } from "../queue/keyed.ts";
import { messages as words } from "../queue/messages.ts";
import { elapsed, runningTime } from "../queue/running-times.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { QueueEntry, RoomCard } from "../queue/types.ts";
import type { RoomState } from "./state.ts";

export interface NowParts {
  clock: Clock;
  /** Chooses the one of several who are here to whom the steps belong. */
  choose: (entry: QueueEntry) => void;
  open: (room: RoomCard) => void;
}

export class NowView {
  #list = byId("now-cards");
  #parts: NowParts;

  constructor(parts: NowParts) {
    this.#parts = parts;
  }

  show({ here, rooms, mayCall }: RoomState, current: QueueEntry | undefined) {
    const items: Item[] = [];
    if (current) items.push(this.#card(current));
    for (const other of here.filter((each) => each !== current)) items.push(this.#other(other));
    if (!mayCall) items.push(this.#choice(rooms));
    else if (!current) items.push(nobody());
    renderKeyed(this.#list, items, byId("room-title"));
  }

  hide(why: string) {
    this.#list.replaceChildren(el("p", { class: "room-empty text-muted", text: why }));
  }

  #card(entry: QueueEntry): Item {
    const { patient, appointment: visit } = entry.extendedProps;
    return {
      key: String(entry.id),
      content: JSON.stringify(entry),
      make: () =>
        el(
          "article",
          { class: "now-card surface", "data-testid": "current" },
          el(
            "div",
            { class: "now-token" },
            tokenTag(visit.token),
            el(
              "span",
              { class: "queue-state", "data-queue-state": visit.token_state },
              words.states[visit.token_state],
              " ",
              runningTime(visit.since),
            ),
          ),
          el("h2", { class: "now-patient" }, patientLink(entry, this.#parts.clock)),
          el("p", { class: "now-reason", text: visit.complaint }),
          el(
            "p",
            { class: "now-facts text-muted" },
            whyChip(entry),
            el("span", {
              class: "tabular",
              text: `${messages.waited} ${elapsed(visit.arrival, Date.parse(visit.since))}`,
            }),
            el("span", { class: "tabular", dir: "ltr", text: patient.mrn }),
          ),
        ),
    };
  }

  #other(entry: QueueEntry): Item {
    const { patient, appointment: visit } = entry.extendedProps;
    return {
      key: `other-${entry.id}`,
      content: JSON.stringify(entry),
      make: () =>
        el(
          "button",
          {
            type: "button",
            class: "now-other surface",
            "aria-label": messages.showThis(visit.token, nameText(patient)),
            onclick: () => this.#parts.choose(entry),
          },
          tokenTag(visit.token),
          nameElement(patient),
          el("span", {
            class: "queue-state",
            "data-queue-state": visit.token_state,
            text: words.states[visit.token_state],
          }),
        ),
    };
  }

  #choice(rooms: RoomCard[]): Item {
    return {
      key: "rooms",
      content: JSON.stringify(rooms),
      make: () =>
        el(
          "div",
          { class: "room-choice surface", "data-testid": "room-choice" },
          el("h2", { text: messages.chooseRoom }),
          ...rooms.map((room) => this.#room(room)),
        ),
    };
  }

  #room(room: RoomCard) {
    return el(
      "button",
      {
        type: "button",
        class: "room-option",
        disabled: room.doctor !== undefined,
        "data-control": `room-${room.id}`,
        onclick: () => this.#parts.open(room),
      },
      el("strong", { text: room.name }),
      el("span", { text: room.doctor?.name ?? messages.openRoom }),
    );
  }
}

function nobody(): Item {
  return {
    key: "nobody",
    content: "",
    make: () => el("p", { class: "room-empty text-muted", text: messages.nobodyCalled }),
  };
}

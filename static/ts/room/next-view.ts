/** The next three of those who wait for this doctor. */
import { byId, el } from "../core/dom.ts";
import { patientLink, tokenTag, whyChip } from "../queue/elements.ts";
import { renderKeyed } from "../queue/keyed.ts";
import { messages as words } from "../queue/messages.ts";
import { runningTime } from "../queue/running-times.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { QueueEntry } from "../queue/types.ts";
import type { RoomState } from "./state.ts";

const SHOWN = 3;

export class NextView {
  #rows = byId("next-rows");
  #empty = byId("next-empty");
  #more = byId("next-more");
  #clock: Clock;
  #call: (entry: QueueEntry) => void;

  /** `call`: calls a certain one. */
  constructor(clock: Clock, call: (entry: QueueEntry) => void) {
    this.#clock = clock;
    this.#call = call;
  }

  show({ waiting, mayCall }: RoomState) {
    const next = waiting.slice(0, SHOWN);
    renderKeyed(
      this.#rows,
      next.map((entry) => ({
        key: String(entry.id),
        content: JSON.stringify([entry, mayCall]),
        make: () => this.#row(entry, mayCall),
      })),
      byId("next-title"),
    );
    this.#empty.textContent = words.nobody;
    this.#empty.hidden = next.length > 0;
    this.#more.hidden = waiting.length <= SHOWN;
    this.#more.textContent = messages.more(waiting.length - SHOWN);
  }

  hide() {
    this.#rows.replaceChildren();
    this.#empty.hidden = this.#more.hidden = true;
  }

  #row(entry: QueueEntry, mayCall: boolean) {
    const { appointment: visit } = entry.extendedProps;
    return el(
      "li",
      { class: "next-row surface", "data-testid": "next" },
      tokenTag(visit.token),
      patientLink(entry, this.#clock),
      el("span", { class: "next-facts" }, whyChip(entry), runningTime(visit.arrival)),
      mayCall &&
        visit.actions.includes("call") &&
        el("button", {
          type: "button",
          class: "btn btn-sm btn-quiet",
          "data-control": "call",
          text: words.actions.call,
          "aria-label": words.stepFor(words.actions.call, visit.token),
          onclick: () => this.#call(entry),
        }),
    );
  }
}

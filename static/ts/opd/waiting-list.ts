/** Those who wait, in the queue's order. */
import { byId, el } from "../core/dom.ts";
import { patientLink, tokenTag, whyChip } from "../queue/elements.ts";
import { renderKeyed } from "../queue/keyed.ts";
import { messages as words } from "../queue/messages.ts";
import { runningTime } from "../queue/running-times.ts";
import { estimateText } from "../queue/words.ts";
import { Filters } from "./filters.ts";
import { stepButtons, type Make, type MenuItem } from "../queue/step-buttons.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Queue, QueueEntry } from "../queue/types.ts";

export class WaitingList {
  #rows = byId("queue-rows");
  #empty = byId("queue-empty");
  #filters = new Filters(() => this.#render());
  #make: Make;
  #others: (entry: QueueEntry) => MenuItem[];
  #clock: Clock;
  #waiting: QueueEntry[] = [];

  /** `others`: what the menu of a row offers beside the steps. */
  constructor(make: Make, others: (entry: QueueEntry) => MenuItem[], clock: Clock) {
    this.#make = make;
    this.#others = others;
    this.#clock = clock;
  }

  show({ entries }: Queue) {
    this.#waiting = entries.filter(({ extendedProps }) => extendedProps.appointment.position);
    this.#filters.offer(this.#waiting);
    this.#render();
  }

  /** While another queue is read, or none can be: `why` in place of the rows. */
  hide(why: string) {
    this.#rows.replaceChildren();
    this.#empty.textContent = why;
    this.#empty.hidden = false;
    byId("queue-table").hidden = true;
  }

  #render() {
    const shown = this.#waiting.filter((entry) => this.#filters.matches(entry));
    renderKeyed(
      this.#rows,
      shown.map((entry) => ({
        key: String(entry.id),
        content: JSON.stringify(entry),
        make: () => this.#row(entry),
      })),
      byId("waiting-title"),
    );
    byId("queue-table").hidden = shown.length === 0;
    this.#empty.hidden = shown.length > 0;
    if (this.#waiting.length && this.#filters.active) {
      const clear = () => (this.#filters.clear(), this.#render());
      const button = { type: "button", class: "btn btn-sm btn-quiet", onclick: clear };
      this.#empty.replaceChildren(
        messages.noneMatch,
        " ",
        el("button", { ...button, text: messages.clearFilters }),
      );
    } else this.#empty.textContent = words.nobody;
  }

  #row(entry: QueueEntry) {
    const { appointment: visit } = entry.extendedProps;
    const cell = (name: string, ...children: (Node | string)[]) =>
      el("span", { role: "cell", class: `cell-${name}` }, ...children);
    return el(
      "div",
      { class: "queue-row", role: "row", "data-testid": "entry", "data-priority": visit.priority },
      cell("token", tokenTag(visit.token)),
      cell(
        "patient",
        patientLink(entry, this.#clock),
        el("span", { class: "text-muted reason", text: visit.complaint }),
      ),
      cell("doctor", visit.doctor?.name ?? words.anyDoctor),
      cell("why", whyChip(entry)),
      cell("waiting", runningTime(visit.arrival)),
      cell("estimate", estimateText(visit.estimate)),
      cell("steps", stepButtons(entry, this.#make, this.#others(entry))),
    );
  }
}

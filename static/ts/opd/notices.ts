/** What the desk has to know of a queue before its rows: another day, earlier days, no open room, no connection. */
import { byId, el, icon } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Queue } from "../queue/types.ts";
import type { Departments } from "./departments.ts";

const ICONS = {
  info: "info-circle",
  warning: "exclamation-triangle",
  error: "exclamation-triangle",
};

interface Notice {
  kind: keyof typeof ICONS;
  text: string;
  action?: HTMLElement;
}

export class Notices {
  #departments: Departments;
  #clock: Clock;
  #shown = "";

  constructor(departments: Departments, clock: Clock) {
    this.#departments = departments;
    this.#clock = clock;
  }

  show({ date, rooms, earlier }: Queue) {
    const { name } = this.#departments.shown;
    const day = (text: string) => this.#clock.day(`${text}T12:00:00Z`);
    const link = (text: string, to: string) =>
      el("a", { class: "btn btn-sm btn-quiet", href: to, text });
    const notices: Notice[] = [];
    if (this.#departments.asked.date) {
      const today = link(messages.backToToday, this.#departments.address());
      notices.push({ kind: "warning", text: messages.otherDay(day(date)), action: today });
    }
    if (rooms.length && rooms.every(({ doctor }) => !doctor)) {
      notices.push({ kind: "warning", text: messages.noRoomOpen(name) });
    }
    for (const other of earlier.filter((each) => each.date !== this.#departments.asked.date)) {
      const open = link(messages.openDay, this.#departments.address(other.date));
      notices.push({
        kind: "info",
        text: messages.earlier(other.waiting, day(other.date)),
        action: open,
      });
    }
    this.#render(notices);
  }

  /** The queue could not be read; `again` tries. */
  failed(text: string, again: () => void) {
    const retry = { type: "button", class: "btn btn-sm btn-quiet", text: messages.tryAgain };
    this.#render([{ kind: "error", text, action: el("button", { ...retry, onclick: again }) }]);
  }

  clear() {
    this.#render([]);
  }

  /** The same notices stay, with the focus on their links. */
  #render(notices: Notice[]) {
    const shown = JSON.stringify(notices.map(({ kind, text }) => [kind, text]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    byId("queue-notices").replaceChildren(
      ...notices.map(({ kind, text, action }) =>
        el(
          "div",
          { class: `notice notice-${kind}`, role: kind === "error" ? "alert" : "status" },
          icon(ICONS[kind]),
          el("span", { text }),
          action,
        ),
      ),
    );
  }
}

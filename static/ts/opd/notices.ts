/** What the desk has to know of a queue before its rows: another day, earlier days, no open room, no connection. */
import { el } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { messages as words } from "../queue/messages.ts";
import { NoticeList, type Notice } from "../queue/notice-list.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Queue, QueueEntry } from "../queue/types.ts";
import type { Departments } from "./departments.ts";

export class Notices {
  #list = new NoticeList();
  #departments: Departments;
  #clock: Clock;
  #closeDay: (() => void) | null;

  /** `closeDay`: closes the queue of an earlier day, which is shown; null if the user may not. */
  constructor(departments: Departments, clock: Clock, closeDay: (() => void) | null) {
    this.#departments = departments;
    this.#clock = clock;
    this.#closeDay = closeDay;
  }

  show({ date, entries, rooms, earlier }: Queue) {
    const { name } = this.#departments.shown;
    const day = (text: string) => this.#clock.day(`${text}T12:00:00Z`);
    const link = (text: string, to: string) =>
      el("a", { class: "btn btn-sm btn-quiet", href: to, text });
    const notices: Notice[] = [];
    if (this.#departments.asked.date) {
      const today = link(messages.backToToday, this.#departments.address());
      notices.push({ kind: "warning", text: messages.otherDay(day(date)), action: today });
      const waiting = notServed(entries).length;
      if (this.#closeDay && waiting && date < this.#clock.date(serverNow())) {
        const close = { type: "button", class: "btn btn-sm btn-quiet", onclick: this.#closeDay };
        const action = el("button", { ...close, text: messages.closeDay });
        notices.push({ kind: "info", text: messages.stillWaiting(waiting), action });
      }
    }
    if (rooms.length && rooms.every(({ doctor }) => !doctor)) {
      notices.push({ kind: "warning", text: messages.noRoomOpen(name) });
    }
    for (const other of earlier.filter((each) => each.date !== this.#departments.asked.date)) {
      const open = link(words.openDay, this.#departments.address(other.date));
      notices.push({
        kind: "info",
        text: words.earlier(other.waiting, day(other.date)),
        action: open,
      });
    }
    this.#list.show(notices);
  }

  /** The queue could not be read; `again` tries. */
  failed(text: string, again: () => void) {
    this.#list.failed(text, again);
  }

  clear() {
    this.#list.show([]);
  }
}

/** Those who would have left if the queue were closed. */
export function notServed(entries: QueueEntry[]) {
  return entries.filter(({ extendedProps }) => extendedProps.appointment.token_state !== "SERVING");
}

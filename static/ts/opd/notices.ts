/** What the desk has to know of a queue before its rows: another day, earlier days, no open room, no connection. */
import { el } from "../core/dom.ts";
import { messages as words } from "../queue/messages.ts";
import { NoticeList, type Notice } from "../queue/notice-list.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Queue } from "../queue/types.ts";
import type { Departments } from "./departments.ts";

export class Notices {
  #list = new NoticeList();
  #departments: Departments;
  #clock: Clock;

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

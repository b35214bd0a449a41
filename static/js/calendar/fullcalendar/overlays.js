/** What a FullCalendar shows besides appointments: numbers instead of too many of them, and shades. */
import { messages } from "../../core/messages.js";
import { shadeClass } from "../closed-hours.js";

export class Marks {
  #calendar;
  /** What stands under each name. @type {Map<string, string>} */
  #shown = new Map();

  /** @param {import("fullcalendar").Calendar} calendar */
  constructor(calendar) {
    this.#calendar = calendar;
  }

  /** Labels days with their numbers. @param {{date: string, total: number}[]} counts */
  showCounts(counts) {
    this.#replace(
      "counts",
      counts.map(({ date, total }) => ({
        id: `count-${date}`,
        title: messages.dayCount(total),
        start: date,
        allDay: true,
        extendedProps: { count: date },
        className: "day-count",
        editable: false,
      })),
    );
  }

  /** Labels hours with their numbers. @param {ReturnType<typeof import("../hourly-counts.js").loadByHour>} load */
  showLoad(load) {
    this.#replace(
      "load",
      load.map(({ start, end, date, total }) => ({
        id: `load-${start}`,
        title: messages.dayCount(total),
        start,
        end,
        extendedProps: { count: date },
        className: "hour-count",
        editable: false,
      })),
    );
  }

  /** Shades what is closed. @param {import("../closed-hours.js").Shade[]} shades */
  shade(shades) {
    this.#replace(
      "shades",
      shades.map((shade) => ({
        start: shade.start,
        end: shade.end,
        display: "background",
        className: shadeClass(shade),
        extendedProps: { shade },
      })),
    );
  }

  /** Takes them all away. */
  clear() {
    for (const id of this.#shown.keys()) this.#replace(id, []);
  }

  /** What stood under this name goes, unless it says the same. @param {string} id @param {any[]} events */
  #replace(id, events) {
    const text = JSON.stringify(events);
    if (text === (this.#shown.get(id) ?? "[]")) return;
    this.#shown.set(id, text);
    this.#calendar.batchRendering(() => {
      this.#calendar.getEventSourceById(id)?.remove();
      if (events.length) this.#calendar.addEventSource({ id, events });
    });
  }
}

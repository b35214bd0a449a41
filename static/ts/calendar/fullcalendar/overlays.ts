/** What a FullCalendar shows besides appointments: numbers instead of too many of them, and shades. */
import { messages } from "../../core/messages.ts";
import { shadeClass, type Shade } from "../closed-hours.ts";
import type { countByHour } from "../hourly-counts.ts";
import type { Calendar } from "fullcalendar";

export class Overlays {
  #calendar: Calendar;
  /** What stands under each name. */
  #shown = new Map<string, string>();

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Labels days with their numbers. */
  showCounts(counts: { date: string; total: number }[]) {
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

  /** Labels hours with their numbers. */
  showHourlyCounts(hourly: ReturnType<typeof countByHour>) {
    this.#replace(
      "hours",
      hourly.map(({ start, end, date, total }) => ({
        id: `hour-${start}`,
        title: messages.dayCount(total),
        start,
        end,
        extendedProps: { count: date },
        className: "hour-count",
        editable: false,
      })),
    );
  }

  /** Shades what is closed. */
  shade(shades: Shade[]) {
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

  /** What stood under this name goes, unless it says the same. */
  #replace(id: string, events: any[]) {
    const text = JSON.stringify(events);
    if (text === (this.#shown.get(id) ?? "[]")) return;
    this.#shown.set(id, text);
    this.#calendar.batchRendering(() => {
      this.#calendar.getEventSourceById(id)?.remove();
      if (events.length) this.#calendar.addEventSource({ id, events });
    });
  }
}

/** FullCalendar's events that are no appointments: counts per day or hour, and closed hours. */
import { messages } from "../../core/messages.ts";
import { shadeClass, type Shade } from "../closed-hours.ts";
import type { countByHour } from "../hourly-counts.ts";
import type { Calendar, EventInput } from "fullcalendar";

export class Overlays {
  #calendar: Calendar;
  /** The events of each source, as JSON. */
  #shown = new Map<string, string>();

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Shows the number of appointments of each day. */
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

  /** Shows the number of appointments of each hour. */
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

  /** Shades closed hours. */
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

  /** Removes all. */
  clear() {
    for (const id of this.#shown.keys()) this.#replace(id, []);
  }

  /** Replaces the events of a source, if they differ. */
  #replace(id: string, events: EventInput[]) {
    const text = JSON.stringify(events);
    if (text === (this.#shown.get(id) ?? "[]")) return;
    this.#shown.set(id, text);
    this.#calendar.batchRendering(() => {
      this.#calendar.getEventSourceById(id)?.remove();
      if (events.length) this.#calendar.addEventSource({ id, events });
    });
  }
}

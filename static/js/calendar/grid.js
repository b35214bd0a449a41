/**
 * FullCalendar, painted from the store: one appointment at a time, never fetched by itself, so
 * that selection, scroll and focus stay where they are.
 */
import { Calendar } from "fullcalendar";
import { messages } from "../messages.js";
import { eventClasses } from "./event-content.js";
import { Glow } from "./glow.js";
import { TYPES, gridOptions } from "./grid-options.js";
import "./steady-events.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./address.js").View} View
 */

/** So many new ones at once are put in as one source, in one pass. */
const BULK = 40;
export class Grid {
  #calendar;
  #options;
  #glow = new Glow((id) => this.#repaint(id));
  #chosen = "";

  /**
   * @param {HTMLElement} element
   * @param {import("./grid-options.js").GridOptions} options
   */
  constructor(element, options) {
    this.#options = options;
    this.#calendar = new Calendar(element, gridOptions(options, this));
    this.#calendar.render();
  }

  /** @param {import("./paint-queue.js").Painted} change @param {string} [by] who glows, empty for nobody */
  paint({ upserted, removed }, by = "") {
    this.#calendar.batchRendering(() => {
      for (const id of removed) this.#calendar.getEventById(id)?.remove();
      if (!this.#calendar.getEvents().length) this.#calendar.removeAllEventSources();
      const fresh = upserted.filter((event) => !this.#update(event, by));
      if (fresh.length > BULK) {
        this.#calendar.addEventSource(fresh.map((event) => this.#input(event)));
      } else for (const event of fresh) this.#calendar.addEvent(this.#input(event));
    });
  }

  /** @param {string} id the appointment whose details are open, or empty */
  choose(id) {
    const before = this.#chosen;
    this.#chosen = id;
    this.#calendar.batchRendering(() => [before, id].forEach((each) => this.#repaint(each)));
  }

  /** Labels days with their numbers, where there are too many appointments to draw. */
  /** @param {{date: string, total: number}[]} counts */
  showCounts(counts) {
    this.#calendar.getEventSourceById("counts")?.remove();
    this.#calendar.addEventSource({
      id: "counts",
      events: counts.map(({ date, total }) => ({
        id: `count-${date}`,
        title: messages.dayCount(total),
        start: date,
        allDay: true,
        extendedProps: { count: date },
        className: "day-count",
        editable: false,
      })),
    });
  }

  hideCounts() {
    this.#calendar.getEventSourceById("counts")?.remove();
  }

  /** @param {View} view @param {string} [date] */
  show(view, date) {
    this.#calendar.changeView(TYPES[view], date);
  }

  /** @param {string} date YYYY-MM-DD */
  goTo(date) {
    this.#calendar.gotoDate(date);
  }

  back() {
    this.#calendar.prev();
  }

  on() {
    this.#calendar.next();
  }

  today() {
    this.#calendar.today();
  }

  /** A list begins with today's part of it. */
  scrollToToday() {
    const today = document.querySelector('.list-day > [aria-current="date"]');
    today?.parentElement?.scrollIntoView({ block: "start" });
  }

  /** Its place on the page has changed. */
  resized() {
    dispatchEvent(new Event("resize"));
  }

  /**
   * @param {CalendarEvent} event
   * @param {string} by
   * @returns {boolean} false where the calendar does not hold it yet
   */
  #update(event, by) {
    const id = String(event.id);
    if (by) this.#glow.light(id, by);
    const shown = this.#calendar.getEventById(id);
    if (!shown) return false;
    const input = this.#input(event);
    if (
      +(shown.start ?? 0) !== Date.parse(event.start) ||
      +(shown.end ?? 0) !== Date.parse(event.end)
    ) {
      shown.setDates(event.start, event.end);
    }
    shown.setProp("title", input.title);
    shown.setProp("startEditable", input.editable);
    shown.setProp("durationEditable", input.editable);
    shown.setExtendedProp("row", event);
    this.#repaint(id);
    return true;
  }

  /** @param {string} id */
  #repaint(id) {
    const shown = this.#calendar.getEventById(id);
    if (!shown) return;
    const glow = this.#glow.by(id);
    shown.setProp("className", eventClasses(shown.extendedProps.row, id === this.#chosen, !!glow));
    if (shown.extendedProps.glow !== glow) shown.setExtendedProp("glow", glow);
  }

  /** @param {CalendarEvent} event */
  #input(event) {
    const id = String(event.id);
    const glow = this.#glow.by(id);
    return {
      id,
      title: event.title,
      start: event.start,
      end: event.end,
      editable: this.#options.mayMove(event),
      className: eventClasses(event, id === this.#chosen, !!glow),
      extendedProps: { row: event, glow },
    };
  }
}

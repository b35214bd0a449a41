/**
 * FullCalendar, painted from the store: one appointment at a time, never fetched by itself, so
 * that selection, scroll and focus stay where they are.
 */
import { Calendar } from "fullcalendar";
import { Escape } from "./escape.js";
import { TYPES, firstSight, gridOptions, rangeOf } from "./grid-options.js";
import { Marks } from "./marks.js";
import { Painter } from "./painter.js";
import { roomFor } from "./room.js";
import "./steady-events.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./address.js").View} View
 * @typedef {import("./grid-options.js").Place} Place
 * @typedef {{start: Date, end: Date}} Drawn
 */

const DAYS = 7;

export class Grid {
  #calendar;
  #element;
  #looks;
  #marks;
  #options;
  #painter;
  #opened = false;

  /**
   * @param {HTMLElement} element
   * @param {import("./grid-options.js").GridOptions} options
   * @param {import("./looks.js").Looks} looks
   * @param {import("fullcalendar").CalendarOptions} [more] what a grid built on this one changes
   */
  constructor(element, options, looks, more = {}) {
    this.#element = element;
    this.#looks = looks;
    this.#options = options;
    this.escape = new Escape(element);
    this.#calendar = new Calendar(element, { ...gridOptions(options, this), ...more });
    const where = this.where.bind(this);
    this.#marks = new Marks(this.#calendar, where);
    this.#painter = new Painter(this.#calendar, {
      element,
      looks,
      where,
      mayMove: (event) => options.mayMove(event) && this.holds(event),
    });
  }

  get element() {
    return this.#element;
  }

  get calendar() {
    return this.#calendar;
  }

  /** How its appointments look. */
  get looks() {
    return this.#looks;
  }

  /** What puts numbers and shades into it. */
  get marks() {
    return this.#marks;
  }

  /** What puts appointments into it. */
  get painter() {
    return this.#painter;
  }

  /** Draws it, where it is not drawn yet: whether it was not. */
  open() {
    if (this.#opened) return false;
    this.#opened = true;
    this.#calendar.render();
    return true;
  }

  /** How many appointments each doctor has here: as many lanes may stand side by side. */
  /** @param {Map<number, number>} counts by the doctor's id */
  count(counts) {
    const { type } = this.#calendar.view;
    const days = type === "timeGridDay" ? 1 : DAYS;
    if (type.startsWith("list")) this.fit(1);
    else this.fit(type === "dayGridMonth" ? days : days * counts.size);
  }

  /** @param {number} lanes how many appointments stand side by side */
  fit(lanes) {
    this.#element.dataset.room = roomFor(this.#element.clientWidth, lanes);
  }

  /** @param {Exclude<View, "doctors">} view @param {string} [date] */
  show(view, date) {
    this.#calendar.changeView(TYPES[view], date);
  }

  /** Says once more what is shown: it was hidden, and comes back unchanged. */
  tellRange() {
    this.#options.onRange(rangeOf(this.#calendar.view, this.#options.clock));
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

  /** Where the range has today, its hours begin with the present one. */
  scrollToNow() {
    const { activeStart, activeEnd } = this.#calendar.view;
    const now = new Date();
    if (now < activeStart || now >= activeEnd) return;
    this.#calendar.scrollToTime(firstSight(this.#options.clock, this.#options.clock.date(now)));
  }

  /** A list begins with today's part of it, a week on a phone with today's column. */
  scrollToToday() {
    const today = this.#element.querySelector('.list-day > [aria-current="date"]');
    today?.parentElement?.scrollIntoView({ block: "start" });
    const column = document.querySelector('[role="columnheader"][aria-current="date"]');
    column?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /**
   * Where a doctor's time is drawn; null where it is not.
   * @param {number | undefined} _doctor
   * @param {{start: string, end: string}} times
   * @returns {{start: string | Date, end: string | Date} | null}
   */
  where(_doctor, { start, end }) {
    return { start, end };
  }

  /**
   * What a drawn place means.
   * @param {Drawn} drawn
   * @param {{start: string, end: string}} [_before] where it was
   * @returns {Place}
   */
  read({ start, end }, _before) {
    return { start: this.#options.clock.toIso(start), end: this.#options.clock.toIso(end) };
  }

  /** Whether the appointment is drawn whole, so that it can be taken hold of. @param {CalendarEvent} _event */
  holds(_event) {
    return true;
  }

  /** A length drawn over midnight is a slip of the hand. @param {Drawn} drawn */
  isOneDay({ start, end }) {
    const { clock } = this.#options;
    return clock.date(start) === clock.date(end.getTime() - 1);
  }

  /** A length of empty time was drawn. @param {Drawn} drawn */
  select(drawn) {
    this.#calendar.unselect();
    if (!this.escape.pressed) this.#options.onBook(this.read(drawn));
  }

  /** Empty time was clicked. @param {Date} start */
  pick(start) {
    if (this.escape.pressed) return;
    const { doctor, start: moment } = this.read({ start, end: start });
    this.#options.onBook({ doctor, start: moment });
  }

  /** An appointment was dragged or stretched. @param {import("fullcalendar").EventApi} event @param {() => void} revert */
  move(event, revert) {
    if (this.escape.pressed) return revert();
    const start = /** @type {Date} */ (event.start);
    const drawn = { start, end: event.end ?? start };
    this.#painter.moved(event.id);
    this.#options.onMove(event.id, this.read(drawn, this.#looks.get(event.id).event), revert);
  }
}

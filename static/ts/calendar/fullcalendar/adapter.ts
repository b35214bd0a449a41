/**
 * FullCalendar as an AppointmentGrid. It never fetches: appointments are added and updated one by
 * one, so that selection, scroll position and focus are kept.
 */
import { Calendar, type EventApi } from "fullcalendar";
import { Escape } from "./escape.ts";
import { initialTime } from "../initial-hours.ts";
import { TYPES, gridOptions, rangeOf, type DateRange, type GridActions } from "./options.ts";
import { Overlays } from "./overlays.ts";
import { EventRenderer } from "./event-renderer.ts";
import { densityFor } from "../density.ts";
import "./memo-patch.ts";
import type { Appearances } from "../../appointment/appearance.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Shade } from "../closed-hours.ts";
import type { AppointmentGrid, DoctorTime, GridOptions, Tally } from "../types.ts";
import type { View } from "../url-state.ts";

const DAYS = 7;

export class FullCalendarGrid implements AppointmentGrid, GridActions {
  readonly escape: Escape;

  #calendar: Calendar;
  #element: HTMLElement;
  #appearances: Appearances;
  #overlays: Overlays;
  #options: GridOptions;
  #renderer: EventRenderer;
  #opened = false;
  #dragged: CalendarEvent | null = null;

  constructor(element: HTMLElement, options: GridOptions, appearances: Appearances) {
    this.#element = element;
    this.#appearances = appearances;
    this.#options = options;
    this.escape = new Escape(element);
    this.#calendar = new Calendar(element, gridOptions(options, this));
    this.#overlays = new Overlays(this.#calendar);
    this.#renderer = new EventRenderer(this.#calendar, {
      element,
      appearances,
      mayReschedule: options.mayReschedule,
    });
  }

  get element() {
    return this.#element;
  }

  /** The appearance of its appointments. */
  get appearances() {
    return this.#appearances;
  }

  get renderer() {
    return this.#renderer;
  }

  /** Renders FullCalendar if it is not rendered yet; returns whether it was not. */
  open() {
    if (this.#opened) return false;
    this.#opened = true;
    this.#calendar.render();
    return true;
  }

  /** Sets the density, by the number of lanes side by side, and the hourly counts. */
  tally({ width, counts, hourly }: Tally) {
    const { type } = this.#calendar.view;
    const days = type === "timeGridDay" ? 1 : DAYS;
    const lanes = type === "dayGridMonth" ? days : days * counts.size;
    this.#element.dataset.density = densityFor(width, type.startsWith("list") ? 1 : lanes);
    this.#overlays.showHourlyCounts(hourly);
  }

  showCounts(counts: { date: string; total: number }[]) {
    this.#overlays.showCounts(counts);
  }

  shade(shades: Shade[]) {
    this.#overlays.shade(shades);
  }

  show(view: Exclude<View, "doctors">, date?: string) {
    const { type } = this.#calendar.view;
    const shown = this.#options.clock.date(this.#calendar.getDate());
    if (type !== TYPES[view] || date !== shown) this.#calendar.changeView(TYPES[view], date);
  }

  /**
   * Removes all appointments and overlays. FullCalendar measures no height while it is hidden, so
   * that a month would render every appointment instead of "+n more".
   */
  clear() {
    this.#renderer.render({ upserted: [], removed: this.#renderer.ids });
    this.#overlays.clear();
  }

  /** Calls `onRange` again, after the grid was hidden. */
  reportRange() {
    this.#options.onRange(rangeOf(this.#calendar.view, this.#options.clock));
  }

  /** `date`: YYYY-MM-DD. */
  goTo(date: string) {
    this.#calendar.gotoDate(date);
  }

  back() {
    this.#calendar.prev();
  }

  forward() {
    this.#calendar.next();
  }

  today() {
    this.#calendar.today();
  }

  /** Scrolls to the present hour if the range includes today. */
  scrollToNow() {
    const { activeStart, activeEnd } = this.#calendar.view;
    const now = new Date();
    if (now < activeStart || now >= activeEnd) return;
    this.#calendar.scrollToTime(initialTime(this.#options.clock, this.#options.clock.date(now)));
  }

  /** Scrolls a list to today, and a week on a phone to today's column. */
  scrollToToday() {
    const today = this.#element.querySelector('.list-day > [aria-current="date"]');
    today?.parentElement?.scrollIntoView({ block: "start" });
    const column = document.querySelector('[role="columnheader"][aria-current="date"]');
    column?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** The hospital's time of a range. */
  timesOf({ start, end }: DateRange): DoctorTime {
    return { start: this.#options.clock.toIso(start), end: this.#options.clock.toIso(end) };
  }

  /** A selection over midnight is taken for a mistake. */
  isOneDay({ start, end }: DateRange) {
    const { clock } = this.#options;
    return clock.date(start) === clock.date(end.getTime() - 1);
  }

  /** Called when empty time was selected. */
  select(range: DateRange) {
    this.#calendar.unselect();
    if (!this.escape.pressed) this.#options.onBook(this.timesOf(range));
  }

  /** Called when empty time was clicked. */
  pick(start: Date) {
    if (!this.escape.pressed) this.#options.onBook({ start: this.#options.clock.toIso(start) });
  }

  /** A drag begins: keeps the appointment as it is now. */
  startDrag(id: string) {
    this.#dragged = this.#appearances.get(id).event;
  }

  /** Called after an appointment was dragged or stretched; `revert` takes it back in FullCalendar. */
  reschedule(event: EventApi, revert: () => void) {
    if (this.escape.pressed) return revert();
    const start = event.start as Date;
    this.#renderer.moved(event.id);
    if (this.#dragged)
      this.#options.onReschedule(
        this.#dragged,
        this.timesOf({ start, end: event.end ?? start }),
        revert,
      );
  }
}

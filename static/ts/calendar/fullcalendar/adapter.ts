/**
 * FullCalendar, painted from the store: one appointment at a time, never fetched by itself, so
 * that selection, scroll and focus stay where they are.
 */
import { Calendar, type EventApi } from "fullcalendar";
import { Escape } from "./escape.ts";
import { initialTime } from "../initial-hours.ts";
import { TYPES, gridOptions, rangeOf, type Drawn, type GridActions } from "./options.ts";
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

export class Grid implements AppointmentGrid, GridActions {
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

  /** How its appointments look. */
  get appearances() {
    return this.#appearances;
  }

  /** What puts appointments into it. */
  get renderer() {
    return this.#renderer;
  }

  /** Draws it, where it is not drawn yet: whether it was not. */
  open() {
    if (this.#opened) return false;
    this.#opened = true;
    this.#calendar.render();
    return true;
  }

  /**
   * What the number of appointments means here: how many lanes stand side by side, and what the
   * hours say where names have no room.
   */
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
   * Another grid is shown instead: this one draws nothing any more. What FullCalendar draws while
   * it is hidden has no height there, so that a month would keep all of it.
   */
  leave() {
    this.#renderer.render({ upserted: [], removed: this.#renderer.ids });
    this.#overlays.clear();
  }

  /** Says once more what is shown: it was hidden, and comes back unchanged. */
  tellRange() {
    this.#options.onRange(rangeOf(this.#calendar.view, this.#options.clock));
  }

  /** `date`: YYYY-MM-DD. */
  goTo(date: string) {
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

  /** What a drawn place means. */
  read({ start, end }: Drawn): DoctorTime {
    return { start: this.#options.clock.toIso(start), end: this.#options.clock.toIso(end) };
  }

  /** A selection over midnight is taken for a mistake. */
  isOneDay({ start, end }: Drawn) {
    const { clock } = this.#options;
    return clock.date(start) === clock.date(end.getTime() - 1);
  }

  /** A length of empty time was drawn. */
  select(drawn: Drawn) {
    this.#calendar.unselect();
    if (!this.escape.pressed) this.#options.onBook(this.read(drawn));
  }

  /** Empty time was clicked. */
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
        this.read({ start, end: event.end ?? start }),
        revert,
      );
  }
}

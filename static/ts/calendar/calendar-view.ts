/**
 * The calendar's views: FullCalendar for month, week, day and list, or the doctors' columns for one
 * day. Only the shown grid follows the store; the other is cleared, and filled when it is shown.
 */
import { byId, pause } from "../core/dom.ts";
import { DoctorsGrid } from "./doctor-columns/doctors-grid.ts";
import { loadFullCalendar, showLoadError } from "./fullcalendar/fetch-adapter.ts";
import { Appearances } from "../appointment/appearance.ts";
import { addTo } from "./month-grid.ts";
import { Renderer } from "./renderer.ts";
import type { AppointmentStore } from "../realtime/appointment-store.ts";
import type { Shade } from "./closed-hours.ts";
import type { ColumnChoice } from "./column-choice.ts";
import type { HeadParts } from "./doctor-columns/header.ts";
import type { FullCalendarGrid } from "./fullcalendar/adapter.ts";
import type { AppointmentGrid, GridOptions, ShownRange } from "./types.ts";
import type { View } from "./url-state.ts";

interface CalendarViewParts {
  /** The element of FullCalendar's grid. */
  time: HTMLElement;
  /** The element of the doctors' columns. */
  doctors: HTMLElement;
  store: AppointmentStore;
  choice: ColumnChoice;
  head: HeadParts;
}

export class CalendarView {
  #parts: CalendarViewParts;
  #options: GridOptions;
  #time: FullCalendarGrid | null = null;
  #doctors: DoctorsGrid | null = null;
  #shown: AppointmentGrid | null = null;
  #appearances = new Appearances();
  #renderer: Renderer;
  #date: string;
  /** Numbers the calls of `show`: FullCalendar may be loaded only after a later call. */
  #lastShow = 0;

  constructor(parts: CalendarViewParts, options: GridOptions) {
    const { clock } = options;
    this.#parts = parts;
    this.#options = options;
    this.#date = options.date || this.#todaysDate();
    if (options.view !== "doctors") loadFullCalendar();
    this.#renderer = new Renderer(
      { ...parts, clock, appearances: this.#appearances },
      () => this.#shown,
    );
  }

  /** `date`: YYYY-MM-DD. */
  async show(view: View, date: string = this.#date) {
    if (view === "doctors") return this.#showDoctors(date);
    const mine = ++this.#lastShow;
    this.#date = date;
    const time = this.#time ?? (await this.#makeTime(view));
    if (!time || mine !== this.#lastShow) return;
    const before = this.#shown;
    this.#switchTo(time);
    const isFirst = time.open();
    time.show(view, this.#date);
    if (before === time) return;
    if (!isFirst) time.reportRange();
    this.#renderer.fill();
  }

  /** `date`: YYYY-MM-DD. */
  goTo(date: string) {
    this.#date = date;
    if (this.#showsDoctors) this.#showDoctors(date);
    else this.#time?.goTo(date);
  }

  back() {
    if (this.#showsDoctors) this.goTo(addTo(this.#date, { days: -1 }));
    else this.#time?.back();
  }

  forward() {
    if (this.#showsDoctors) this.goTo(addTo(this.#date, { days: 1 }));
    else this.#time?.forward();
  }

  today() {
    if (this.#showsDoctors) this.goTo(this.#todaysDate());
    else this.#time?.today();
  }

  /** Takes back a drag: `revert` does so in FullCalendar, then the appointment is rendered as stored. */
  putBack(id: string, revert: () => void) {
    revert();
    this.#renderer.redraw(id);
  }

  /** `id`: the appointment in the panel, or empty. */
  choose(id: string) {
    this.#appearances.choose(id);
  }

  shade(shades: Shade[]) {
    this.#shown?.shade(shades);
  }

  showCounts(counts: { date: string; total: number }[]) {
    this.#time?.showCounts(counts);
  }

  hideCounts() {
    this.showCounts([]);
  }

  /** Scrolls to the present hour if today is shown. */
  scrollToNow() {
    this.#shown?.scrollToNow();
  }

  /** Scrolls to today's part of the range, if it has one. */
  scrollToToday() {
    if (!this.#showsDoctors) this.#time?.scrollToToday();
  }

  /** FullCalendar adapts its size to its container on this event only. */
  resized() {
    dispatchEvent(new Event("resize"));
  }

  /** Loads FullCalendar; returns null, with a note on the page, if that fails. */
  async #makeTime(view: View): Promise<FullCalendarGrid | null> {
    const { FullCalendarGrid } = await loadFullCalendar();
    await pause();
    if (!FullCalendarGrid) {
      showLoadError(this.#shown === null);
      return null;
    }
    const onRange = this.#onRange.bind(this);
    const options = { ...this.#options, view, date: this.#date, onRange };
    this.#time ??= new FullCalendarGrid(this.#parts.time, options, this.#appearances);
    await pause();
    return this.#time;
  }

  get #showsDoctors() {
    return this.#shown !== null && this.#shown === this.#doctors;
  }

  /** The first time, each step is a task of its own: together they are too long for one. `date`: YYYY-MM-DD. */
  async #showDoctors(date: string) {
    const mine = ++this.#lastShow;
    this.#date = date;
    const ids = this.#parts.choice.columns?.length ? (this.#parts.choice.shown ?? []) : [];
    const { doctors: element, head } = this.#parts;
    const isFirst = !this.#doctors;
    const grid = (this.#doctors ??= this.#makeDoctors(element, head));
    this.#switchTo(grid);
    element.hidden = !ids.length;
    if (isFirst) await pause();
    if (mine !== this.#lastShow) return;
    grid.show(date, ids);
    if (isFirst) await pause();
    if (mine !== this.#lastShow) return;
    const { bounds } = grid.columns;
    const title = this.#options.clock.titleDay(bounds.start);
    this.#options.onRange({ ...bounds, view: "doctors", date, title });
    this.#renderer.fill();
  }

  #makeDoctors(element: HTMLElement, head: HeadParts) {
    byId("views").addEventListener("pointerenter", loadFullCalendar); // before another view is clicked
    return new DoctorsGrid(element, this.#options, this.#appearances, head);
  }

  /** FullCalendar's range, ignored while it is hidden. */
  #onRange(range: ShownRange) {
    if (this.#showsDoctors) return;
    this.#date = range.date;
    this.#options.onRange(range);
  }

  #switchTo(grid: AppointmentGrid) {
    if (grid !== this.#shown) this.#shown?.clear();
    this.#shown = grid;
    const { time, doctors } = this.#parts;
    for (const element of [time, doctors]) element.hidden = element !== grid.element;
  }

  #todaysDate() {
    return this.#options.clock.date(Date.now());
  }
}

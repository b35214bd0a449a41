/**
 * The calendar in the middle: the views in time, or one day with the doctors side by side. The
 * one that is shown follows the store; the other waits, and is filled when it comes.
 */
import { byId, pause } from "../core/dom.ts";
import { DoctorsGrid } from "./doctor-columns/view.ts";
import { fetchGrid, sayNotThere } from "./fullcalendar/fetch-adapter.ts";
import { Appearances } from "../appointment/appearance.ts";
import { addTo } from "./month-grid.ts";
import { Renderer } from "./renderer.ts";
import type { AppointmentStore } from "../realtime/appointment-store.ts";
import type { Shade } from "./closed-hours.ts";
import type { ColumnChoice } from "./column-choice.ts";
import type { HeadParts } from "./doctor-columns/header.ts";
import type { Grid } from "./fullcalendar/adapter.ts";
import type { AppointmentGrid, GridOptions, ShownRange } from "./types.ts";
import type { View } from "./url-state.ts";

interface CalendarViewParts {
  /** Where the views in time are drawn. */
  time: HTMLElement;
  /** Where the doctors stand side by side. */
  doctors: HTMLElement;
  store: AppointmentStore;
  choice: ColumnChoice;
  head: HeadParts;
}

export class CalendarView {
  #parts: CalendarViewParts;
  #options: GridOptions;
  #time: Grid | null = null;
  #doctors: DoctorsGrid | null = null;
  #shown: AppointmentGrid | null = null;
  #appearances = new Appearances();
  #renderer: Renderer;
  #date: string;
  /** What was asked for last; FullCalendar may come later than another wish. */
  #asked = 0;

  constructor(parts: CalendarViewParts, options: GridOptions) {
    const { clock } = options;
    this.#parts = parts;
    this.#options = options;
    this.#date = options.date || this.#todaysDate();
    if (options.view !== "doctors") fetchGrid();
    this.#renderer = new Renderer(
      { ...parts, clock, appearances: this.#appearances },
      () => this.#shown,
    );
  }

  /** `date`: YYYY-MM-DD. */
  async show(view: View, date: string = this.#date) {
    if (view === "doctors") return this.#showDoctors(date);
    const mine = ++this.#asked;
    this.#date = date;
    const time = this.#time ?? (await this.#makeTime(view));
    if (!time || mine !== this.#asked) return;
    const before = this.#shown;
    this.#bring(time);
    const isFirst = time.open();
    time.show(view, this.#date);
    if (before === time) return;
    if (!isFirst) time.tellRange();
    this.#renderer.fill();
  }

  /** `date`: YYYY-MM-DD. */
  goTo(date: string) {
    this.#date = date;
    if (this.#isSide) this.#showDoctors(date);
    else this.#time?.goTo(date);
  }

  back() {
    if (this.#isSide) this.goTo(addTo(this.#date, { days: -1 }));
    else this.#time?.back();
  }

  on() {
    if (this.#isSide) this.goTo(addTo(this.#date, { days: 1 }));
    else this.#time?.on();
  }

  today() {
    if (this.#isSide) this.goTo(this.#todaysDate());
    else this.#time?.today();
  }

  /**
   * Draws an appointment as the store has it, whatever a drag has made of it. `revert`: takes the
   * drag back.
   */
  putBack(id: string, revert: () => void) {
    revert();
    this.#renderer.redraw(id);
  }

  /** `id`: the appointment whose details are open, or empty. */
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
    if (!this.#isSide) this.#time?.scrollToToday();
  }

  /** Its place on the page has changed. */
  resized() {
    dispatchEvent(new Event("resize"));
  }

  /** FullCalendar comes when it is needed first. */
  async #makeTime(view: View): Promise<Grid | null> {
    const { Grid } = await fetchGrid();
    await pause();
    if (!Grid) {
      sayNotThere(this.#shown === null);
      return null;
    }
    const onRange = this.#onRange.bind(this);
    const options = { ...this.#options, view, date: this.#date, onRange };
    this.#time ??= new Grid(this.#parts.time, options, this.#appearances);
    await pause();
    return this.#time;
  }

  get #isSide() {
    return this.#shown !== null && this.#shown === this.#doctors;
  }

  /** Each step is a task of its own the first time, when each is slow. `date`: YYYY-MM-DD. */
  async #showDoctors(date: string) {
    const mine = ++this.#asked;
    this.#date = date;
    const wanted = this.#parts.choice.columns ?? [];
    const { doctors: element, head } = this.#parts;
    const isFirst = !this.#doctors;
    const grid = (this.#doctors ??= this.#makeDoctors(element, head));
    this.#bring(grid);
    element.hidden = !wanted.length;
    if (isFirst) await pause();
    if (mine !== this.#asked) return;
    grid.show(date, wanted);
    if (isFirst) await pause();
    if (mine !== this.#asked) return;
    const { bounds } = grid.columns;
    const title = this.#options.clock.titleDay(bounds.start);
    this.#options.onRange({ ...bounds, view: "doctors", date, title });
    this.#renderer.fill();
  }

  #makeDoctors(element: HTMLElement, head: CalendarViewParts["head"]) {
    byId("views").addEventListener("pointerenter", fetchGrid); // before another view is clicked
    return new DoctorsGrid(element, this.#options, this.#appearances, head);
  }

  #onRange(range: ShownRange) {
    if (this.#isSide) return;
    this.#date = range.date;
    this.#options.onRange(range);
  }

  #bring(grid: AppointmentGrid) {
    if (grid !== this.#shown) this.#shown?.leave();
    this.#shown = grid;
    const { time, doctors } = this.#parts;
    for (const element of [time, doctors]) element.hidden = element !== grid.element;
  }

  #todaysDate() {
    return this.#options.clock.date(Date.now());
  }
}

/**
 * The calendar in the middle: the views in time, or one day with the doctors side by side. The
 * one that is shown follows the store; the other waits, and is filled when it comes.
 */
import { byId, pause } from "../core/dom.js";
import { DoctorsGrid } from "./doctor-columns/view.js";
import { fetchGrid, sayNotThere } from "./fullcalendar/fetch-adapter.js";
import { Looks } from "../appointment/appearance.js";
import { addTo } from "./month-grid.js";
import { Painting } from "./renderer.js";

/**
 * @typedef {import("./url-state.js").View} View
 * @typedef {import("./fullcalendar/adapter.js").Grid} Grid
 * @typedef {Grid | DoctorsGrid} AnyGrid
 *
 * @typedef {object} BoardParts
 * @property {HTMLElement} time where the views in time are drawn
 * @property {HTMLElement} doctors where the doctors stand side by side
 * @property {import("../realtime/appointment-store.js").Store} store
 * @property {import("./column-choice.js").ColumnChoice} choice
 * @property {import("./doctor-columns/header.js").HeadParts} head
 */

export class Board {
  #parts;
  #options;
  /** @type {Grid | null} */
  #time = null;
  /** @type {DoctorsGrid | null} */
  #doctors = null;
  /** @type {AnyGrid | null} */
  #shown = null;
  #looks = new Looks();
  #painting;
  #date;
  /** What was asked for last; FullCalendar may come later than another wish. */
  #asked = 0;

  /** @param {BoardParts} parts @param {import("./fullcalendar/options.js").GridOptions} options */
  constructor(parts, options) {
    const { clock } = options;
    this.#parts = parts;
    this.#options = options;
    this.#date = options.date || this.#todaysDate();
    if (options.view !== "doctors") fetchGrid();
    this.#painting = new Painting({ ...parts, clock, looks: this.#looks }, () => this.#shown);
  }

  /** @param {View} view @param {string} [date] YYYY-MM-DD */
  async show(view, date = this.#date) {
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
    this.#painting.fill();
  }

  /** @param {string} date YYYY-MM-DD */
  goTo(date) {
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

  /** Draws an appointment as the store has it, whatever a drag has made of it. */
  /** @param {string} id @param {() => void} revert takes the drag back */
  putBack(id, revert) {
    revert();
    this.#painting.redraw(id);
  }

  /** @param {string} id the appointment whose details are open, or empty */
  choose(id) {
    this.#looks.choose(id);
  }

  /** @param {import("./closed-hours.js").Shade[]} shades */
  shade(shades) {
    this.#shown?.shade(shades);
  }

  /** @param {{date: string, total: number}[]} counts */
  showCounts(counts) {
    this.#time?.showCounts(counts);
  }

  hideCounts() {
    this.showCounts([]);
  }

  /** Where today is shown, the present hour comes into sight. */
  scrollToNow() {
    this.#shown?.scrollToNow();
  }

  /** Where today is a part of the view, that part comes into sight. */
  scrollToToday() {
    if (!this.#isSide) this.#time?.scrollToToday();
  }

  /** Its place on the page has changed. */
  resized() {
    dispatchEvent(new Event("resize"));
  }

  /** FullCalendar comes when it is needed first. @param {View} view @returns {Promise<Grid | null>} */
  async #makeTime(view) {
    const { Grid } = await fetchGrid();
    await pause();
    if (!Grid) {
      sayNotThere(this.#shown === null);
      return null;
    }
    const onRange = this.#onRange.bind(this);
    const options = { ...this.#options, view, date: this.#date, onRange };
    this.#time ??= new Grid(this.#parts.time, options, this.#looks);
    await pause();
    return this.#time;
  }

  get #isSide() {
    return this.#shown !== null && this.#shown === this.#doctors;
  }

  /** Each step is a task of its own the first time, when each is slow. @param {string} date YYYY-MM-DD */
  async #showDoctors(date) {
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
    this.#painting.fill();
  }

  /** @param {HTMLElement} element @param {BoardParts["head"]} head */
  #makeDoctors(element, head) {
    byId("views").addEventListener("pointerenter", fetchGrid); // a hand on its way to another view
    return new DoctorsGrid(element, this.#options, this.#looks, head);
  }

  /** @param {import("./fullcalendar/options.js").Range} range */
  #onRange(range) {
    if (this.#isSide) return;
    this.#date = range.date;
    this.#options.onRange(range);
  }

  /** @param {AnyGrid} grid */
  #bring(grid) {
    if (grid !== this.#shown) this.#shown?.leave();
    this.#shown = grid;
    const { time, doctors } = this.#parts;
    for (const element of [time, doctors]) element.hidden = element !== grid.element;
  }

  #todaysDate() {
    return this.#options.clock.date(Date.now());
  }
}

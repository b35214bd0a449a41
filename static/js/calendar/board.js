/**
 * The calendar in the middle: the views in time, or one day with the doctors side by side. The
 * one that is shown follows the store; the other waits, and is filled when it comes.
 */
import { addTo } from "./month-grid.js";
import { DoctorsGrid } from "./doctors-grid.js";
import { Grid } from "./grid.js";
import { Looks } from "./looks.js";
import { Painting } from "./painting.js";

/**
 * @typedef {import("./address.js").View} View
 *
 * @typedef {object} BoardParts
 * @property {HTMLElement} time where the views in time are drawn
 * @property {HTMLElement} doctors where the doctors stand side by side
 * @property {import("../store.js").Store} store
 * @property {import("./column-choice.js").ColumnChoice} choice
 * @property {import("./column-head.js").HeadParts} head
 */

export class Board {
  #parts;
  #options;
  /** @type {{time?: Grid, doctors?: DoctorsGrid}} */
  #made = {};
  /** @type {Grid | null} */
  #shown = null;
  #looks = new Looks();
  #painting;
  #date;

  /** @param {BoardParts} parts @param {import("./grid-options.js").GridOptions} options */
  constructor(parts, options) {
    this.#parts = parts;
    this.#options = options;
    this.#date = options.date || this.#todaysDate();
    this.#painting = new Painting(parts, options.clock, () => this.#shown);
  }

  /** Draws the first view. */
  open() {
    const { view } = this.#options;
    if (view === "doctors") this.#showDoctors(this.#date);
    else this.#bring(this.#timeAt(view, this.#date));
  }

  /** @param {View} view @param {string} [date] YYYY-MM-DD */
  show(view, date = this.#date) {
    if (view === "doctors") return this.#showDoctors(date);
    const before = this.#shown;
    const time = this.#timeAt(view, date);
    const isFirst = this.#bring(time);
    time.show(view, date);
    if (before === time) return;
    this.#painting.fill();
    if (!isFirst) time.tellRange();
  }

  /** @param {string} date YYYY-MM-DD */
  goTo(date) {
    if (this.#isSide) this.#showDoctors(date);
    else this.#made.time?.goTo(date);
  }

  back() {
    if (this.#isSide) this.goTo(addTo(this.#date, { days: -1 }));
    else this.#made.time?.back();
  }

  on() {
    if (this.#isSide) this.goTo(addTo(this.#date, { days: 1 }));
    else this.#made.time?.on();
  }

  today() {
    if (this.#isSide) this.goTo(this.#todaysDate());
    else this.#made.time?.today();
  }

  /** Draws an appointment as the store has it, whatever a drag has made of it. */
  /** @param {string} id @param {() => void} revert takes the drag back */
  putBack(id, revert) {
    revert();
    const event = this.#parts.store.get(id);
    const upserted = event ? [{ event, by: "" }] : [];
    this.#shown?.painter.paint({ upserted, removed: event ? [] : [id] });
  }

  /** @param {string} id the appointment whose details are open, or empty */
  choose(id) {
    this.#looks.choose(id);
  }

  /** @param {import("./shading.js").Shade[]} shades */
  shade(shades) {
    this.#shown?.marks.shade(shades);
  }

  /** @param {{date: string, total: number}[]} counts */
  showCounts(counts) {
    this.#made.time?.marks.showCounts(counts);
  }

  hideCounts() {
    this.showCounts([]);
  }

  /** Where today is shown, the present hour comes into sight. */
  scrollToNow() {
    this.#shown?.scrollToNow();
  }

  scrollToToday() {
    this.#shown?.scrollToToday();
  }

  /** Its place on the page has changed. */
  resized() {
    dispatchEvent(new Event("resize"));
  }

  /** The views in time, which begin with this one. @param {View} view @param {string} date */
  #timeAt(view, date) {
    const options = { ...this.#options, view, date, onRange: this.#onRange.bind(this) };
    return (this.#made.time ??= new Grid(this.#parts.time, options, this.#looks));
  }

  get #isSide() {
    return this.#shown !== null && this.#shown === this.#made.doctors;
  }

  /** @param {string} date YYYY-MM-DD */
  #showDoctors(date) {
    this.#date = date;
    const wanted = this.#parts.choice.columns ?? [];
    const { doctors: element, head } = this.#parts;
    this.#made.doctors ??= new DoctorsGrid(element, this.#options, this.#looks, head, date, wanted);
    const grid = this.#made.doctors;
    this.#bring(grid);
    element.hidden = !wanted.length;
    grid.showDay(date, wanted);
    this.#painting.fill();
    const { bounds } = grid.columns;
    const title = this.#options.clock.titleDay(bounds.start);
    this.#options.onRange({ ...bounds, view: "doctors", date, title });
  }

  /** @param {import("./grid-options.js").Range} range */
  #onRange(range) {
    if (this.#isSide) return;
    this.#date = range.date;
    this.#options.onRange(range);
  }

  /** @param {Grid} grid @returns {boolean} whether it was never drawn before */
  #bring(grid) {
    this.#shown = grid;
    const { time, doctors } = this.#parts;
    for (const element of [time, doctors]) element.hidden = element !== grid.element;
    return grid.open();
  }

  #todaysDate() {
    return this.#options.clock.date(Date.now());
  }
}

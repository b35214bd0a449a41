/**
 * The calendar in the middle: the views in time, or one day with the doctors side by side. The
 * one that is shown follows the store; the other waits, and is filled when it comes.
 */
import { debounce } from "../dom.js";
import { addTo } from "./month-grid.js";
import { DoctorsGrid } from "./doctors-grid.js";
import { Grid } from "./grid.js";
import { loadByHour } from "./load.js";

const QUIET_MS = 50;

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
  #time;
  #doctors;
  /** @type {Grid} */
  #shown;
  #opened = new Set();
  #date;
  #narrow = false;
  #sum = debounce(() => this.#showLoad(), QUIET_MS);

  /** @param {BoardParts} parts @param {import("./grid-options.js").GridOptions} options */
  constructor(parts, options) {
    this.#parts = parts;
    this.#options = options;
    this.#date = options.date || this.#todaysDate();
    this.#time = new Grid(parts.time, { ...options, onRange: this.#onRange.bind(this) });
    this.#doctors = new DoctorsGrid(parts.doctors, options, parts.head);
    this.#shown = this.#time;
  }

  /** Draws the first view. */
  open() {
    if (this.#options.view === "doctors") this.show("doctors");
    else this.#bring(this.#time);
  }

  /** @param {View} view @param {string} [date] YYYY-MM-DD */
  show(view, date = this.#date) {
    if (view === "doctors") return this.#showDoctors(date);
    const back = this.#bring(this.#time);
    this.#time.show(view, date);
    if (!back) return;
    this.#fill();
    this.#time.tellRange();
  }

  /** @param {string} date YYYY-MM-DD */
  goTo(date) {
    if (this.#shown === this.#doctors) this.#showDoctors(date);
    else this.#time.goTo(date);
  }

  back() {
    if (this.#shown === this.#doctors) this.goTo(addTo(this.#date, { days: -1 }));
    else this.#time.back();
  }

  on() {
    if (this.#shown === this.#doctors) this.goTo(addTo(this.#date, { days: 1 }));
    else this.#time.on();
  }

  today() {
    if (this.#shown === this.#doctors) this.goTo(this.#todaysDate());
    else this.#time.today();
  }

  /** @param {import("./paint-queue.js").Painted} change @param {string} [by] who glows, empty for nobody */
  paint(change, by) {
    const narrow = this.#shown === this.#time && this.#parts.choice.tooNarrow;
    const turned = narrow !== this.#narrow;
    this.#narrow = narrow;
    if (turned) this.#fill();
    else if (!narrow) this.#shown.painter.paint(change, by);
    if (turned || narrow) this.#sum();
    this.#count();
  }

  /** Draws an appointment as the store has it, whatever a drag has made of it. @param {string} id */
  putBack(id) {
    const event = this.#parts.store.get(id);
    this.#shown.painter.paint({ upserted: event ? [event] : [], removed: event ? [] : [id] });
  }

  /** @param {string} id the appointment whose details are open, or empty */
  choose(id) {
    this.#time.painter.choose(id);
    this.#doctors.painter.choose(id);
  }

  /** @param {import("./shading.js").Shade[]} shades */
  shade(shades) {
    this.#shown.marks.shade(shades);
  }

  /** @param {{date: string, total: number}[]} counts */
  showCounts(counts) {
    this.#time.marks.showCounts(counts);
  }

  hideCounts() {
    this.#time.marks.showCounts([]);
  }

  scrollToToday() {
    this.#shown.scrollToToday();
  }

  /** Its place on the page has changed. */
  resized() {
    dispatchEvent(new Event("resize"));
  }

  /** @param {string} date YYYY-MM-DD */
  #showDoctors(date) {
    this.#date = date;
    const wanted = this.#parts.choice.columns;
    this.#bring(this.#doctors);
    this.#parts.doctors.hidden = !wanted?.length;
    this.#doctors.showDay(date, wanted ?? []);
    this.#narrow = false;
    this.#fill();
    this.#count();
    const { bounds } = this.#doctors.columns;
    const title = this.#options.clock.titleDay(bounds.start);
    this.#options.onRange({ ...bounds, view: "doctors", date, title });
  }

  /** @param {import("./grid-options.js").Range} range */
  #onRange(range) {
    if (this.#shown !== this.#time) return;
    this.#date = range.date;
    this.#options.onRange(range);
  }

  /** @param {Grid} grid @returns {boolean} whether it comes back from behind the other */
  #bring(grid) {
    const changed = this.#shown !== grid;
    this.#shown = grid;
    for (const each of [this.#time, this.#doctors]) each.element.hidden = each !== grid;
    if (this.#opened.has(grid)) return changed;
    this.#opened.add(grid);
    grid.open();
    return changed;
  }

  #fill() {
    this.#shown.painter.fill(this.#narrow ? [] : this.#parts.store.all());
  }

  #showLoad() {
    const rows = this.#narrow ? this.#parts.store.all() : [];
    this.#time.marks.showLoad(loadByHour(rows, this.#options.clock));
  }

  #count() {
    if (this.#shown !== this.#doctors) return;
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const row of this.#parts.store.all()) {
      const { doctor } = row.extendedProps.appointment;
      if (!doctor || !this.#doctors.painter.draws(String(row.id))) continue;
      counts.set(doctor.id, (counts.get(doctor.id) ?? 0) + 1);
    }
    this.#doctors.count(counts);
  }

  #todaysDate() {
    return this.#options.clock.date(Date.now());
  }
}

/** One day with a column for each doctor: a time grid over the invented week of `columns.js`. */
import { h } from "fullcalendar/preact";
import { Columns, FIRST_DAY } from "./columns.js";
import { ColumnHead, Heads } from "./column-head.js";
import { Grid } from "./grid.js";
import { firstSight } from "./grid-options.js";

const NOW_MS = 30_000;

/** Shows nothing until `show` has said which day and whose. */
export class DoctorsGrid extends Grid {
  #options;
  #head;
  #heads;

  /**
   * @param {HTMLElement} element
   * @param {import("./grid-options.js").GridOptions} options
   * @param {import("./looks.js").Looks} looks
   * @param {import("./column-head.js").HeadParts} head
   * @param {string} date YYYY-MM-DD
   * @param {number[]} doctors ids
   */
  constructor(element, options, looks, head, date, doctors) {
    const heads = new Heads(new Columns(options.clock.zone, date, doctors));
    super(element, options, looks, {
      initialView: "doctors",
      initialDate: FIRST_DAY,
      timeZone: "UTC",
      views: { doctors: { type: "timeGrid", visibleRange: () => range(heads.columns) } },
      titleFormat: () => title(heads.columns, options),
      slotHeaderClass: "doctors-axis",
      nowIndicator: false,
      navLinks: false,
      datesSet: () => {},
      dayLaneClass: "time-lane doctor-lane",
      dayHeaderClass: "doctor-head-cell",
      dayHeaderContent: ({ date }) => h(ColumnHead, { heads, drawn: date, parts: head }),
    });
    this.#options = options;
    this.#head = head;
    this.#heads = heads;
    const frame = /** @type {HTMLElement} */ (element.parentElement);
    frame.addEventListener("scroll", () =>
      element.style.setProperty("--scrolled", `${frame.scrollLeft}px`),
    );
    setInterval(() => this.#markNow(), NOW_MS);
  }

  get columns() {
    return this.#heads.columns;
  }

  open() {
    const first = super.open();
    if (first) this.#placeParts();
    return first;
  }

  /** @param {string} date YYYY-MM-DD @param {number[]} doctors ids */
  showDay(date, doctors) {
    const { columns } = this;
    if (columns.date === date && String(columns.doctors) === String(doctors)) return;
    this.painter.clear();
    this.marks.shade([]);
    this.#heads.say({ columns: new Columns(this.#options.clock.zone, date, doctors) });
    this.calendar.changeView("doctors", FIRST_DAY);
    this.#placeParts();
  }

  /** @param {Map<number, number>} counts by the doctor's id */
  count(counts) {
    this.fit(this.columns.doctors.length);
    if (String([...counts]) !== String([...this.#heads.counts])) this.#heads.say({ counts });
  }

  /** @param {number | undefined} doctor @param {{start: string, end: string}} times */
  where(doctor, times) {
    return this.columns.place(doctor, times);
  }

  /** @param {{start: Date, end: Date}} drawn @param {{start: string, end: string}} [before] */
  read(drawn, before) {
    return this.columns.read(drawn, before);
  }

  /** @param {import("../types.js").CalendarEvent} event */
  holds(event) {
    return this.columns.holds(event);
  }

  /** @param {{start: Date, end: Date}} drawn */
  isOneDay({ start, end }) {
    return this.columns.doctorAt(start) === this.columns.doctorAt(new Date(end.getTime() - 1));
  }

  scrollToNow() {
    const { date } = this.columns;
    if (this.columns.progress(Date.now()) === null) return;
    this.calendar.scrollToTime(firstSight(this.#options.clock, date));
  }

  /** A head's name is the doctor's, not the invented day's; the axis is known to the style sheet. */
  #placeParts() {
    this.element.style.setProperty("--columns", String(this.columns.doctors.length));
    this.calendar.scrollToTime(firstSight(this.#options.clock, this.columns.date));
    this.element.querySelector(".doctors-axis")?.parentElement?.setAttribute("data-axis", "");
    const cells = this.element.querySelectorAll("[role=columnheader]");
    this.columns.doctors.forEach((doctor, index) =>
      cells[index]?.setAttribute("aria-label", this.#head.name(doctor)),
    );
    this.#markNow();
  }

  /** One line through all columns; the style sheet draws it at this part of the day. */
  #markNow() {
    const gone = this.columns.progress(Date.now());
    this.element.classList.toggle("shows-now", gone !== null);
    this.element.style.setProperty("--day-gone", String(gone ?? 0));
  }
}

/** @param {Columns} columns */
function range({ doctors }) {
  const start = new Date(`${FIRST_DAY}T00:00:00Z`);
  const end = new Date(start);
  end.setUTCDate(end.getUTCDate() + Math.max(doctors.length, 1));
  return { start, end };
}

/** @param {Columns} columns @param {import("./grid-options.js").GridOptions} options */
function title({ bounds }, { clock }) {
  return clock.titleDay(bounds.start);
}

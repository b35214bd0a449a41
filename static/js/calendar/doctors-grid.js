/** One day with a column for each doctor: a time grid over the invented week of `columns.js`. */
import { Columns, FIRST_DAY } from "./columns.js";
import { columnHead } from "./column-head.js";
import { Grid } from "./grid.js";
import { firstSight } from "./grid-options.js";

const NOW_MS = 30_000;
const SLOT_PX = 28;

/** Shows nothing until `show` has said which day and whose. */
export class DoctorsGrid extends Grid {
  #options;
  #head;
  #state;
  /** @type {Map<number, number>} */
  #counts = new Map();

  /**
   * @param {HTMLElement} element
   * @param {import("./grid-options.js").GridOptions} options
   * @param {import("./column-head.js").HeadParts} head
   */
  constructor(element, options, head) {
    const state = { columns: new Columns(options.clock.zone, FIRST_DAY, []) };
    super(element, options, {
      initialView: "doctors",
      initialDate: FIRST_DAY,
      timeZone: "UTC",
      views: { doctors: { type: "timeGrid", visibleRange: () => range(state.columns) } },
      titleFormat: () => title(state.columns, options),
      slotHeaderClass: "doctors-axis",
      slotMinHeight: SLOT_PX,
      nowIndicator: false,
      navLinks: false,
      datesSet: () => {},
      dayLaneClass: "time-lane doctor-lane",
      dayHeaderClass: "doctor-head-cell",
      dayHeaderContent: ({ date }) => {
        const doctor = state.columns.doctorAt(date);
        return columnHead(doctor, state.columns.date, this.#counts.get(doctor) ?? 0, head);
      },
    });
    this.#options = options;
    this.#head = head;
    this.#state = state;
    const frame = /** @type {HTMLElement} */ (element.parentElement);
    frame.addEventListener("scroll", () =>
      element.style.setProperty("--scrolled", `${frame.scrollLeft}px`),
    );
    setInterval(() => this.#markNow(), NOW_MS);
  }

  get columns() {
    return this.#state.columns;
  }

  /** @param {string} date YYYY-MM-DD @param {number[]} doctors ids */
  showDay(date, doctors) {
    const { columns } = this.#state;
    if (columns.date === date && String(columns.doctors) === String(doctors)) return;
    this.#state.columns = new Columns(this.#options.clock.zone, date, doctors);
    this.painter.fill([]);
    this.marks.shade([]);
    this.element.style.setProperty("--columns", String(doctors.length));
    this.calendar.changeView("doctors", FIRST_DAY);
    this.calendar.scrollToTime(firstSight(this.#options.clock, date));
    this.#drawHeads();
    this.#markNow();
  }

  /** Writes each doctor's number of appointments into the heads. @param {Map<number, number>} counts */
  count(counts) {
    if (String([...counts]) === String([...this.#counts])) return;
    this.#counts = counts;
    this.#drawHeads();
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

  /** A head is drawn anew where the option changes; its name is the doctor's, not the invented day's. */
  #drawHeads() {
    const content = this.calendar.getOption("dayHeaderContent");
    this.calendar.setOption("dayHeaderContent", (info) => /** @type {any} */ (content)(info));
    const cells = this.element.querySelectorAll("[role=columnheader]");
    this.columns.doctors.forEach((doctor, index) =>
      cells[index]?.setAttribute("aria-label", this.#head.name(doctor)),
    );
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

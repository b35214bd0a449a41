/** One day with a column for each doctor, hours beside them and one line for now through all. */
import { render } from "fullcalendar/preact";
import { shadeContent } from "../../appointment/event-content.ts";
import { initialTime } from "../initial-hours.ts";
import { densityFor } from "../density.ts";
import { shadeClass, type Shade } from "../closed-hours.ts";
import { el, scaled } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { styleOf } from "./card.ts";
import { ColumnRenderer } from "./column-renderer.ts";
import { Columns, DAY_MINUTES, type Span } from "./columns.ts";
import { DragController } from "./drag-controller.ts";
import { drawHead, type HeadParts } from "./header.ts";
import { hours } from "./hours.ts";
import type { Appearances } from "../../appointment/appearance.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { AppointmentGrid, GridOptions, Tally } from "../types.ts";
import type { Point } from "./drag-math.ts";

const NOW_MS = 30_000;
/** What the hours take (doctors.css), where letters have 16 pixels. */
const AXIS_PX = 60;

/** Shows nothing until `show` has said which day and whose. */
export class DoctorsGrid implements AppointmentGrid {
  readonly element: HTMLElement;
  readonly renderer: ColumnRenderer;

  #options: GridOptions;
  #head: HeadParts;
  #columns: Columns;
  #heads: HTMLElement[] = [];
  #lanes: HTMLElement[] = [];
  /** Appointments by the doctor's id. */
  #counts = new Map<number, number>();
  #shades = "[]";
  #drag: DragController;
  #headRow = el("div", { class: "doctor-heads", role: "row" });
  #lanesBox = el("div", { class: "doctor-lanes", role: "presentation" });

  constructor(
    element: HTMLElement,
    options: GridOptions,
    appearances: Appearances,
    head: HeadParts,
  ) {
    const { clock, mayReschedule, mayBook, onOpen, onBook } = options;
    this.element = element;
    this.renderer = new ColumnRenderer({ appearances, formatters: options, mayReschedule });
    this.#options = options;
    this.#head = head;
    this.#columns = new Columns(clock.zone, clock.date(Date.now()), []);
    this.#drag = new DragController({
      scroller: element,
      covered: () => [this.#headRow.offsetHeight, scaled(AXIS_PX)],
      mayBook,
      at: (x, y) => this.#at(x, y),
      lane: (column) => this.#lanes[column],
      dragSource: (id) => this.renderer.dragSource(id),
      times: (span) => this.#times(span),
      onOpen,
      onReschedule: (event, span) => this.#reschedule(event, span),
      onSelect: (span) => onBook(this.#columns.read(span)),
      onPick: ({ column, minute }) => {
        const { doctor, start } = this.#columns.read({ column, from: minute, to: minute });
        onBook({ doctor, start });
      },
    });
    element.append(
      this.#headRow,
      el("div", { class: "doctor-day", role: "row" }, hours(clock), this.#lanesBox),
    );
    element.setAttribute("role", "grid");
    element.setAttribute("aria-label", messages.appointments);
    setInterval(() => this.#markNow(), NOW_MS);
  }

  get columns() {
    return this.#columns;
  }

  /** `date`: YYYY-MM-DD; `doctors`: ids. */
  show(date: string, doctors: number[]) {
    const { clock } = this.#options;
    const isSameDay = this.#columns.date === date && this.#lanes.length > 0;
    if (isSameDay && String(this.#columns.doctors) === String(doctors)) return;
    this.#drag.cancel();
    this.#columns = new Columns(clock.zone, date, doctors);
    this.#heads = doctors.map(() => el("div", { class: "doctor-head-cell", role: "columnheader" }));
    this.#lanes = doctors.map(() => el("div", { class: "time-lane", role: "gridcell" }));
    // The first takes the focus, so that a day without appointments is scrolled by keys as well.
    if (this.#lanes.length) this.#lanes[0].tabIndex = 0;
    this.#headRow.replaceChildren(
      el("div", { class: "doctor-corner", "aria-hidden": "true" }),
      ...this.#heads,
    );
    this.#lanesBox.replaceChildren(...this.#lanes);
    this.renderer.begin(this.#columns, this.#lanes);
    this.element.style.setProperty("--columns", String(doctors.length));
    this.#shades = "[]";
    this.#drawHeads();
    this.#markNow();
    if (!isSameDay) this.#scrollTo(initialTime(clock, date));
  }

  /** Another grid is shown instead: this one holds nothing any more, and draws nothing. */
  leave() {
    this.#drag.cancel();
    this.renderer.leave();
    this.shade([]);
  }

  tally({ width, counts }: Tally) {
    this.element.dataset.density = densityFor(width - scaled(AXIS_PX), this.#lanes.length);
    if (String([...counts]) === String([...this.#counts])) return;
    this.#counts = counts;
    this.#drawHeads();
  }

  /** Shades what is closed. */
  shade(shades: Shade[]) {
    const text = JSON.stringify(shades);
    if (text === this.#shades) return;
    this.#shades = text;
    for (const shade of this.element.querySelectorAll(".shade")) shade.remove();
    for (const shade of shades) {
      const span = this.#columns.hours(shade.doctor, shade);
      if (!span) continue;
      const drawn = el("div", { class: shadeClass(shade) });
      drawn.style.cssText = styleOf(span.from, span.to);
      render(shadeContent(shade), drawn);
      this.#lanes[span.column].prepend(drawn);
    }
  }

  /** Scrolls to the present hour if the day is today. */
  scrollToNow() {
    const { date } = this.#columns;
    if (this.#columns.progress(Date.now()) === null) return;
    this.#scrollTo(initialTime(this.#options.clock, date));
  }

  #drawHeads() {
    const { date, doctors } = this.#columns;
    doctors.forEach((doctor, index) => {
      const count = this.#counts.get(doctor) ?? 0;
      drawHead(this.#heads[index], { doctor, date, count }, this.#head);
    });
  }

  /** `event`: as it was when its drag began. */
  #reschedule(event: CalendarEvent, span: Span) {
    this.renderer.moveTo(String(event.id), span);
    this.#options.onReschedule(event, this.#columns.read(span, event), () => {});
  }

  #times(span: Span) {
    const { start, end } = this.#columns.read(span);
    const { clock } = this.#options;
    return `${clock.time(start)} – ${clock.time(end)}`;
  }

  #at(x: number, y: number): Point {
    const { left, right, top, width, height } = this.#lanesBox.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(this.#lanesBox).direction === "rtl";
    const part = (isRightToLeft ? right - x : x - left) / width;
    const last = this.#lanes.length - 1;
    return {
      column: Math.min(Math.max(Math.floor(part * this.#lanes.length), 0), last),
      minute: ((y - top) / height) * DAY_MINUTES,
    };
  }

  /** With the next frame, which lays the page out anyway. `time`: HH:MM:SS. */
  #scrollTo(time: string) {
    const [hour, minute] = time.split(":").map(Number);
    const part = (hour * 60 + minute) / DAY_MINUTES;
    requestAnimationFrame(() => {
      this.element.scrollTop = part * this.#lanesBox.offsetHeight;
    });
  }

  /** One line through all columns; the style sheet draws it at this part of the day. */
  #markNow() {
    const gone = this.#columns.progress(Date.now());
    this.element.classList.toggle("shows-now", gone !== null);
    this.element.style.setProperty("--day-gone", String(gone ?? 0));
  }
}

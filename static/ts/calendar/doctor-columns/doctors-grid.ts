/** The doctors' columns: one day, a column for each doctor, hours beside them, a line for the present time. */
import { render } from "fullcalendar/preact";
import { shadeContent } from "../../appointment/event-content.ts";
import { initialTime } from "../initial-hours.ts";
import { ANY_DOCTOR } from "../column-choice.ts";
import { densityFor } from "../density.ts";
import { AXIS_PX, setGridSizes } from "../geometry.ts";
import { shadeClass, type Shade } from "../closed-hours.ts";
import { el, scaled } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { styleOf } from "./card.ts";
import { ColumnRenderer } from "./column-renderer.ts";
import { Columns, DAY_MINUTES, type Span } from "./columns.ts";
import { DragController } from "./drag-controller.ts";
import { renderAnyDoctor, renderHead, type HeadParts } from "./header.ts";
import { hours } from "./hours.ts";
import type { Appearances } from "../../appointment/appearance.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { AppointmentGrid, GridOptions, Tally } from "../types.ts";
import type { Point } from "./drag-math.ts";

/** How often the line of the present time moves (milliseconds). */
const NOW_MS = 30_000;

/** Empty until `show` is called. */
export class DoctorsGrid implements AppointmentGrid {
  readonly element: HTMLElement;
  readonly renderer: ColumnRenderer;

  #options: GridOptions;
  #head: HeadParts;
  #columns: Columns;
  #heads: HTMLElement[] = [];
  #columnElements: HTMLElement[] = [];
  /** The number of columns that are not hidden. */
  #visible = 0;
  /** Appointments by the doctor's id. */
  #counts = new Map<number, number>();
  #shades = "[]";
  #drag: DragController;
  #headRow = el("div", { class: "doctor-heads", role: "row" });
  #columnsBox = el("div", { class: "doctor-columns", role: "presentation" });

  constructor(
    element: HTMLElement,
    options: GridOptions,
    appearances: Appearances,
    head: HeadParts,
  ) {
    const { clock, mayReschedule, mayBook, onOpen, onBook } = options;
    this.element = element;
    this.renderer = new ColumnRenderer({
      appearances,
      formatters: options,
      mayReschedule,
      onRendered: () => this.#showAnyDoctor(),
    });
    this.#options = options;
    this.#head = head;
    this.#columns = new Columns(clock.zone, clock.date(Date.now()), []);
    this.#drag = new DragController({
      scroller: element,
      covered: () => [this.#headRow.offsetHeight, scaled(AXIS_PX)],
      mayBook,
      at: (x, y) => this.#at(x, y),
      columnElement: (column) => this.#columnElements[column],
      takes: (column) => this.#columns.doctors[column] !== ANY_DOCTOR,
      dragSource: (id) => this.renderer.dragSource(id),
      times: (span) => this.#times(span),
      onOpen,
      onReschedule: (event, span) => this.#reschedule(event, span),
      onSelect: (span) => onBook(this.#columns.timesAt(span)),
      onPick: ({ column, minute }) => {
        const { doctor, start } = this.#columns.timesAt({ column, from: minute, to: minute });
        onBook({ doctor, start });
      },
    });
    element.append(
      this.#headRow,
      el("div", { class: "doctor-day", role: "row" }, hours(clock), this.#columnsBox),
    );
    setGridSizes(element);
    element.setAttribute("role", "grid");
    element.setAttribute("aria-label", messages.appointments);
    setInterval(() => this.#markNow(), NOW_MS);
  }

  get columns() {
    return this.#columns;
  }

  /** `date`: YYYY-MM-DD; `doctors`: ids, maybe ANY_DOCTOR as the last. */
  show(date: string, doctors: number[]) {
    const { clock } = this.#options;
    const isSameDay = this.#columns.date === date && this.#columnElements.length > 0;
    if (isSameDay && String(this.#columns.doctors) === String(doctors)) return;
    this.#drag.cancel();
    this.#columns = new Columns(clock.zone, date, doctors);
    this.#heads = doctors.map(() => el("div", { class: "doctor-head-cell", role: "columnheader" }));
    this.#columnElements = doctors.map((doctor) =>
      el("div", {
        class: doctor === ANY_DOCTOR ? "any-doctor-column" : "time-column",
        role: "gridcell",
      }),
    );
    // Focusable, so that a day without appointments can be scrolled by keys.
    if (this.#columnElements.length) this.#columnElements[0].tabIndex = 0;
    this.#headRow.replaceChildren(
      el("div", { class: "doctor-corner", "aria-hidden": "true" }),
      ...this.#heads,
    );
    this.#columnsBox.replaceChildren(...this.#columnElements);
    this.renderer.begin(this.#columns, this.#columnElements);
    this.#shades = "[]";
    this.#showAnyDoctor();
    this.#renderHeads();
    this.#markNow();
    if (!isSameDay) this.#scrollTo(initialTime(clock, date));
  }

  /** Removes all content; called when another grid is shown. */
  clear() {
    this.#drag.cancel();
    this.renderer.clear();
    this.#showAnyDoctor();
    this.shade([]);
  }

  tally({ width, counts }: Tally) {
    this.element.dataset.density = densityFor(width - scaled(AXIS_PX), this.#visible);
    if (String([...counts]) === String([...this.#counts])) return;
    this.#counts = counts;
    this.#renderHeads();
  }

  /** Shades closed hours. */
  shade(shades: Shade[]) {
    const text = JSON.stringify(shades);
    if (text === this.#shades) return;
    this.#shades = text;
    for (const shade of this.element.querySelectorAll(".shade")) shade.remove();
    for (const shade of shades) {
      const span = this.#columns.hoursSpan(shade.doctor, shade);
      if (!span) continue;
      const element = el("div", { class: shadeClass(shade) });
      element.style.cssText = styleOf(span.from, span.to);
      render(shadeContent(shade), element);
      this.#columnElements[span.column].prepend(element);
    }
  }

  /** Scrolls to the present hour if the day is today. */
  scrollToNow() {
    const { date } = this.#columns;
    if (this.#columns.progress(Date.now()) === null) return;
    this.#scrollTo(initialTime(this.#options.clock, date));
  }

  #renderHeads() {
    const { date, doctors } = this.#columns;
    doctors.forEach((doctor, index) => {
      const count = this.#counts.get(doctor) ?? 0;
      if (doctor === ANY_DOCTOR) renderAnyDoctor(this.#heads[index], count);
      else renderHead(this.#heads[index], { doctor, date, count }, this.#head);
    });
  }

  /** Shows the column of walk-ins without a doctor only while it holds some. */
  #showAnyDoctor() {
    const { doctors } = this.#columns;
    const last = doctors.length - 1;
    const isHidden = doctors[last] === ANY_DOCTOR && this.renderer.isEmpty(last);
    const visible = isHidden ? last : doctors.length;
    if (visible === this.#visible && this.#columnElements[last]?.hidden === isHidden) return;
    this.#visible = visible;
    for (const element of [this.#heads[last], this.#columnElements[last]]) {
      if (element) element.hidden = isHidden;
    }
    this.element.style.setProperty("--columns", String(visible));
  }

  /** `event`: as it was when its drag began. */
  #reschedule(event: CalendarEvent, span: Span) {
    this.renderer.moveTo(String(event.id), span);
    // Nothing to revert here: after a refusal CalendarView.putBack() redraws the appointment from the store.
    this.#options.onReschedule(event, this.#columns.timesAt(span, event), () => {});
  }

  #times(span: Span) {
    const { start, end } = this.#columns.timesAt(span);
    const { clock } = this.#options;
    return `${clock.time(start)} – ${clock.time(end)}`;
  }

  #at(x: number, y: number): Point {
    const { left, right, top, width, height } = this.#columnsBox.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(this.#columnsBox).direction === "rtl";
    const part = (isRightToLeft ? right - x : x - left) / width;
    return {
      column: Math.min(Math.max(Math.floor(part * this.#visible), 0), this.#visible - 1),
      minute: ((y - top) / height) * DAY_MINUTES,
    };
  }

  /** Scrolls in the next frame, which computes the layout anyway. `time`: HH:MM:SS. */
  #scrollTo(time: string) {
    const [hour, minute] = time.split(":").map(Number);
    const part = (hour * 60 + minute) / DAY_MINUTES;
    requestAnimationFrame(() => {
      this.element.scrollTop = part * this.#columnsBox.offsetHeight;
    });
  }

  /** Sets the position of the line for the present time, as a part of the day (0 to 1). */
  #markNow() {
    const progress = this.#columns.progress(Date.now());
    this.element.classList.toggle("shows-now", progress !== null);
    this.element.style.setProperty("--day-progress", String(progress ?? 0));
  }
}

/** One appointment in a doctor's column: its element, position and appearance. */
import { h, render } from "fullcalendar/preact";
import {
  AppointmentContent,
  applyAppearance,
  setLabel,
  type Formatters,
} from "../../appointment/event-content.ts";
import { el } from "../../core/dom.ts";
import { HOUR_PX, MIN_HEIGHT_PX, TWO_LINES_PX } from "../geometry.ts";
import { DAY_MINUTES, type Span } from "./columns.ts";
import type { Appearances } from "../../appointment/appearance.ts";

const MIN_MINUTES = (MIN_HEIGHT_PX / HOUR_PX) * 60;
const TWO_LINES_MINUTES = (TWO_LINES_PX / HOUR_PX) * 60;

export class Card {
  #id: string;
  #appearances: Appearances;
  #formatters: Formatters;
  #isShort = false;
  #style = "";
  #stop;
  element: HTMLElement;
  span: Span;

  /** `id`: of an appointment that is in `appearances`. */
  constructor(id: string, span: Span, appearances: Appearances, formatters: Formatters) {
    this.#id = id;
    this.#appearances = appearances;
    this.#formatters = formatters;
    this.span = span;
    this.element = el("div", {
      class: "appointment",
      role: "button",
      tabindex: 0,
      dataset: { appointment: id },
    });
    this.#fill(isShort(span));
    this.#applyAppearance();
    this.#stop = appearances.on(id, () => this.#applyAppearance());
  }

  get id() {
    return this.#id;
  }

  /** The appointment as rendered. */
  get event() {
    return this.#appearances.get(this.#id).event;
  }

  /** The minutes of the column that the card covers: at least MIN_MINUTES. */
  get extent() {
    const { from, to } = this.span;
    return { from, to: Math.max(to, from + MIN_MINUTES) };
  }

  update(span: Span, movable: boolean) {
    this.span = span;
    this.element.toggleAttribute("data-movable", movable);
    if (isShort(span) !== this.#isShort) this.#fill(isShort(span));
  }

  /** Sets the place among the cards that overlap with it. */
  position({ lane, lanes }: { lane: number; lanes: number }) {
    const { from, to } = this.extent;
    const style = styleOf(from, to, lane, lanes);
    if (style === this.#style) return;
    this.#style = style;
    this.element.style.cssText = style;
  }

  remove() {
    this.#stop();
    render(null, this.element);
    this.element.remove();
  }

  #fill(short: boolean) {
    this.#isShort = short;
    const layout = { inColumn: true, isShort: short };
    const [id, appearances, formatters] = [this.#id, this.#appearances, this.#formatters];
    render(h(AppointmentContent, { id, appearances, layout, formatters }), this.element);
  }

  #applyAppearance() {
    const appearance = this.#appearances.get(this.#id);
    applyAppearance(this.element, appearance);
    setLabel(this.element, appearance, this.#formatters);
  }
}

/** The CSS of a span. `from`, `to`: minutes; `lane`: from 0; `lanes`: how many share the column. */
export function styleOf(from: number, to: number, lane = 0, lanes = 1) {
  const [top, height] = [from / DAY_MINUTES, (to - from) / DAY_MINUTES];
  const [before, after] = [lane / lanes, 1 - (lane + 1) / lanes];
  const percent = (part: number) => `${+(part * 100).toFixed(3)}%`;
  return (
    `inset-block-start:${percent(top)};block-size:${percent(height)};` +
    `inset-inline:${percent(before)} ${percent(after)}`
  );
}

/** Whether a span has room for one line only. */
function isShort({ from, to }: Span) {
  return to - from < TWO_LINES_MINUTES;
}

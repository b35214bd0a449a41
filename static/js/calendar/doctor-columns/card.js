/** One appointment in a doctor's column: its element, where it stands, and how it looks. */
import { h, render } from "fullcalendar/preact";
import { Visit, dress, name } from "../../appointment/event-content.js";
import { el } from "../../core/dom.js";
import { DAY_MINUTES } from "./columns.js";

/** An hour is 132 pixels high (doctors.css): 20 of them are what a finger hits (WCAG 2.5.8), 38 hold two lines. */
const LEAST_MINUTES = (20 / 132) * 60;
const TWO_LINES_MINUTES = (38 / 132) * 60;

/** @typedef {import("./columns.js").Span} Span */

export class Card {
  #id;
  #looks;
  #words;
  #isShort = false;
  #where = "";
  #stop;
  element;
  /** @type {Span} */
  span;

  /**
   * @param {string} id of one that has a look
   * @param {Span} span
   * @param {import("../../appointment/appearance.js").Looks} looks
   * @param {import("../../appointment/event-content.js").Words} words
   */
  constructor(id, span, looks, words) {
    this.#id = id;
    this.#looks = looks;
    this.#words = words;
    this.span = span;
    this.element = el("div", {
      class: "visit",
      role: "button",
      tabindex: 0,
      dataset: { visit: id },
    });
    this.#fill(isShort(span));
    this.#dress();
    this.#stop = looks.on(id, () => this.#dress());
  }

  get id() {
    return this.#id;
  }

  /** The appointment as it is drawn. */
  get event() {
    return this.#looks.get(this.#id).event;
  }

  /** What it takes of its column: a short one is drawn longer than it lasts. */
  get drawn() {
    const { from, to } = this.span;
    return { from, to: Math.max(to, from + LEAST_MINUTES) };
  }

  /** @param {Span} span @param {boolean} movable */
  put(span, movable) {
    this.span = span;
    this.element.toggleAttribute("data-movable", movable);
    if (isShort(span) !== this.#isShort) this.#fill(isShort(span));
  }

  /** @param {{lane: number, lanes: number}} place among those beside it */
  stand({ lane, lanes }) {
    const { from, to } = this.drawn;
    const where = styleOf(from, to, lane, lanes);
    if (where === this.#where) return;
    this.#where = where;
    this.element.style.cssText = where;
  }

  remove() {
    this.#stop();
    render(null, this.element);
    this.element.remove();
  }

  /** @param {boolean} short */
  #fill(short) {
    this.#isShort = short;
    const form = { inColumn: true, isShort: short };
    const [id, looks, words] = [this.#id, this.#looks, this.#words];
    render(h(Visit, { id, looks, form, words }), this.element);
  }

  #dress() {
    const look = this.#looks.get(this.#id);
    dress(this.element, look);
    name(this.element, look, this.#words);
  }
}

/**
 * @param {number} from minutes
 * @param {number} to minutes
 * @param {number} [lane] from 0
 * @param {number} [lanes] that share the column
 */
export function styleOf(from, to, lane = 0, lanes = 1) {
  const [top, height] = [from / DAY_MINUTES, (to - from) / DAY_MINUTES];
  const [before, after] = [lane / lanes, 1 - (lane + 1) / lanes];
  const percent = (/** @type {number} */ part) => `${+(part * 100).toFixed(3)}%`;
  return (
    `inset-block-start:${percent(top)};block-size:${percent(height)};` +
    `inset-inline:${percent(before)} ${percent(after)}`
  );
}

/** @param {Span} span whether it has room for one line only */
function isShort({ from, to }) {
  return to - from < TWO_LINES_MINUTES;
}

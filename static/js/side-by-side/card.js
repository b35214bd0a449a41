/** One appointment in a doctor's column: its element, where it stands, and how it looks. */
import { h, render } from "fullcalendar/preact";
import { Visit, dress } from "../calendar/event-content.js";
import { el } from "../dom.js";
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
   * @param {import("../calendar/looks.js").Looks} looks
   * @param {import("../calendar/event-content.js").Words} words
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
    const where = styleOf(from, to, lane / lanes, 1 / lanes);
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
    const form = { listed: false, monthly: false, isShort: short, named: false };
    const [id, looks, words] = [this.#id, this.#looks, this.#words];
    render(h(Visit, { id, looks, form, words }), this.element);
  }

  #dress() {
    dress(this.element, this.#looks.get(this.#id));
  }
}

/**
 * @param {number} from minutes
 * @param {number} to minutes
 * @param {number} [left] part of the column's width that is left free
 * @param {number} [width] part of the column's width
 */
export function styleOf(from, to, left = 0, width = 1) {
  const percent = (/** @type {number} */ part) => `${+(part * 100).toFixed(3)}%`;
  return (
    `inset-block-start:${percent(from / DAY_MINUTES)};block-size:${percent((to - from) / DAY_MINUTES)};` +
    `inset-inline-start:${percent(left)};inline-size:${percent(width)}`
  );
}

/** @param {Span} span whether it has room for one line only */
function isShort({ from, to }) {
  return to - from < TWO_LINES_MINUTES;
}

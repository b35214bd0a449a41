/** Puts appointments into the doctors' columns, moves and takes them out again, and keeps the focus. */
import { Card } from "./card.js";
import { lanesOf } from "./lanes.js";

/**
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./columns.js").Span} Span
 *
 * @typedef {object} ColumnPainterParts
 * @property {import("../../appointment/appearance.js").Looks} looks
 * @property {import("../../appointment/event-content.js").Words} words
 * @property {(event: CalendarEvent) => boolean} mayMove
 */

export class ColumnPainter {
  #parts;
  /** @type {import("./columns.js").Columns | null} */
  #columns = null;
  /** @type {HTMLElement[]} */
  #lanes = [];
  /** @type {Map<string, Card>} */
  #cards = new Map();
  /** The cards of each column, in the order of their beginnings. @type {Card[][]} */
  #sorted = [];

  /** @param {ColumnPainterParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** The ids of those drawn. */
  get drawn() {
    return [...this.#cards.keys()];
  }

  /** Whether an appointment is drawn. @param {string} id */
  draws(id) {
    return this.#cards.has(id);
  }

  /** Other columns, and nothing in them. */
  /** @param {import("./columns.js").Columns} columns @param {HTMLElement[]} lanes an element for each */
  begin(columns, lanes) {
    const hadFocus = this.#clear();
    this.#columns = columns;
    this.#lanes = lanes;
    this.#sorted = lanes.map(() => []);
    if (hadFocus) lanes[0]?.focus({ preventScroll: true });
  }

  /** Nothing is drawn any more; the focus stays with nobody. */
  leave() {
    this.#clear();
    this.#sorted = this.#lanes.map(() => []);
  }

  /** @returns {boolean} whether one of those drawn had the focus */
  #clear() {
    const cards = [...this.#cards.values()];
    const hadFocus = cards.some(({ element }) => element === document.activeElement);
    for (const card of cards) card.remove();
    this.#cards.clear();
    return hadFocus;
  }

  /** @param {import("../render-queue.js").Painted} change */
  paint({ upserted, removed }) {
    /** @type {Set<number>} */
    const touched = new Set();
    for (const id of removed) this.#remove(id, touched);
    for (const shown of upserted) this.#put(shown, touched);
    for (const column of touched) this.#layOut(column);
  }

  /**
   * An appointment that a hand may take hold of, as it is drawn.
   * @param {string} id
   * @returns {import("./drag-controller.js").Held | null}
   */
  hold(id) {
    const card = this.#cards.get(id);
    return card && this.#isMovable(card.event) ? { event: card.event, span: card.span } : null;
  }

  /** A hand has put an appointment there. @param {string} id @param {Span} span */
  move(id, span) {
    const card = this.#cards.get(id);
    if (!card) return;
    const touched = new Set([card.span.column, span.column]);
    this.#place(card, span);
    for (const column of touched) this.#layOut(column);
  }

  /** @param {import("../render-queue.js").Shown} shown @param {Set<number>} touched */
  #put({ event, by, left }, touched) {
    const { looks, words } = this.#parts;
    const id = String(event.id);
    const span = this.#columns?.place(event.extendedProps.appointment.doctor?.id, event);
    if (!span) return this.#remove(id, touched);
    looks.set(event, by, left);
    const known = this.#cards.get(id);
    const card = known ?? new Card(id, span, looks, words);
    if (known) touched.add(known.span.column);
    touched.add(span.column);
    this.#cards.set(id, card);
    this.#place(card, span);
  }

  /** @param {string} id @param {Set<number>} touched */
  #remove(id, touched) {
    const card = this.#cards.get(id);
    if (!card) return;
    const { column } = card.span;
    const next = card.element === document.activeElement && this.#after(card);
    touched.add(column);
    this.#unsort(card);
    this.#cards.delete(id);
    card.remove();
    if (next) next.focus({ preventScroll: true });
  }

  /** Where the keyboard goes when an appointment goes. @param {Card} card */
  #after(card) {
    const sorted = this.#sorted[card.span.column];
    const index = sorted.indexOf(card);
    return (sorted[index + 1] ?? sorted[index - 1])?.element ?? this.#lanes[0];
  }

  /** Among the others of its column, in the page as in time: so it is read and walked by keys. */
  /** @param {Card} card @param {Span} span */
  #place(card, span) {
    const { element } = card;
    this.#unsort(card);
    card.put(span, this.#isMovable(card.event));
    const sorted = this.#sorted[span.column];
    const found = sorted.findIndex((other) => inTime(card, other) < 0);
    const next = found === -1 ? undefined : sorted[found];
    sorted.splice(found === -1 ? sorted.length : found, 0, card);
    const lane = this.#lanes[span.column];
    const before = next?.element ?? null;
    if (element.parentElement === lane && element.nextElementSibling === before) return;
    const hadFocus = document.activeElement === element;
    lane.insertBefore(element, before);
    if (hadFocus) element.focus({ preventScroll: true });
  }

  /** @param {Card} card */
  #unsort(card) {
    const sorted = this.#sorted[card.span.column];
    const index = sorted.indexOf(card);
    if (index !== -1) sorted.splice(index, 1);
  }

  /** @param {number} column */
  #layOut(column) {
    const cards = this.#sorted[column];
    const places = lanesOf(cards.map(({ drawn }) => drawn));
    cards.forEach((card, index) => card.stand(places[index]));
  }

  /** @param {CalendarEvent} event */
  #isMovable(event) {
    return this.#parts.mayMove(event) && Boolean(this.#columns?.holds(event));
  }
}

/** By the wall clock, which may tell an hour twice; then the longer one first. */
/** @param {Card} one @param {Card} other */
function inTime(one, other) {
  return (
    one.span.from - other.span.from ||
    Date.parse(one.event.start) - Date.parse(other.event.start) ||
    other.span.to - one.span.to ||
    one.event.title.localeCompare(other.event.title) ||
    Number(one.id) - Number(other.id)
  );
}

/** Adds, updates and removes appointments in the doctors' columns, and keeps the focus. */
import { Card } from "./card.ts";
import { lanesOf } from "./lanes.ts";
import type { Appearances } from "../../appointment/appearance.ts";
import type { Formatters } from "../../appointment/event-content.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { RenderBatch, RenderItem } from "../render-queue.ts";
import type { Columns, Span } from "./columns.ts";
import type { DragSource } from "./drag-controller.ts";

interface ColumnRendererParts {
  appearances: Appearances;
  formatters: Formatters;
  mayReschedule: (event: CalendarEvent) => boolean;
  /** Cards were added to columns, or removed. */
  onRendered: () => void;
}

export class ColumnRenderer {
  #parts: ColumnRendererParts;
  #columns: Columns | null = null;
  #columnElements: HTMLElement[] = [];
  #cards = new Map<string, Card>();
  /** The cards of each column, by start. */
  #sorted: Card[][] = [];

  constructor(parts: ColumnRendererParts) {
    this.#parts = parts;
  }

  /** The ids of the rendered appointments. */
  get ids() {
    return [...this.#cards.keys()];
  }

  /** Whether an appointment is rendered. */
  has(id: string) {
    return this.#cards.has(id);
  }

  /** Whether a column holds no card. */
  isEmpty(column: number) {
    return !this.#sorted[column]?.length;
  }

  /** Shows other columns, empty. `elements`: that of each column. */
  begin(columns: Columns, elements: HTMLElement[]) {
    const hadFocus = this.#removeAll();
    this.#columns = columns;
    this.#columnElements = elements;
    this.#sorted = elements.map(() => []);
    if (hadFocus) elements[0]?.focus({ preventScroll: true });
  }

  /** Removes all cards; the focus is not moved. */
  clear() {
    this.#removeAll();
    this.#sorted = this.#columnElements.map(() => []);
  }

  /** Returns whether a card had the focus. */
  #removeAll(): boolean {
    const cards = [...this.#cards.values()];
    const hadFocus = cards.some(({ element }) => element === document.activeElement);
    for (const card of cards) card.remove();
    this.#cards.clear();
    return hadFocus;
  }

  render({ upserted, removed }: RenderBatch) {
    const touched = new Set<number>();
    for (const id of removed) this.#remove(id, touched);
    for (const shown of upserted) this.#put(shown, touched);
    for (const column of touched) this.#layOut(column);
    this.#parts.onRendered();
  }

  /** A rendered appointment that can be dragged, or null. */
  dragSource(id: string): DragSource | null {
    const card = this.#cards.get(id);
    return card && this.#isMovable(card.event) ? { event: card.event, span: card.span } : null;
  }

  /** Shows an appointment where a drag has put it. */
  moveTo(id: string, span: Span) {
    const card = this.#cards.get(id);
    if (!card) return;
    const touched = new Set([card.span.column, span.column]);
    this.#insert(card, span);
    for (const column of touched) this.#layOut(column);
  }

  #put({ event, by, leaving }: RenderItem, touched: Set<number>) {
    const { appearances, formatters } = this.#parts;
    const id = String(event.id);
    const span = this.#columns?.spanOf(event.extendedProps.appointment.doctor?.id, event);
    if (!span) return this.#remove(id, touched);
    appearances.set(event, by, leaving);
    const known = this.#cards.get(id);
    const card = known ?? new Card(id, span, appearances, formatters);
    if (known) touched.add(known.span.column);
    touched.add(span.column);
    this.#cards.set(id, card);
    this.#insert(card, span);
  }

  #remove(id: string, touched: Set<number>) {
    const card = this.#cards.get(id);
    if (!card) return;
    const { column } = card.span;
    const next = card.element === document.activeElement && this.#focusAfter(card);
    touched.add(column);
    this.#unsort(card);
    this.#cards.delete(id);
    card.remove();
    if (next) next.focus({ preventScroll: true });
  }

  /** The element that takes the focus of a card that is removed. */
  #focusAfter(card: Card) {
    const sorted = this.#sorted[card.span.column];
    const index = sorted.indexOf(card);
    return (sorted[index + 1] ?? sorted[index - 1])?.element ?? this.#columnElements[0];
  }

  /** Puts a card into its column by time: the order of elements is the order of Tab and screen readers. */
  #insert(card: Card, span: Span) {
    const { element } = card;
    this.#unsort(card);
    card.update(span, this.#isMovable(card.event));
    const sorted = this.#sorted[span.column];
    const found = sorted.findIndex((other) => byTime(card, other) < 0);
    const next = found === -1 ? undefined : sorted[found];
    sorted.splice(found === -1 ? sorted.length : found, 0, card);
    const column = this.#columnElements[span.column];
    const before = next?.element ?? null;
    if (element.parentElement === column && element.nextElementSibling === before) return;
    const hadFocus = document.activeElement === element;
    column.insertBefore(element, before);
    if (hadFocus) element.focus({ preventScroll: true });
  }

  #unsort(card: Card) {
    const sorted = this.#sorted[card.span.column];
    const index = sorted.indexOf(card);
    if (index !== -1) sorted.splice(index, 1);
  }

  #layOut(column: number) {
    const cards = this.#sorted[column];
    const positions = lanesOf(cards.map(({ extent }) => extent));
    cards.forEach((card, index) => card.position(positions[index]));
  }

  #isMovable(event: CalendarEvent) {
    return this.#parts.mayReschedule(event) && Boolean(this.#columns?.contains(event));
  }
}

/** Compares by wall clock, then by moment (an hour may repeat), then the longer one first. */
function byTime(one: Card, other: Card) {
  return (
    one.span.from - other.span.from ||
    Date.parse(one.event.start) - Date.parse(other.event.start) ||
    other.span.to - one.span.to ||
    one.event.title.localeCompare(other.event.title) ||
    Number(one.id) - Number(other.id)
  );
}

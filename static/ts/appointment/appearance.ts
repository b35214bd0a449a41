/**
 * What each appointment looks like just now. Tells an appointment's id when that changes: what shows
 * it draws this one anew, and FullCalendar, which would look through all, hears of times alone.
 */
import { Emitter } from "../core/emitter.ts";
import { ChangeHighlights, type ChangeHighlight } from "./change-highlight.ts";
import type { CalendarEvent } from "../core/types.ts";

export interface Appearance {
  event: CalendarEvent;
  highlight: ChangeHighlight | null;
  chosen: boolean;
  leaving: boolean;
}

export class Appearances extends Emitter {
  #events = new Map<string, CalendarEvent>();
  #highlights = new ChangeHighlights((id) => this.emit(id));
  #chosen = "";
  /** Those that are only seen off. */
  #leaving = new Set<string>();

  /** `id`: of one that is drawn. */
  get(id: string): Appearance {
    const event = this.#events.get(id) as CalendarEvent;
    const chosen = id === this.#chosen;
    return { event, highlight: this.#highlights.of(id), chosen, leaving: this.#leaving.has(id) };
  }

  /**
   * `by`: who made it glow, empty for nobody; `left`: it has gone from here, and is only seen off.
   */
  set(event: CalendarEvent, by: string, leaving = false) {
    const id = String(event.id);
    if (leaving) this.#leaving.add(id);
    else this.#leaving.delete(id);
    if (by) this.#highlights.add(id, by);
    else if (this.#events.get(id) === event) return;
    this.#events.set(id, event);
    this.emit(id);
  }

  /** `id`: the appointment whose details are open, or empty. */
  choose(id: string) {
    const before = this.#chosen;
    this.#chosen = id;
    for (const each of new Set([before, id])) if (this.#events.has(each)) this.emit(each);
  }
}

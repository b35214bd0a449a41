/**
 * How each appointment looks now. Each element listens to its own appointment and redraws only itself.
 * FullCalendar is told only when times change, because it would compare all events.
 */
import { Signal } from "../core/signal.ts";
import { ChangeHighlights, type ChangeHighlight } from "./change-highlight.ts";
import type { CalendarEvent } from "../core/types.ts";

export interface Appearance {
  event: CalendarEvent;
  highlight: ChangeHighlight | null;
  chosen: boolean;
  /** Removed; shown only while it fades out. */
  leaving: boolean;
}

export class Appearances {
  #events = new Map<string, CalendarEvent>();
  #highlights = new ChangeHighlights((id) => this.#changed(id));
  #chosen = "";
  #leaving = new Set<string>();
  #signals = new Map<string, Signal>();

  /** Calls `listener` when the appearance changes. The function returned removes the listener. */
  on(id: string, listener: () => void): () => void {
    const signal = this.#signals.get(id) ?? new Signal();
    this.#signals.set(id, signal);
    return signal.add(listener);
  }

  /** `id`: of one that was set. */
  get(id: string): Appearance {
    const event = this.#events.get(id) as CalendarEvent;
    const chosen = id === this.#chosen;
    return { event, highlight: this.#highlights.of(id), chosen, leaving: this.#leaving.has(id) };
  }

  /** `by`: who made a change that is to be highlighted, else empty. */
  set(event: CalendarEvent, by: string, leaving = false) {
    const id = String(event.id);
    if (leaving) this.#leaving.add(id);
    else this.#leaving.delete(id);
    if (by) this.#highlights.add(id, by);
    else if (this.#events.get(id) === event) return;
    this.#events.set(id, event);
    this.#changed(id);
  }

  /** `id`: the appointment in the panel, or empty. */
  choose(id: string) {
    const before = this.#chosen;
    this.#chosen = id;
    for (const each of new Set([before, id])) if (this.#events.has(each)) this.#changed(each);
  }

  #changed(id: string) {
    this.#signals.get(id)?.emit();
  }
}

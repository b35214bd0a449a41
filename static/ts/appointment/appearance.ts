/**
 * What each appointment looks like just now. Tells an appointment's id when that changes: what shows
 * it draws this one anew, and FullCalendar, which would look through all, hears of times alone.
 */
import { Emitter } from "../core/emitter.ts";
import { Glow, type Light } from "./change-highlight.ts";
import type { CalendarEvent } from "../core/types.ts";

export interface Look {
  event: CalendarEvent;
  glow: Light | null;
  chosen: boolean;
  left: boolean;
}

export class Looks extends Emitter {
  #events = new Map<string, CalendarEvent>();
  #glow = new Glow((id) => this.emit(id));
  #chosen = "";
  /** Those that are only seen off. */
  #left = new Set<string>();

  /** Of an appointment that is drawn. */
  get(id: string): Look {
    const event = this.#events.get(id) as CalendarEvent;
    const chosen = id === this.#chosen;
    return { event, glow: this.#glow.of(id), chosen, left: this.#left.has(id) };
  }

  /** `by` made it glow, empty for nobody; `left` where it is only seen off. */
  set(event: CalendarEvent, by: string, left = false) {
    const id = String(event.id);
    if (left) this.#left.add(id);
    else this.#left.delete(id);
    if (by) this.#glow.light(id, by);
    else if (this.#events.get(id) === event) return;
    this.#events.set(id, event);
    this.emit(id);
  }

  /** `id` is of the appointment whose details are open, or empty. */
  choose(id: string) {
    const before = this.#chosen;
    this.#chosen = id;
    for (const each of new Set([before, id])) if (this.#events.has(each)) this.emit(each);
  }
}

/**
 * What each appointment looks like just now. Tells an appointment's id when that changes: what shows
 * it draws this one anew, and FullCalendar, which would look through all, hears of times alone.
 */
import { Emitter } from "../core/emitter.js";
import { Glow } from "./change-highlight.js";

/**
 * @typedef {import("../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {{event: CalendarEvent, glow: import("./change-highlight.js").Light | null, chosen: boolean, left: boolean}} Look
 */

export class Looks extends Emitter {
  /** @type {Map<string, CalendarEvent>} */
  #events = new Map();
  #glow = new Glow((id) => this.emit(id));
  #chosen = "";
  /** Those that are only seen off. @type {Set<string>} */
  #left = new Set();

  /** @param {string} id of one that is drawn @returns {Look} */
  get(id) {
    const event = /** @type {CalendarEvent} */ (this.#events.get(id));
    const chosen = id === this.#chosen;
    return { event, glow: this.#glow.of(id), chosen, left: this.#left.has(id) };
  }

  /**
   * @param {CalendarEvent} event
   * @param {string} by who made it glow, empty for nobody
   * @param {boolean} [left] it has gone from here, and is only seen off
   */
  set(event, by, left = false) {
    const id = String(event.id);
    if (left) this.#left.add(id);
    else this.#left.delete(id);
    if (by) this.#glow.light(id, by);
    else if (this.#events.get(id) === event) return;
    this.#events.set(id, event);
    this.emit(id);
  }

  /** @param {string} id the appointment whose details are open, or empty */
  choose(id) {
    const before = this.#chosen;
    this.#chosen = id;
    for (const each of new Set([before, id])) if (this.#events.has(each)) this.emit(each);
  }
}

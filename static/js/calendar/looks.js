/**
 * What each appointment looks like just now. Tells an appointment's id when that changes: what shows
 * it draws this one anew, and FullCalendar, which would look through all, hears of times alone.
 */
import { Emitter } from "../emitter.js";
import { Glow } from "./glow.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {{event: CalendarEvent, glow: import("./glow.js").Light | null, chosen: boolean}} Look
 */

export class Looks extends Emitter {
  /** @type {Map<string, CalendarEvent>} */
  #events = new Map();
  #glow = new Glow((id) => this.emit(id));
  #chosen = "";

  /** @param {string} id of one that is drawn @returns {Look} */
  get(id) {
    const event = /** @type {CalendarEvent} */ (this.#events.get(id));
    return { event, glow: this.#glow.of(id), chosen: id === this.#chosen };
  }

  /** @param {CalendarEvent} event @param {string} by who glows, empty for nobody */
  set(event, by) {
    const id = String(event.id);
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

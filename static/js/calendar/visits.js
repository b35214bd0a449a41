/** The verbs on one appointment, over the API; their answers go straight into the store. */
import { randomId } from "../random.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 */

export class Visits {
  #api;
  #store;

  /**
   * @param {import("../api.js").Api} api
   * @param {import("../store.js").Store} store
   */
  constructor(api, store) {
    this.#api = api;
    this.#store = store;
  }

  /**
   * One appointment with its history and the moves allowed.
   * @param {string} id a number, or "opd-<number>"
   * @returns {Promise<CalendarEvent>}
   */
  read(id) {
    return this.#api.get(path(id));
  }

  /**
   * @param {CalendarEvent} event
   * @param {string} status
   * @param {string} [reason]
   */
  changeStatus(event, status, reason) {
    const { version } = event.extendedProps.appointment;
    return this.#keep(this.#api.post(`${path(event.id)}status/`, { status, version, reason }));
  }

  /**
   * @param {CalendarEvent} event as it was when the new time was chosen
   * @param {{start: string, end?: string, doctor?: number, reason?: string}} times ISO 8601; `start`
   * alone keeps the length
   */
  reschedule(event, times) {
    const { version } = event.extendedProps.appointment;
    const options = { idempotencyKey: randomId() };
    return this.#keep(this.#api.patch(path(event.id), { ...times, version }, options));
  }

  /**
   * @param {Promise<CalendarEvent>} call
   * @returns {Promise<CalendarEvent>}
   */
  async #keep(call) {
    try {
      const event = await call;
      this.#store.applyRow(event);
      return event;
    } catch (/** @type {any} */ error) {
      if (error.code === "stale") this.#store.applyRow(error.body.current);
      throw error;
    }
  }
}

/** @param {number | string} id */
function path(id) {
  const text = String(id);
  return text.startsWith("opd-")
    ? `/api/opd-appointments/${text.slice(4)}/`
    : `/api/appointments/${text}/`;
}

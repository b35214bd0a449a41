/** The verbs on one appointment, over the API; their answers go straight into the store. */
import { randomId } from "../core/random.js";
import { versionOf } from "../realtime/appointment-store.js";

/**
 * @typedef {import("../core/types.js").CalendarEvent} CalendarEvent
 *
 * @typedef {object} Changes what a correction or a move asks for; `start` alone keeps the length
 * @property {string} [start] ISO 8601
 * @property {string} [end]
 * @property {number} [doctor]
 * @property {number | null} [visit_type]
 * @property {string} [complaint]
 * @property {string} [notes]
 * @property {boolean} [overbook]
 * @property {string} [reason]
 */

export class Visits {
  #api;
  #store;
  /** The version that an own change has made of another, by id and that other. */
  /** @type {Map<string, number>} */
  #own = new Map();

  /**
   * @param {import("../core/api.js").Api} api
   * @param {import("../realtime/appointment-store.js").Store} store
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
    const version = versionOf(this.newest(event));
    const call = this.#api.post(`${path(event.id)}status/`, { status, version, reason });
    return this.#keep(call, version);
  }

  /**
   * Moves or corrects it.
   * @param {CalendarEvent} event as it was when that was chosen
   * @param {Changes} changes
   */
  reschedule(event, changes) {
    const version = versionOf(this.newest(event));
    const options = { idempotencyKey: randomId() };
    const call = this.#api.patch(path(event.id), { ...changes, version }, options);
    return this.#keep(call, version);
  }

  /**
   * The appointment as one's own changes have left it since; as it was where another desk has
   * changed it too, so that the server says so.
   * @param {CalendarEvent} event
   * @returns {CalendarEvent}
   */
  newest(event) {
    let version = versionOf(event);
    for (let next; (next = this.#own.get(`${event.id} ${version}`));) version = next;
    const held = this.#store.get(event.id);
    if (held && versionOf(held) === version) return held;
    const { extendedProps: props } = event;
    const appointment = { ...props.appointment, version };
    return { ...event, extendedProps: { ...props, appointment } };
  }

  /**
   * @param {Promise<CalendarEvent>} call
   * @param {number} version that it changes
   * @returns {Promise<CalendarEvent>}
   */
  async #keep(call, version) {
    try {
      const event = await call;
      this.#own.set(`${event.id} ${version}`, versionOf(event));
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

/**
 * The appointments on the page, by id and version. Load, socket, catch-up, poll and the answers
 * to one's own calls all come in through here; whatever the order, the newest version stays.
 *
 * Tells `change` ({upserted, removed, message}) when what is shown changes, and `seen`
 * (event, message) for every newer appointment, shown or not.
 */
import { Emitter } from "../core/emitter.js";
import { matches } from "./query-match.js";

/**
 * @typedef {import("../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {object} Change
 * @property {CalendarEvent[]} upserted
 * @property {string[]} removed ids
 * @property {import("../core/types.js").AppointmentMessage | null} message what caused it, null for a load
 */

export class Store extends Emitter {
  /** @type {Map<string, CalendarEvent>} */
  #rows = new Map();
  /** The newest version seen of each id, also of those removed since the last load. */
  /** @type {Map<string, number>} */
  #versions = new Map();
  /** @type {import("../core/types.js").Query | null} */
  #query = null;
  /** Own answers that came while a load was under way; the load may be older than they are. */
  /** @type {CalendarEvent[] | null} */
  #duringLoad = null;

  get size() {
    return this.#rows.size;
  }

  get query() {
    return this.#query;
  }

  /** @param {string | number} id */
  get(id) {
    return this.#rows.get(String(id));
  }

  all() {
    return [...this.#rows.values()];
  }

  /** A load begins; until its snapshot comes, rows put in are kept beside it. */
  beginLoad() {
    this.#duringLoad = [];
  }

  /**
   * Replaces all that is held by what the server read for `query`.
   * @param {CalendarEvent[]} events
   * @param {import("../core/types.js").Query} query
   */
  applySnapshot(events, query) {
    const late = this.#duringLoad ?? [];
    const before = this.#rows;
    this.#duringLoad = null;
    this.#query = query;
    this.#rows = new Map();
    this.#versions = new Map();
    for (const event of events) {
      this.#rows.set(String(event.id), event);
      this.#versions.set(String(event.id), versionOf(event));
    }
    const upserted = events.filter((event) => !same(before.get(String(event.id)), event));
    const removed = [...before.keys()].filter((id) => !this.#rows.has(id));
    this.emit("change", { upserted, removed, message: null });
    for (const event of late) this.#take(event, null);
  }

  /**
   * One numbered event. An older version than the one held is let go; the same version again
   * (the same change on another channel, or a patient renamed) is taken if it says anything new.
   * @param {import("../core/types.js").AppointmentMessage} message
   */
  applyMessage(message) {
    this.#take(message.appointment, message);
  }

  /**
   * The answer to one's own call, or the `current` of a `stale` one.
   * @param {CalendarEvent} event
   * @param {import("../core/types.js").AppointmentMessage | null} [message]
   */
  applyRow(event, message = null) {
    this.#duringLoad?.push(event);
    this.#take(event, message);
  }

  /**
   * @param {CalendarEvent} event
   * @param {import("../core/types.js").AppointmentMessage | null} message
   */
  #take(event, message) {
    const id = String(event.id);
    if (versionOf(event) < (this.#versions.get(id) ?? 0)) return;
    this.#versions.set(id, versionOf(event));
    this.emit("seen", event, message);
    const held = this.#rows.get(id);
    if (!this.#query || !matches(event, this.#query)) {
      if (this.#rows.delete(id)) this.emit("change", { upserted: [], removed: [id], message });
    } else if (!same(held, event)) {
      this.#rows.set(id, event);
      this.emit("change", { upserted: [event], removed: [], message });
    }
  }
}

/** @param {CalendarEvent} event */
export function versionOf(event) {
  return event.extendedProps.appointment.version;
}

/** What a single appointment's answer carries beyond a row of the calendar. */
const DETAIL_KEYS = new Set(["history", "allowed"]);

/**
 * @param {CalendarEvent | undefined} one
 * @param {CalendarEvent} other
 */
function same(one, other) {
  if (!one) return false;
  const text = (/** @type {CalendarEvent} */ event) =>
    JSON.stringify(event, (key, value) => (DETAIL_KEYS.has(key) ? undefined : sorted(value)));
  return text(one) === text(other);
}

/** @param {any} value an object's keys in one order, so that only its content counts */
function sorted(value) {
  if (!value || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every message heard, with how long it took. Knows no socket and no document. */
import { Emitter } from "../core/emitter.js";
import { noteMoment } from "../core/server-time.js";

/** Older entries are let go. */
const MAX_ENTRIES = 500;
/** Sends whose message never came are forgotten. */
const MAX_SENDS = 200;

/**
 * @typedef {object} Entry
 * @property {number} arrivedAt milliseconds
 * @property {string} channel
 * @property {string} event
 * @property {number} seq
 * @property {any} data
 * @property {boolean} own sent by this window
 * @property {boolean} caughtUp read afterwards, not heard on the socket
 * @property {number | null} roundTrip milliseconds from the click to its arrival, for own ones
 * @property {number | null} toScreen milliseconds from the server's time stamp to being painted
 *
 * @typedef {{count: number, last: number, median: number}} Times milliseconds
 */

/** Tells `change`. */
export class Journal extends Emitter {
  /** @type {Entry[]} the newest first */
  entries = [];
  /** When the click was, by channel and number. @type {Map<string, number>} */
  #sends = new Map();
  /** @type {number[]} */
  #roundTrips = [];
  /** @type {number[]} */
  #toScreens = [];

  /**
   * @param {string} channel
   * @param {import("../core/types.js").StreamMessage} message
   * @param {number} now milliseconds
   * @param {boolean} [caughtUp]
   */
  arrived(channel, { seq, event, data }, now, caughtUp = false) {
    const times = { roundTrip: null, toScreen: null };
    const entry = { arrivedAt: now, channel, event, seq, data, own: false, caughtUp, ...times };
    this.entries = [entry, ...this.entries].slice(0, MAX_ENTRIES);
    this.#match(entry);
    this.emit("change");
  }

  /**
   * The server accepted an own broadcast; its message may have arrived already.
   * @param {{channel: string, seq: number}} sent
   * @param {number} clickedAt milliseconds
   */
  sent({ channel, seq }, clickedAt) {
    this.#sends.set(`${channel} ${seq}`, clickedAt);
    if (this.#sends.size > MAX_SENDS) this.#sends.delete([...this.#sends.keys()][0]);
    const entry = this.find(channel, seq);
    if (entry) this.#match(entry);
    this.emit("change");
  }

  /**
   * These stand on the screen since now. What was read afterwards, or carries no time, is not measured.
   * @param {Entry[]} entries
   * @param {number} now milliseconds of the server's clock
   */
  painted(entries, now) {
    for (const entry of entries) {
      const at = Date.parse(entry.data?.at ?? "");
      if (Number.isNaN(at) || entry.caughtUp || entry.toScreen !== null) continue;
      entry.toScreen = now - at;
      this.#toScreens.push(entry.toScreen);
    }
  }

  /** @param {string} channel @param {number} seq */
  find(channel, seq) {
    return this.entries.find((entry) => entry.channel === channel && entry.seq === seq);
  }

  clear() {
    this.entries = [];
    this.#roundTrips = [];
    this.#toScreens = [];
    this.emit("change");
  }

  /** Of own broadcasts. */
  get roundTrips() {
    return timesOf(this.#roundTrips);
  }

  /** Of all that carry the server's time. */
  get toScreens() {
    return timesOf(this.#toScreens);
  }

  /** @param {Entry} entry */
  #match(entry) {
    const key = `${entry.channel} ${entry.seq}`;
    const clickedAt = this.#sends.get(key);
    if (clickedAt === undefined) return;
    this.#sends.delete(key);
    entry.own = true;
    entry.roundTrip = entry.arrivedAt - clickedAt;
    noteMoment(Date.parse(entry.data?.at), { sentAt: clickedAt });
    this.#roundTrips.push(entry.roundTrip);
  }
}

/** @param {number[]} times @returns {Times | null} */
function timesOf(times) {
  if (!times.length) return null;
  const sorted = [...times].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { count: sorted.length, last: times[times.length - 1], median };
}

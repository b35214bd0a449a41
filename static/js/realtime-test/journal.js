/** Every message heard, with how long it took. Pure: knows no socket and no document. */
import { Emitter } from "../emitter.js";

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
 * @property {number | null} latency milliseconds: from the click for own ones, since `at` for others
 */

/** Tells `change`. */
export class Journal extends Emitter {
  /** @type {Entry[]} the newest first */
  entries = [];
  /** When the click was, by channel and number. @type {Map<string, number>} */
  #sends = new Map();
  /** @type {number[]} */
  #roundTrips = [];

  /**
   * @param {string} channel
   * @param {import("../types.js").StreamMessage} message
   * @param {number} now milliseconds
   * @param {boolean} [caughtUp]
   */
  arrived(channel, { seq, event, data }, now, caughtUp = false) {
    const at = Date.parse(data?.at ?? "");
    const latency = Number.isNaN(at) || caughtUp ? null : now - at;
    const entry = { arrivedAt: now, channel, event, seq, data, own: false, caughtUp, latency };
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

  /** @param {string} channel @param {number} seq */
  find(channel, seq) {
    return this.entries.find((entry) => entry.channel === channel && entry.seq === seq);
  }

  clear() {
    this.entries = [];
    this.#roundTrips = [];
    this.emit("change");
  }

  /** @returns {{count: number, last: number, median: number} | null} of own broadcasts */
  get roundTrips() {
    if (!this.#roundTrips.length) return null;
    const sorted = [...this.#roundTrips].sort((one, other) => one - other);
    const middle = Math.floor(sorted.length / 2);
    const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return { count: sorted.length, last: this.#roundTrips[this.#roundTrips.length - 1], median };
  }

  /** @param {Entry} entry */
  #match(entry) {
    const key = `${entry.channel} ${entry.seq}`;
    const clickedAt = this.#sends.get(key);
    if (clickedAt === undefined) return;
    this.#sends.delete(key);
    entry.own = true;
    entry.latency = entry.arrivedAt - clickedAt;
    this.#roundTrips.push(entry.latency);
  }
}

/**
 * Holds the chosen time for this desk while its booking is typed: one hold at a time.
 *
 * Tells `change` when the hold has begun or ended, and `refused` (error) when somebody else has
 * that time. A hold is a courtesy: without one, because the network was away, booking goes on.
 */
import { Emitter } from "../core/emitter.js";
import { serverNow } from "../core/server-time.js";
import { isEnding, sameWish } from "./hold.js";

/** A hold that failed for the network's sake is not tried again with every key that is pressed. */
const RETRY_MS = 5_000;

/** @typedef {import("./hold.js").Wanted} Wanted */

export class HoldKeeper extends Emitter {
  #api;
  #now;
  /** @type {Wanted | null} */
  #wanted = null;
  /** @type {import("./hold.js").OwnHold | null} */
  #held = null;
  #ranOut = false;
  #taking = false;
  #left = false;
  #notBefore = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Pick<import("../core/api.js").Api, "post" | "delete">} api must not ask for a password
   * @param {() => number} [now] the server's clock, in milliseconds
   */
  constructor(api, now = serverNow) {
    super();
    this.#api = api;
    this.#now = now;
  }

  /** When the hold ends, in milliseconds of the server's clock; null where nothing is held. */
  get until() {
    return this.#held?.until ?? null;
  }

  /** Whether the chosen time was held, and is no longer because nobody went on. */
  get ranOut() {
    return this.#ranOut;
  }

  /** Holds this time in place of any other; null lets go. @param {Wanted | null} wanted */
  want(wanted) {
    if (this.#left || sameWish(wanted, this.#wanted)) return;
    this.#wanted = wanted;
    this.#release();
    this.#notBefore = 0;
    this.#take();
  }

  /** Somebody goes on typing: a hold that ends soon is renewed, one that ran out is taken again. */
  goOn() {
    if (this.#left || this.#now() < this.#notBefore) return;
    if (!this.#held || isEnding(this.#held, this.#now())) this.#take();
  }

  /** The page goes away: `booked` where its hold has served and is gone already. */
  leave({ booked = false } = {}) {
    if (this.#left) return;
    this.#left = true;
    this.#wanted = null;
    if (booked) this.#set(null);
    else this.#release({ keepalive: true });
  }

  async #take() {
    const wanted = this.#wanted;
    if (!wanted || this.#taking) return;
    this.#taking = true;
    try {
      const { id, until } = await this.#api.post("/api/holds/", wanted);
      const hold = { id, since: this.#now(), until: Date.parse(until) };
      if (this.#wanted === wanted) this.#set(hold);
      else this.#drop(id);
    } catch (/** @type {any} */ error) {
      if (this.#wanted === wanted) this.#onError(error);
    }
    this.#taking = false;
    if (this.#wanted !== wanted) this.#take();
  }

  /** @param {any} error */
  #onError(error) {
    this.#notBefore = this.#now() + RETRY_MS;
    if (error.status === 409) this.emit("refused", error);
  }

  /** @param {{keepalive?: boolean}} [options] */
  #release(options) {
    const held = this.#held;
    this.#set(null);
    if (held) this.#drop(held.id, options);
  }

  /** What cannot be released runs out. @param {number} id @param {{keepalive?: boolean}} [options] */
  #drop(id, options) {
    this.#api.delete(`/api/holds/${id}/`, options).catch(() => {});
  }

  /** @param {import("./hold.js").OwnHold | null} hold @param {boolean} [ranOut] */
  #set(hold, ranOut = false) {
    clearTimeout(this.#timer);
    this.#held = hold;
    this.#ranOut = ranOut;
    if (hold) this.#timer = setTimeout(() => this.#set(null, true), hold.until - this.#now());
    this.emit("change");
  }
}

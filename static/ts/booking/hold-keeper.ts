/**
 * Holds the chosen time for this desk while its booking is typed: one hold at a time.
 *
 * Tells `change` when the hold has begun or ended, and `refused` (error) when somebody else has
 * that time. A hold is a courtesy: without one, because the network was away, booking goes on.
 */
import { Emitter } from "../core/emitter.ts";
import { serverNow } from "../core/server-time.ts";
import { isEnding, sameWish, type OwnHold, type Wanted } from "./hold.ts";
import type { Api, Failure } from "../core/api.ts";

/** A hold that failed for the network's sake is not tried again with every key that is pressed. */
const RETRY_MS = 5_000;

export class HoldKeeper extends Emitter {
  #api: Pick<Api, "post" | "delete">;
  #now: () => number;
  #wanted: Wanted | null = null;
  #held: OwnHold | null = null;
  #ranOut = false;
  #taking = false;
  #left = false;
  #notBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The API must not ask for a password; `now` is the server's clock in milliseconds. */
  constructor(api: Pick<Api, "post" | "delete">, now: () => number = serverNow) {
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

  /** Holds this time in place of any other; null lets go. */
  want(wanted: Wanted | null) {
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
      const answer: { id: number; until: string } = await this.#api.post("/api/holds/", wanted);
      const { id, until } = answer;
      const hold = { id, since: this.#now(), until: Date.parse(until) };
      if (this.#wanted === wanted) this.#set(hold);
      else this.#drop(id);
    } catch (error) {
      if (this.#wanted === wanted) this.#onError(error as Failure);
    }
    this.#taking = false;
    if (this.#wanted !== wanted) this.#take();
  }

  #onError(error: Failure) {
    this.#notBefore = this.#now() + RETRY_MS;
    if (error.status === 409) this.emit("refused", error);
  }

  #release(options?: { keepalive?: boolean }) {
    const held = this.#held;
    this.#set(null);
    if (held) this.#drop(held.id, options);
  }

  /** What cannot be released runs out. */
  #drop(id: number, options?: { keepalive?: boolean }) {
    this.#api.delete(`/api/holds/${id}/`, options).catch(() => {});
  }

  #set(hold: OwnHold | null, ranOut = false) {
    clearTimeout(this.#timer);
    this.#held = hold;
    this.#ranOut = ranOut;
    if (hold) this.#timer = setTimeout(() => this.#set(null, true), hold.until - this.#now());
    this.emit("change");
  }
}

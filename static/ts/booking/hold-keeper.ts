/**
 * Holds the chosen time for this user while its booking is typed: one hold at a time. Booking works
 * without one, for example after a network failure.
 */
import { serverNow } from "../core/server-time.ts";
import { Signal } from "../core/signal.ts";
import { isEnding, sameTime, type OwnHold, type Wanted } from "./hold.ts";
import type { Api, Failure } from "../core/api.ts";

/** After a failure, input tries again no sooner than this. */
const RETRY_MS = 5_000;

/** The answer of POST /api/holds/; `until` is ISO 8601. */
interface HoldAnswer {
  id: number;
  until: string;
}

export class HoldKeeper {
  /** The hold has started or ended. */
  readonly onChange = new Signal();
  /** The time is not free. */
  readonly onRefused = new Signal<[error: Failure]>();
  #api: Pick<Api, "post" | "delete">;
  #now: () => number;
  #wanted: Wanted | null = null;
  #hold: OwnHold | null = null;
  #ranOut = false;
  #requesting = false;
  #left = false;
  #notBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `api`: must not ask for a password; `now`: milliseconds of the server's clock. */
  constructor(api: Pick<Api, "post" | "delete">, now: () => number = serverNow) {
    this.#api = api;
    this.#now = now;
  }

  /** The end of the hold (milliseconds of the server's clock); null without a hold. */
  get until() {
    return this.#hold?.until ?? null;
  }

  /** Whether the hold of the chosen time ended because it was not renewed. */
  get ranOut() {
    return this.#ranOut;
  }

  /** Holds this time in place of the former one; null releases it. */
  want(wanted: Wanted | null) {
    if (this.#left || sameTime(wanted, this.#wanted)) return;
    this.#wanted = wanted;
    this.#release();
    this.#notBefore = 0;
    this.#request();
  }

  /** The user goes on typing: renews a hold that ends soon, requests one that ran out. */
  renew() {
    if (this.#left || this.#now() < this.#notBefore) return;
    if (!this.#hold || isEnding(this.#hold, this.#now())) this.#request();
  }

  /** The page is left. `booked`: the booking has used the hold. */
  leave({ booked = false } = {}) {
    if (this.#left) return;
    this.#left = true;
    this.#wanted = null;
    if (booked) this.#set(null);
    else this.#release({ keepalive: true });
  }

  async #request() {
    const wanted = this.#wanted;
    if (!wanted || this.#requesting) return;
    this.#requesting = true;
    try {
      const { id, until } = await this.#api.post<HoldAnswer>("/api/holds/", wanted);
      const hold = { id, since: this.#now(), until: Date.parse(until) };
      if (this.#wanted === wanted) this.#set(hold);
      else this.#delete(id);
    } catch (error) {
      if (this.#wanted === wanted) this.#onError(error as Failure);
    }
    this.#requesting = false;
    if (this.#wanted !== wanted) this.#request();
  }

  #onError(error: Failure) {
    this.#notBefore = this.#now() + RETRY_MS;
    if (error.status === 409) this.onRefused.emit(error);
  }

  #release(options?: { keepalive?: boolean }) {
    const hold = this.#hold;
    this.#set(null);
    if (hold) this.#delete(hold.id, options);
  }

  /** Failures are ignored: the hold then ends by itself. */
  #delete(id: number, options?: { keepalive?: boolean }) {
    this.#api.delete(`/api/holds/${id}/`, options).catch(() => {});
  }

  #set(hold: OwnHold | null, ranOut = false) {
    clearTimeout(this.#timer);
    this.#hold = hold;
    this.#ranOut = ranOut;
    if (hold) this.#timer = setTimeout(() => this.#set(null, true), hold.until - this.#now());
    this.onChange.emit();
  }
}

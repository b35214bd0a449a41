/** Delays between attempts to reconnect: growing up to a limit, and random, so that pages do not reconnect together. */

const FIRST_MS = 2_000;
const LONGEST_MS = 8_000;
/** Each delay is shortened by up to this share. */
const SPREAD = 0.5;

export class ReconnectBackoff {
  #action: () => void;
  #random: () => number;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `random`: from 0 up to 1. */
  constructor(action: () => void, random: () => number = Math.random) {
    this.#action = action;
    this.#random = random;
  }

  /** Runs the action after the next delay; does nothing while one runs. */
  schedule() {
    if (this.#timer !== null) return;
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#tries);
    this.#tries += 1;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#action();
      },
      longest * (1 - SPREAD * this.#random()),
    );
  }

  /** The connection is open, or not wanted any more. */
  stop() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#tries = 0;
  }
}

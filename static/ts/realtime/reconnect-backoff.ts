/** When to try again: longer each time up to a bound, and never all pages at the same moment. */

const FIRST_MS = 2_000;
const LONGEST_MS = 8_000;
/** Each wait is shortened by up to this part of it. */
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

  /** Tries again after a while; asked for again before that, nothing changes. */
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

  /** It came through, or is not wanted any more. */
  stop() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#tries = 0;
  }
}

/**
 * One channel's numbers: what is held, holes, and catching up. Knows no socket and no document.
 *
 * Messages are applied in the order of their numbers, each once. While the page's data is being
 * loaded the stream is paused and holds what arrives; `reset` says up to where the load reaches.
 */

/**
 * @typedef {object} StreamHandlers
 * @property {(channel: string, after: number) => Promise<import("../core/types.js").CatchUp>} fetchAfter
 * @property {(channel: string, message: import("../core/types.js").StreamMessage) => void} apply
 * @property {(channel: string, why: "epoch" | "head" | "gone") => void} reload the page's data must
 *   be loaded anew
 * @property {(channel: string, error: any) => void} [failed] a catch-up that did not get through
 */

export class Stream {
  #channel;
  #handlers;
  /** @type {number | null} */
  #held = null;
  /** @type {number} */
  #head = 0;
  /** @type {string | null} */
  #epoch = null;
  #paused = true;
  /** @type {Map<number, import("../core/types.js").StreamMessage>} */
  #waiting = new Map();
  /** Rises with every reset and pause, so that an older catch-up's answer is let go. */
  #generation = 0;
  #catchingUp = false;
  #again = false;
  /** @type {number | null} */
  #behindSince = null;

  /**
   * @param {string} channel
   * @param {StreamHandlers} handlers
   */
  constructor(channel, handlers) {
    this.#channel = channel;
    this.#handlers = handlers;
  }

  /** The last number applied; null before the first load. */
  get held() {
    return this.#held;
  }

  /** The highest number known to exist. */
  get head() {
    return Math.max(this.#head, this.#held ?? 0, ...this.#waiting.keys());
  }

  get epoch() {
    return this.#epoch;
  }

  /** When it was first seen to be behind (milliseconds), null while it holds all that is known. */
  get behindSince() {
    return this.#behindSince;
  }

  /** Holds what arrives until `reset` or `resume`. */
  pause() {
    this.#paused = true;
    this.#generation += 1;
  }

  /** Goes on from where it was: the load that paused it did not come through. */
  resume() {
    this.#paused = false;
    this.#drain();
  }

  /**
   * The page's data was loaded and reaches up to `seq`; null takes the next number announced.
   * @param {number | null} seq
   * @param {string | null} epoch
   */
  reset(seq, epoch) {
    if (this.#epoch !== null && epoch !== this.#epoch) this.#head = 0;
    this.#held = seq;
    this.#epoch = epoch;
    this.#generation += 1;
    this.resume();
  }

  /** @param {import("../core/types.js").StreamMessage} message */
  receive(message) {
    if (this.#held !== null && !this.#paused && message.seq <= this.#held) return;
    this.#waiting.set(message.seq, message);
    if (!this.#paused) this.#drain();
  }

  /**
   * The server said where the stream stands: on subscribing, or in `realtime.heads`.
   * @param {number} seq
   * @param {string} epoch
   */
  announce(seq, epoch) {
    if (this.#paused) {
      this.#head = Math.max(this.#head, seq);
      return;
    }
    if (this.#held === null) {
      this.reset(seq, epoch);
      return;
    }
    if (epoch !== this.#epoch) {
      this.#handlers.reload(this.#channel, "epoch");
      return;
    }
    this.#head = seq;
    this.#noteBehind();
    if (seq !== this.#held) this.catchUp();
  }

  /** Reads what is missing; asked for while one runs, it runs once more afterwards. */
  async catchUp() {
    if (this.#paused || this.#held === null) return;
    if (this.#catchingUp) {
      this.#again = true;
      return;
    }
    this.#catchingUp = true;
    try {
      do this.#again = false;
      while (await this.#readPage());
    } catch (error) {
      this.#handlers.failed?.(this.#channel, error);
    } finally {
      this.#catchingUp = false;
    }
  }

  /** @returns {Promise<boolean>} whether there is more to read */
  async #readPage() {
    const generation = this.#generation;
    const after = /** @type {number} */ (this.#held);
    let page;
    try {
      page = await this.#handlers.fetchAfter(this.#channel, after);
    } catch (/** @type {any} */ error) {
      if (error.status !== 410) throw error;
      if (generation === this.#generation) this.#handlers.reload(this.#channel, "gone");
      return false;
    }
    if (generation !== this.#generation) return this.#again && !this.#paused;
    if (page.epoch !== this.#epoch || page.head < after) {
      const why = page.epoch === this.#epoch ? "head" : "epoch";
      this.#handlers.reload(this.#channel, why);
      return false;
    }
    this.#head = page.head;
    for (const message of page.events) this.#waiting.set(message.seq, message);
    const before = this.#held;
    this.#applyInOrder();
    return this.#again || (page.more && this.#held !== before);
  }

  #drain() {
    this.#applyInOrder();
    if (this.#held !== null && this.head > this.#held) this.catchUp();
  }

  #applyInOrder() {
    if (this.#held === null) return;
    for (const seq of this.#waiting.keys()) if (seq <= this.#held) this.#waiting.delete(seq);
    let message;
    while ((message = this.#waiting.get(this.#held + 1))) {
      this.#waiting.delete(message.seq);
      this.#held = message.seq;
      this.#handlers.apply(this.#channel, message);
    }
    this.#noteBehind();
  }

  #noteBehind() {
    const behind = this.#held === null || this.head > this.#held;
    this.#behindSince = behind ? (this.#behindSince ?? Date.now()) : null;
  }
}

/**
 * The messages of one channel, applied in the order of their numbers, each once. Reads missing
 * ones. Knows no socket and no document.
 *
 * While the page's data is loaded the stream is paused and keeps what arrives; `reset` tells up to
 * which number the data reaches.
 */
import type { CatchUp, StreamMessage } from "../core/types.ts";
import type { Failure } from "../core/api.ts";

interface StreamHandlers {
  fetchAfter: (channel: string, after: number) => Promise<CatchUp>;
  apply: (channel: string, message: StreamMessage) => void;
  /** The page's data must be loaded again. */
  reload: (channel: string, why: "epoch" | "head" | "gone") => void;
  /** The stream had no number to start from and takes the head that was told. */
  started?: (channel: string) => void;
  failed?: (channel: string, error: Failure) => void;
}

export class Stream {
  #channel: string;
  #handlers: StreamHandlers;
  #applied: number | null = null;
  #head = 0;
  #epoch: string | null = null;
  #paused = true;
  /** Messages that arrived before one with a lower number. */
  #waiting = new Map<number, StreamMessage>();
  /** Rises with every reset and pause: an older catch-up's answer is dropped. */
  #generation = 0;
  #catchingUp = false;
  #again = false;
  #behindSince: number | null = null;

  constructor(channel: string, handlers: StreamHandlers) {
    this.#channel = channel;
    this.#handlers = handlers;
  }

  /** The last number applied; null before the first load. */
  get applied() {
    return this.#applied;
  }

  /** The highest number known to exist. */
  get head() {
    return Math.max(this.#head, this.#applied ?? 0, ...this.#waiting.keys());
  }

  get epoch() {
    return this.#epoch;
  }

  /** Since when known messages are missing (milliseconds); null while none is. */
  get behindSince() {
    return this.#behindSince;
  }

  /** Keeps what arrives until `reset` or `resume`. */
  pause() {
    this.#paused = true;
    this.#generation += 1;
  }

  /** Goes on from the last number applied: the load that paused it failed. */
  resume() {
    this.#paused = false;
    this.#drain();
  }

  /** The page's data was loaded and reaches up to `seq`; null starts at the next head told. */
  reset(seq: number | null, epoch: string | null) {
    if (this.#epoch !== null && epoch !== this.#epoch) this.#head = 0;
    this.#applied = seq;
    this.#epoch = epoch;
    this.#generation += 1;
    this.resume();
  }

  receive(message: StreamMessage) {
    if (this.#applied !== null && !this.#paused && message.seq <= this.#applied) return;
    this.#waiting.set(message.seq, message);
    if (!this.#paused) this.#drain();
  }

  /** The server told the head: on subscribing, or in `realtime.heads`. */
  noteHead(seq: number, epoch: string) {
    if (this.#paused) {
      this.#head = Math.max(this.#head, seq);
      return;
    }
    if (this.#applied === null) {
      this.#handlers.started?.(this.#channel);
      this.reset(seq, epoch);
      return;
    }
    if (epoch !== this.#epoch) {
      this.#handlers.reload(this.#channel, "epoch");
      return;
    }
    this.#head = seq;
    this.#noteBehind();
    if (seq !== this.#applied) this.catchUp();
  }

  /** Reads missing messages; calls during a catch-up are coalesced into one after it. */
  async catchUp() {
    if (this.#paused || this.#applied === null) return;
    if (this.#catchingUp) {
      this.#again = true;
      return;
    }
    this.#catchingUp = true;
    try {
      do this.#again = false;
      while (await this.#readPage());
    } catch (error) {
      this.#handlers.failed?.(this.#channel, error as Failure);
    } finally {
      this.#catchingUp = false;
    }
  }

  /** Returns whether there is more to read. */
  async #readPage(): Promise<boolean> {
    const generation = this.#generation;
    const after = this.#applied as number;
    let page: CatchUp;
    try {
      page = await this.#handlers.fetchAfter(this.#channel, after);
    } catch (error) {
      if ((error as Failure).status !== 410) throw error;
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
    const before = this.#applied;
    this.#applyInOrder();
    return this.#again || (page.more && this.#applied !== before);
  }

  #drain() {
    this.#applyInOrder();
    if (this.#applied !== null && this.head > this.#applied) this.catchUp();
  }

  #applyInOrder() {
    if (this.#applied === null) return;
    for (const seq of this.#waiting.keys()) if (seq <= this.#applied) this.#waiting.delete(seq);
    let message;
    while ((message = this.#waiting.get(this.#applied + 1))) {
      this.#waiting.delete(message.seq);
      this.#applied = message.seq;
      this.#handlers.apply(this.#channel, message);
    }
    this.#noteBehind();
  }

  #noteBehind() {
    const behind = this.#applied === null || this.head > this.#applied;
    this.#behindSince = behind ? (this.#behindSince ?? Date.now()) : null;
  }
}

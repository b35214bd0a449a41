/**
 * Announces sentences no faster than they can be heard: those that follow within two seconds are
 * joined, and if they are many, only counted.
 */

const PAUSE_MS = 2_000;
/** As many sentences or more are only counted. */
const COUNTED_FROM = 3;

export class Announcer {
  #write: (text: string) => void;
  #summary: (count: number) => string;
  #queue: string[] = [];
  #pause: ReturnType<typeof setTimeout> | null = null;

  /** `write`: puts a text into the region; `summary`: the sentence in place of `count` others. */
  constructor(write: (text: string) => void, summary: (count: number) => string) {
    this.#write = write;
    this.#summary = summary;
  }

  announce(sentence: string) {
    if (this.#pause) this.#queue.push(sentence);
    else this.#announceNow(sentence);
  }

  #announceNow(text: string) {
    this.#write(text);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      const queued = this.#queue.splice(0);
      if (!queued.length) return;
      const isFew = queued.length < COUNTED_FROM;
      this.#announceNow(isFew ? queued.join(". ") : this.#summary(queued.length));
    }, PAUSE_MS);
  }
}

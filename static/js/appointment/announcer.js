/**
 * Speaks of changes as they come, but never faster than one listens: what follows within two
 * seconds is said together afterwards, and where it is much, only how much.
 */

const PAUSE_MS = 2_000;
const MOST_SAID = 3;

export class Announcer {
  #say;
  #summary;
  /** @type {string[]} */
  #waiting = [];
  /** @type {ReturnType<typeof setTimeout> | null} */
  #pause = null;

  /**
   * @param {(text: string) => void} say
   * @param {(count: number) => string} summary one sentence for many
   */
  constructor(say, summary) {
    this.#say = say;
    this.#summary = summary;
  }

  /** @param {string} sentence */
  announce(sentence) {
    if (this.#pause) {
      this.#waiting.push(sentence);
      return;
    }
    this.#speak(sentence);
  }

  /** @param {string} text */
  #speak(text) {
    this.#say(text);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      const held = this.#waiting.splice(0);
      if (!held.length) return;
      this.#speak(held.length < MOST_SAID ? held.join(". ") : this.#summary(held.length));
    }, PAUSE_MS);
  }
}

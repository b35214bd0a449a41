/**
 * Speaks of changes as they come, but never faster than one listens: what follows within two
 * seconds is said together afterwards, and where it is much, only how much.
 */

const PAUSE_MS = 2_000;
const MOST_SAID = 3;

export class Announcer {
  #say: (text: string) => void;
  #summary: (count: number) => string;
  #waiting: string[] = [];
  #pause: ReturnType<typeof setTimeout> | null = null;

  /** `summary` makes one sentence for many. */
  constructor(say: (text: string) => void, summary: (count: number) => string) {
    this.#say = say;
    this.#summary = summary;
  }

  announce(sentence: string) {
    if (this.#pause) {
      this.#waiting.push(sentence);
      return;
    }
    this.#speak(sentence);
  }

  #speak(text: string) {
    this.#say(text);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      const held = this.#waiting.splice(0);
      if (!held.length) return;
      this.#speak(held.length < MOST_SAID ? held.join(". ") : this.#summary(held.length));
    }, PAUSE_MS);
  }
}

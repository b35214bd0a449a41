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

  /** `summary`: one sentence for many. */
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
      const queued = this.#waiting.splice(0);
      if (!queued.length) return;
      this.#speak(queued.length < MOST_SAID ? queued.join(". ") : this.#summary(queued.length));
    }, PAUSE_MS);
  }
}

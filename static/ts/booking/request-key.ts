/** The Idempotency-Key of a form: pure, so that a click repeated after a lost answer books once. */
import { randomId } from "../core/random.ts";

/** The server still works on the first request: the next attempt asks for that one's answer. */
const STILL_RUNNING = "idempotency";

export class RequestKey {
  #make: () => string;
  #body = "";
  #key = "";

  /** `make` makes a new random key. */
  constructor(make: () => string = randomId) {
    this.#make = make;
  }

  /** The same body keeps its key until it is answered. */
  for(body: string) {
    if (body !== this.#body) this.#key = this.#make();
    this.#body = body;
    return this.#key;
  }

  /**
   * A refusal is an answer, and the server would repeat it under the same key. No answer, or one of
   * a broken server or proxy, leaves open whether the request was carried out.
   */
  refused({ status = 0, code }: { status?: number; code?: string }) {
    const answered = status >= 400 && status < 500 && code !== STILL_RUNNING;
    if (answered) this.#body = "";
  }
}

/** The Idempotency-Key of a form: pure, so that a click repeated after a lost answer books once. */
import { randomId } from "../core/random.js";

/** The server still works on the first request: the next attempt asks for that one's answer. */
const STILL_RUNNING = "idempotency";

export class RequestKey {
  #make;
  #body = "";
  #key = "";

  /** @param {() => string} [make] a new random key */
  constructor(make = randomId) {
    this.#make = make;
  }

  /**
   * The same body keeps its key until it is answered.
   * @param {string} body
   */
  for(body) {
    if (body !== this.#body) this.#key = this.#make();
    this.#body = body;
    return this.#key;
  }

  /**
   * A refusal is an answer, and the server would repeat it under the same key. No answer, or one of
   * a broken server or proxy, leaves open whether the request was carried out.
   * @param {{status: number, code: string}} error
   */
  refused({ status, code }) {
    const answered = status >= 400 && status < 500 && code !== STILL_RUNNING;
    if (answered) this.#body = "";
  }
}

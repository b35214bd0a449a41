/**
 * The Idempotency-Key of a form. A form that is sent again after a lost answer has the same key, so it
 * is carried out only once. Pure.
 */
import { randomId } from "./random.ts";

/** The API's code while the first request still runs: the next one gets its answer. */
const STILL_RUNNING = "idempotency";

export class RequestKey {
  #make: () => string;
  #body = "";
  #key = "";

  /** `make`: a new random key. */
  constructor(make: () => string = randomId) {
    this.#make = make;
  }

  /** The same body keeps its key until it is refused. */
  for(body: string) {
    if (body !== this.#body) this.#key = this.#make();
    this.#body = body;
    return this.#key;
  }

  /**
   * A refusal ends the key: the server would repeat it. Without an answer, or after an error of the
   * server or a proxy, the request may have been carried out, so the key stays.
   */
  refused({ status = 0, code }: { status?: number; code?: string }) {
    const answered = status >= 400 && status < 500 && code !== STILL_RUNNING;
    if (answered) this.#body = "";
  }
}

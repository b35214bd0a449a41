/**
 * The connection with a hole in it: the next message of a channel is thrown away before anything
 * else on the page hears of it, as if the network had lost it.
 *
 * Tells what the connection tells, and `skipped` (channel, number).
 */
import { Emitter } from "../core/emitter.js";

const PASSED_ON = ["state", "subscribed", "heads", "refused", "ended"];

export class SkippingConnection extends Emitter {
  #connection;
  /** Channels whose next message goes. @type {Set<string>} */
  #armed = new Set();

  /** @param {import("../realtime/connection.js").Connection} connection */
  constructor(connection) {
    super();
    this.#connection = connection;
    for (const name of PASSED_ON) {
      connection.on(name, (/** @type {any[]} */ ...details) => this.emit(name, ...details));
    }
    connection.on(
      "message",
      (/** @type {string} */ channel, /** @type {string} */ event, /** @type {any} */ data) => {
        if (this.#armed.delete(channel)) this.emit("skipped", channel, data?.seq);
        else this.emit("message", channel, event, data);
      },
    );
  }

  get state() {
    return this.#connection.state;
  }

  get socketId() {
    return this.#connection.socketId;
  }

  /** @param {string} channel */
  subscribe(channel) {
    this.#connection.subscribe(channel);
  }

  /** @param {string} channel */
  unsubscribe(channel) {
    this.#armed.delete(channel);
    this.#connection.unsubscribe(channel);
  }

  reopen() {
    this.#connection.reopen();
  }

  /** Throws the next message away, or thinks better of it. @param {string} channel */
  toggle(channel) {
    if (!this.#armed.delete(channel)) this.#armed.add(channel);
  }

  /** Whether the next message of this channel goes. @param {string} channel */
  skips(channel) {
    return this.#armed.has(channel);
  }
}

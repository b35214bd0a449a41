/**
 * The connection with a hole in it: the next message of a channel is thrown away before anything
 * else on the page hears of it, as if the network had lost it.
 *
 * Tells what the connection tells, and `skipped` (channel, number).
 */
import { Emitter } from "../core/emitter.ts";
import type { StreamData } from "../core/types.ts";
import type { Connection } from "../realtime/connection.ts";

const PASSED_ON = ["state", "subscribed", "heads", "refused", "ended"];

export class SkippingConnection extends Emitter {
  #connection: Connection;
  /** Channels whose next message goes. */
  #armed = new Set<string>();

  constructor(connection: Connection) {
    super();
    this.#connection = connection;
    for (const name of PASSED_ON) {
      connection.on(name, (...details: unknown[]) => this.emit(name, ...details));
    }
    connection.on("message", (channel: string, event: string, data: StreamData) => {
      if (this.#armed.delete(channel)) this.emit("skipped", channel, data?.seq);
      else this.emit("message", channel, event, data);
    });
  }

  get state() {
    return this.#connection.state;
  }

  get socketId() {
    return this.#connection.socketId;
  }

  subscribe(channel: string) {
    this.#connection.subscribe(channel);
  }

  unsubscribe(channel: string) {
    this.#armed.delete(channel);
    this.#connection.unsubscribe(channel);
  }

  reopen() {
    this.#connection.reopen();
  }

  /** Throws the next message away, or thinks better of it. */
  toggle(channel: string) {
    if (!this.#armed.delete(channel)) this.#armed.add(channel);
  }

  /** Whether the next message of this channel goes. */
  skips(channel: string) {
    return this.#armed.has(channel);
  }
}

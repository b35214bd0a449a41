/** A connection that can drop the next message of a channel, as if the network had lost it. */
import { Signal } from "../core/signal.ts";
import type { Connection, Socket } from "../realtime/connection.ts";

export class SkippingConnection implements Socket {
  readonly onMessage: Socket["onMessage"] = new Signal();
  readonly onSkipped = new Signal<[channel: string, seq: number]>();
  readonly onState: Socket["onState"];
  readonly onSubscribed: Socket["onSubscribed"];
  readonly onHeads: Socket["onHeads"];
  readonly onRefused: Socket["onRefused"];
  readonly onEnded: Socket["onEnded"];
  #connection: Socket & Pick<Connection, "socketId">;
  /** Channels whose next message is dropped. */
  #armed = new Set<string>();

  constructor(connection: Socket & Pick<Connection, "socketId">) {
    this.#connection = connection;
    this.onState = connection.onState;
    this.onSubscribed = connection.onSubscribed;
    this.onHeads = connection.onHeads;
    this.onRefused = connection.onRefused;
    this.onEnded = connection.onEnded;
    connection.onMessage.add((channel, event, data) => {
      if (this.#armed.delete(channel)) this.onSkipped.emit(channel, data?.seq ?? 0);
      else this.onMessage.emit(channel, event, data);
    });
  }

  get state() {
    return this.#connection.state;
  }

  get socketId() {
    return this.#connection.socketId;
  }

  subscribe(channel: string) {
    return this.#connection.subscribe(channel);
  }

  unsubscribe(channel: string) {
    this.#armed.delete(channel);
    this.#connection.unsubscribe(channel);
  }

  reopen() {
    this.#connection.reopen();
  }

  /** Drops the channel's next message, or no longer. */
  toggle(channel: string) {
    if (!this.#armed.delete(channel)) this.#armed.add(channel);
  }

  /** Whether the channel's next message is dropped. */
  skips(channel: string) {
    return this.#armed.has(channel);
  }
}

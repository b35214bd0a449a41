import { Signal } from "../../static/ts/core/signal.ts";
import type { Socket } from "../../static/ts/realtime/connection.ts";
import { SharedChannels } from "../../static/ts/realtime/shared-channels.ts";

/** A connection without a socket: a test emits what arrives. */
export class FakeConnection implements Socket {
  state = "connecting";
  channels: string[] = [];
  reopened = 0;
  readonly onState: Socket["onState"] = new Signal();
  readonly onSubscribed: Socket["onSubscribed"] = new Signal();
  readonly onMessage: Socket["onMessage"] = new Signal();
  readonly onHeads: Socket["onHeads"] = new Signal();
  readonly onRefused: Socket["onRefused"] = new Signal();
  readonly onEnded: Socket["onEnded"] = new Signal();
  #shared = new SharedChannels();

  connect() {
    this.state = "connected";
    this.onState.emit(this.state);
  }

  subscribe(channel: string) {
    if (!this.#shared.add(channel)) return this.#shared.headOf(channel);
    this.channels.push(channel);
    return null;
  }

  unsubscribe(channel: string) {
    if (this.#shared.remove(channel))
      this.channels = this.channels.filter((name) => name !== channel);
  }

  /** The server accepts a subscription. */
  confirm(channel: string, seq: number, epoch: string) {
    this.#shared.onSubscribed(channel, { seq, epoch });
    this.onSubscribed.emit(channel, { seq, epoch });
  }

  reopen() {
    this.reopened += 1;
  }
}

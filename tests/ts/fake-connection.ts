import { Signal } from "../../static/ts/core/signal.ts";
import type { Socket } from "../../static/ts/realtime/connection.ts";

/** A connection without a socket: a test emits what arrives. */
export class FakeConnection implements Socket {
  state = "connecting";
  /** Once for each follower. */
  channels: string[] = [];
  reopened = 0;
  readonly onState: Socket["onState"] = new Signal();
  readonly onSubscribed: Socket["onSubscribed"] = new Signal();
  readonly onMessage: Socket["onMessage"] = new Signal();
  readonly onHeads: Socket["onHeads"] = new Signal();
  readonly onRefused: Socket["onRefused"] = new Signal();
  readonly onEnded: Socket["onEnded"] = new Signal();

  connect() {
    this.state = "connected";
    this.onState.emit(this.state);
  }

  subscribe(channel: string) {
    this.channels.push(channel);
  }

  unsubscribe(channel: string) {
    this.channels.splice(this.channels.indexOf(channel), 1);
  }

  /** The server accepts a subscription. */
  confirm(channel: string, seq: number, epoch: string) {
    this.onSubscribed.emit(channel, { seq, epoch });
  }

  reopen() {
    this.reopened += 1;
  }
}

import { Emitter } from "../../static/ts/core/emitter.ts";

/** Stands for the socket: the test says what arrives. */
export class Wire extends Emitter {
  state = "connecting";
  channels: string[] = [];
  reopened = 0;

  connect() {
    this.state = "connected";
    this.emit("state", this.state);
  }

  subscribe(channel: string) {
    if (!this.channels.includes(channel)) this.channels.push(channel);
  }

  unsubscribe(channel: string) {
    this.channels = this.channels.filter((name) => name !== channel);
  }

  reopen() {
    this.reopened += 1;
  }
}

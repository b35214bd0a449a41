import { Emitter } from "../../static/js/core/emitter.js";

/** Stands for the socket: the test says what arrives. */
export class Wire extends Emitter {
  state = "connecting";
  /** @type {string[]} */
  channels = [];
  reopened = 0;

  connect() {
    this.state = "connected";
    this.emit("state", this.state);
  }

  subscribe(/** @type {string} */ channel) {
    if (!this.channels.includes(channel)) this.channels.push(channel);
  }

  unsubscribe(/** @type {string} */ channel) {
    this.channels = this.channels.filter((name) => name !== channel);
  }

  reopen() {
    this.reopened += 1;
  }
}

/** Whether the user's session has ended, and when the socket was last opened. */
import { Signal } from "../core/signal.ts";
import type { Socket } from "./connection.ts";
import type { Failure } from "../core/api.ts";

const UNAUTHENTICATED = 401;

export class SessionState {
  readonly onSignedOut = new Signal<[ended: boolean]>();
  #socket: Socket;
  #signedOut = false;
  #connectedAt: number | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.onState.add((state) => {
      if (state === "connected") this.#connectedAt = Date.now();
    });
    socket.onEnded.add(() => this.#set(true));
  }

  get signedOut() {
    return this.#signedOut;
  }

  /** Milliseconds; null before the first connection. */
  get connectedAt() {
    return this.#connectedAt;
  }

  /** `error`: of a call that the page made by itself. */
  noteError(error: Failure) {
    if (error.status === UNAUTHENTICATED) this.#set(true);
  }

  /** The user is signed in again: opens the socket again. */
  renew() {
    this.#set(false);
  }

  /** After sleep, a hidden tab or a dead network: opens the socket again if it is not connected. */
  wake() {
    if (this.#socket.state !== "connected" && !this.#signedOut) this.#socket.reopen();
  }

  #set(signedOut: boolean) {
    if (this.#signedOut === signedOut) return;
    this.#signedOut = signedOut;
    if (!signedOut) this.#socket.reopen();
    this.onSignedOut.emit(signedOut);
  }
}

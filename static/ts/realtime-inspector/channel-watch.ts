/** The channels that this page follows, each with its numbers. Badge and session work as on every live page. */
import { Signal } from "../core/signal.ts";
import { follow } from "../realtime/follow.ts";
import { SessionState } from "../realtime/session-state.ts";
import type { Api } from "../core/api.ts";
import type { StreamMessage } from "../core/types.ts";
import type { ChannelFollower } from "../realtime/channel-follower.ts";
import type { Refusal, Socket } from "../realtime/connection.ts";
import type { Live } from "../shell/page.ts";

const TICK_MS = 1_000;
/** A catch-up of this length does not make the page stale. */
const BEHIND_GRACE_MS = 5_000;
const MAX_RECEIVED = 1_000;

export class ChannelWatch implements Live {
  /** `caughtUp`: read over the API, not received on the socket. */
  readonly onMessage = new Signal<[channel: string, message: StreamMessage, caughtUp: boolean]>();
  readonly onRefused = new Signal<[channel: string, why: Refusal]>();
  readonly onStatus = new Signal();
  readonly session: SessionState;
  #api: Pick<Api, "get">;
  #connection: Socket;
  #followers = new Map<string, ChannelFollower>();
  /** Channel and number of each message received on the socket and not yet applied. */
  #received = new Set<string>();
  #currentAt: number | null = null;

  /** `api`: must not ask for a password. */
  constructor(api: Pick<Api, "get">, connection: Socket) {
    this.#api = api;
    this.#connection = connection;
    this.session = new SessionState(connection);
    connection.onMessage.add((channel, _event, data) => {
      this.#received.add(`${channel} ${data?.seq}`);
      if (this.#received.size > MAX_RECEIVED) this.#received.clear();
    });
    connection.onState.add(() => this.onStatus.emit());
    connection.onRefused.add((channel, why) => {
      this.leave(channel);
      this.onRefused.emit(channel, why);
    });
  }

  start() {
    setInterval(() => {
      this.onStatus.emit();
      if (this.session.signedOut) return;
      for (const follower of this.#followers.values()) follower.reopenIfSilent(Date.now());
    }, TICK_MS);
  }

  /** Each channel followed, with the last number applied and the highest one known. */
  get channels() {
    return [...this.#followers.values()].flatMap((follower) => follower.channels);
  }

  get status() {
    const now = Date.now();
    const followers = [...this.#followers.values()];
    const live =
      !this.session.signedOut &&
      followers.length > 0 &&
      followers.every((follower) => follower.isUpToDate(now, BEHIND_GRACE_MS));
    if (live) this.#currentAt = now;
    return { live, connectedAt: this.session.connectedAt, currentAt: this.#currentAt };
  }

  /** Returns false if the channel is followed already. */
  join(channel: string): boolean {
    if (this.#followers.has(channel)) return false;
    const follower = follow(channel, (message) => this.#onMessage(channel, message), {
      api: this.#api,
      connection: this.#connection,
      onFailed: (error) => this.session.noteError(error),
      onChange: () => this.onStatus.emit(),
    });
    this.#followers.set(channel, follower);
    this.onStatus.emit();
    return true;
  }

  leave(channel: string) {
    this.#followers.get(channel)?.stop();
    this.#followers.delete(channel);
    this.onStatus.emit();
  }

  wake() {
    this.session.wake();
    for (const follower of this.#followers.values()) follower.catchUp();
  }

  reconnect() {
    this.session.renew();
  }

  #onMessage(channel: string, message: StreamMessage) {
    const caughtUp = !this.#received.delete(`${channel} ${message.seq}`);
    this.onMessage.emit(channel, message, caughtUp);
  }
}

/**
 * Keeps what a page shows equal to the server: loads, follows the channels, polls, and decides
 * whether the page is live (the badge shows it).
 */
import { Signal } from "../core/signal.ts";
import { ChannelFollower } from "./channel-follower.ts";
import { sameQuery } from "./query-match.ts";
import { SessionState } from "./session-state.ts";
import type { Api, Failure } from "../core/api.ts";
import type { StreamMessage } from "../core/types.ts";
import type { Socket } from "./connection.ts";
import type { LiveStatus } from "./status-badge.ts";

const TICK_MS = 1_000;
const POLL_LIVE_MS = 5 * 60_000;
const POLL_NOT_LIVE_MS = 15_000;
/** A catch-up or load of this length does not make the page stale. */
const BEHIND_GRACE_MS = 5_000;

/** What the server has read for a query; `heads` name the channels that change it (null: from the next head). */
export interface Loaded {
  heads: Record<string, number | null>;
  epoch: string | null;
  /** The query matches more than the API lists, and nothing is shown. */
  tooMany?: boolean;
  /** Puts it on the page. */
  apply: () => void;
}

/** Where a page's data comes from and goes to. */
export interface Source<Query> {
  /** A load starts. */
  begin?: () => void;
  read: (query: Query, signal: AbortSignal) => Promise<Loaded>;
  /** `channels`: those that are followed. */
  onMessage: (message: StreamMessage, channels: string[]) => void;
}

export interface LiveDataParts<Query> {
  /** Must not ask for a password. */
  api: Pick<Api, "get">;
  connection: Socket;
  source: Source<Query>;
}

export class LiveData<Query extends object> {
  readonly onLoading = new Signal();
  readonly onLoaded = new Signal();
  readonly onFailed = new Signal<[error: Failure]>();
  /** The query matches more than the API lists; nothing is shown. */
  readonly onTooMany = new Signal<[query: Query]>();
  readonly onMessage = new Signal<[channel: string, message: StreamMessage]>();
  /** `status` may have changed. */
  readonly onStatus = new Signal();
  readonly session: SessionState;
  #source: Source<Query>;
  #follower: ChannelFollower;
  #query: Query | null = null;
  #loadedQuery: Query | null = null;
  #load: AbortController | null = null;
  #again = false;
  #loadAt = 0;
  #currentAt: number | null = null;

  constructor({ api, connection, source }: LiveDataParts<Query>) {
    this.#source = source;
    this.session = new SessionState(connection);
    connection.onState.add((state) => state === "connected" && this.#loadMissing());
    connection.onEnded.add(() => this.#onEnded());
    this.#follower = new ChannelFollower(api, connection, {
      onMessage: (channel, message) => this.#apply(channel, message),
      onReload: () => this.refresh(),
      onFailed: (error) => this.session.noteError(error),
      onChange: () => this.#tick(),
    });
  }

  /** Starts polling and the updates of `status`. */
  start() {
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** Shows another range or filter. */
  show(query: Query) {
    this.#query = query;
    this.#load?.abort();
    return this.#run(query);
  }

  /** Loads again what is shown; calls during a load are coalesced into one after it. */
  async refresh() {
    if (this.#load) this.#again = true;
    else if (this.#query) await this.#run(this.#query);
  }

  /** After sleep, a hidden tab or a dead network: checks everything at once. */
  wake() {
    this.session.wake();
    this.#follower.catchUp();
    this.#loadMissing();
    this.#tick();
  }

  /** The user is signed in again. */
  reconnect() {
    this.session.renew();
    return this.refresh();
  }

  /** Whether the page shows what was read for this query. */
  get loaded() {
    return this.#query !== null && sameQuery(this.#query, this.#loadedQuery);
  }

  get status(): LiveStatus {
    const currentAt = this.loaded ? this.#currentAt : null;
    return { live: this.#isLive(Date.now()), connectedAt: this.session.connectedAt, currentAt };
  }

  /** Each channel followed, with the last number applied and the highest one known. */
  get channels() {
    return this.#follower.channels;
  }

  /**
   * Not only the session can have ended, but also the right to a channel, by another department
   * scope: a load that succeeds follows the channels of now. Not twice in a row, so that a page
   * whose socket is refused every time does not load without a pause.
   */
  #onEnded() {
    if (Date.now() - this.#loadAt >= POLL_NOT_LIVE_MS) this.refresh();
  }

  /** Repeats a load that failed or hangs. */
  #loadMissing() {
    if (!this.#query || this.#query === this.#loadedQuery) return;
    const hangs = Date.now() - this.#loadAt > BEHIND_GRACE_MS;
    if (!this.#load || hangs) this.show(this.#query);
  }

  async #run(query: Query) {
    const load = new AbortController();
    this.#load = load;
    this.#again = false;
    this.#loadAt = Date.now();
    this.#follower.pause();
    this.#source.begin?.();
    this.onLoading.emit();
    try {
      const loaded = await this.#source.read(query, load.signal);
      if (this.#load !== load) return;
      loaded.apply();
      this.#follow(query, loaded);
      if (loaded.tooMany) this.onTooMany.emit(query);
      else this.onLoaded.emit();
    } catch (error) {
      if (this.#load !== load) return;
      this.#onLoadError(error as Failure);
    }
    this.#load = null;
    this.#tick();
    if (this.#again) await this.refresh();
  }

  #follow(query: Query, { heads, epoch }: Loaded) {
    this.#loadedQuery = query;
    this.#currentAt = Date.now();
    this.session.renew();
    this.#follower.follow(heads, epoch);
  }

  #onLoadError(error: Failure) {
    this.#follower.resume();
    this.session.noteError(error);
    this.onFailed.emit(error);
  }

  #apply(channel: string, message: StreamMessage) {
    this.#source.onMessage(
      message,
      this.channels.map((each) => each.channel),
    );
    this.onMessage.emit(channel, message);
  }

  #tick() {
    const now = Date.now();
    const live = this.#isLive(now);
    if (live) this.#currentAt = now;
    this.onStatus.emit();
    if (!this.session.signedOut) this.#follower.reopenIfSilent(now);
    const due = now - this.#loadAt >= (live ? POLL_LIVE_MS : POLL_NOT_LIVE_MS);
    if (due && this.#query && !this.#load) this.refresh();
  }

  #isLive(now: number) {
    const loadingLong = this.#load !== null && now - this.#loadAt > BEHIND_GRACE_MS;
    return (
      !this.session.signedOut &&
      !loadingLong &&
      this.#loadedQuery !== null &&
      (this.#loadedQuery === this.#query || this.#load !== null) &&
      this.#follower.isUpToDate(now, BEHIND_GRACE_MS)
    );
  }
}

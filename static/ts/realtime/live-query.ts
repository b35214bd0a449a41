/**
 * Joins the store with the channels: loads, follows, polls, knows whether it is up to date.
 *
 * Tells `loading`, `loaded` (query), `failed` (error), `tooMany` (query), `message` (channel,
 * message), `status` and `signedOut` (boolean).
 */
import { Emitter } from "../core/emitter.ts";
import { channelsOf, sameQuery } from "./query-match.ts";
import { ChannelFollower } from "./channel-follower.ts";
import { readSnapshot } from "./snapshot.ts";
import type { Api } from "../core/api.ts";
import type { Query, StreamMessage } from "../core/types.ts";
import type { AppointmentStore } from "./appointment-store.ts";
import type { Connection } from "./connection.ts";

const TICK_MS = 1_000;
const POLL_LIVE_MS = 5 * 60_000;
const POLL_NOT_LIVE_MS = 15_000;
/** Catching up or loading for a moment does not make the page stale. */
const BEHIND_GRACE_MS = 5_000;

interface LiveParts {
  /** Must not ask for a password: nobody made these calls. */
  api: Api;
  connection: Connection;
  store: AppointmentStore;
}

export class LiveQuery extends Emitter {
  #api: Api;
  #connection: Connection;
  #store: AppointmentStore;
  #follower: ChannelFollower;
  #query: Query | null = null;
  #loadedQuery: Query | null = null;
  #load: AbortController | null = null;
  #again = false;
  #loadAt = 0;
  #connectedAt: number | null = null;
  #currentAt: number | null = null;
  #signedOut = false;

  constructor({ api, connection, store }: LiveParts) {
    super();
    this.#api = api;
    this.#connection = connection;
    this.#store = store;
    connection.on("state", (state: string) => {
      if (state !== "connected") return;
      this.#connectedAt = Date.now();
      this.#loadMissing();
    });
    this.#follower = new ChannelFollower(api, connection);
    this.#follower.on("message", this.#apply.bind(this));
    this.#follower.on("reload", () => this.refresh());
    this.#follower.on("failed", this.#noteRefusal.bind(this));
    this.#follower.on("status", () => this.#tick());
    connection.on("ended", () => this.#setSignedOut(true));
  }

  /** Begins the clock of polling and of the badge. Returns stops it. */
  start(): () => void {
    const timer = setInterval(() => this.#tick(), TICK_MS);
    return () => clearInterval(timer);
  }

  /** Shows another range or filter. */
  show(query: Query) {
    this.#query = query;
    this.#load?.abort();
    return this.#run(query);
  }

  /** Loads what is shown anew; asked for during a load, it runs once afterwards. */
  async refresh() {
    if (this.#load) this.#again = true;
    else if (this.#query) await this.#run(this.#query);
  }

  /** After sleep, a hidden tab or a dead network: looks at once. */
  wake() {
    if (this.#connection.state !== "connected" && !this.#signedOut) this.#connection.reopen();
    this.#follower.catchUp();
    this.#loadMissing();
    this.#tick();
  }

  /** The session is there again. */
  reconnect() {
    this.#setSignedOut(false);
    return this.refresh();
  }

  /** Whether the store holds what is asked for; until then nobody knows what is booked there. */
  get loaded() {
    return this.#query !== null && sameQuery(this.#query, this.#store.query);
  }

  /** For the badge: when the socket was last opened, and when what is shown was last true (milliseconds). */
  get status() {
    const currentAt = this.loaded ? this.#currentAt : null;
    return { live: this.#isLive(Date.now()), connectedAt: this.#connectedAt, currentAt };
  }

  /** Each channel followed, with the numbers held and known. */
  get channels() {
    return this.#follower.channels;
  }

  /** The line is back: what failed is asked for at once, also where an old call still hangs. */
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
    this.#store.beginLoad();
    this.emit("loading");
    try {
      const snapshot = await readSnapshot(this.#api, query, load.signal);
      if (this.#load !== load) return;
      this.#store.applySnapshot(snapshot.events, query);
      this.#follow(query, snapshot.heads, snapshot.epoch);
      this.emit("loaded", query);
    } catch (error) {
      if (this.#load !== load) return;
      this.#onLoadError(query, error);
    }
    this.#load = null;
    this.#tick();
    if (this.#again) await this.refresh();
  }

  #follow(query: Query, heads: Record<string, number | null>, epoch: string | null) {
    this.#loadedQuery = query;
    this.#currentAt = Date.now();
    this.#setSignedOut(false);
    this.#follower.follow(heads, epoch);
  }

  #onLoadError(query: Query, error: any) {
    if (error.code === "too_many") {
      this.#store.applySnapshot([], query);
      this.#follow(query, channelsOf(query), null);
      return this.emit("tooMany", query);
    }
    this.#follower.resume();
    this.#noteRefusal(error);
    this.emit("failed", error);
  }

  #apply(channel: string, message: StreamMessage) {
    if (message.data?.appointment) this.#store.applyMessage(message.data);
    this.emit("message", channel, message);
  }

  #noteRefusal(error: any) {
    if (error.status === 401) this.#setSignedOut(true);
  }

  #setSignedOut(signedOut: boolean) {
    if (this.#signedOut === signedOut) return;
    this.#signedOut = signedOut;
    if (!signedOut) this.#connection.reopen();
    this.emit("signedOut", signedOut);
  }

  #tick() {
    const now = Date.now();
    const live = this.#isLive(now);
    if (live) this.#currentAt = now;
    this.emit("status");
    if (!this.#signedOut) this.#follower.reopenIfSilent(now);
    const due = now - this.#loadAt >= (live ? POLL_LIVE_MS : POLL_NOT_LIVE_MS);
    if (due && this.#query && !this.#load) this.refresh();
  }

  #isLive(now: number) {
    const loadingLong = this.#load !== null && now - this.#loadAt > BEHIND_GRACE_MS;
    return (
      !this.#signedOut &&
      !loadingLong &&
      this.#loadedQuery !== null &&
      (this.#loadedQuery === this.#query || this.#load !== null) &&
      this.#follower.isUpToDate(now, BEHIND_GRACE_MS)
    );
  }
}

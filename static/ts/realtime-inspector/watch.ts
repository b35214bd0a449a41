/**
 * The channels that this window hears, followed by their numbers; wears the shape of `Live`, so
 * that badge and session work here as on every page.
 *
 * Tells `message` (channel, message, caughtUp), `status`, `refused` (channel, {code, message}) and
 * `signedOut` (boolean).
 */
import { Emitter } from "../core/emitter.ts";
import { ChannelFollower } from "../realtime/channel-follower.ts";
import type { Api } from "../core/api.ts";
import type { SkippingConnection } from "./skipping.ts";

const TICK_MS = 1_000;
/** Catching up for a moment does not make the page stale. */
const BEHIND_GRACE_MS = 5_000;
const MAX_HEARD = 1_000;

export class ChannelWatch extends Emitter {
  #connection: SkippingConnection;
  #follower: ChannelFollower;
  /** Numbers heard on the socket and not yet applied. */
  #heard = new Set<string>();
  #connectedAt: number | null = null;
  #currentAt: number | null = null;
  #signedOut = false;

  /** `api`: must not ask for a password. */
  constructor(api: Api, connection: SkippingConnection) {
    super();
    this.#connection = connection;
    connection.on("message", (channel: string, _event: string, data: any) => {
      this.#heard.add(`${channel} ${data?.seq}`);
      if (this.#heard.size > MAX_HEARD) this.#heard.clear();
    });
    connection.on("state", (state: string) => {
      if (state === "connected") this.#connectedAt = Date.now();
    });
    connection.on("ended", () => this.#setSignedOut(true));
    connection.on("refused", (channel: string, why: any) => {
      this.leave(channel);
      this.emit("refused", channel, why);
    });
    this.#follower = new ChannelFollower(api, connection as any);
    this.#follower.on("message", (channel: string, message: any) => {
      const caughtUp = !this.#heard.delete(`${channel} ${message.seq}`);
      this.emit("message", channel, message, caughtUp);
    });
    this.#follower.on("reload", () => this.#follow(this.#names(), true));
    this.#follower.on("failed", (error: any) => {
      if (error.status === 401) this.#setSignedOut(true);
    });
    this.#follower.on("status", () => this.emit("status"));
  }

  start() {
    setInterval(() => {
      this.emit("status");
      if (!this.#signedOut) this.#follower.reopenIfSilent(Date.now());
    }, TICK_MS);
  }

  get channels() {
    return this.#follower.channels;
  }

  get status() {
    const now = Date.now();
    const live = !this.#signedOut && this.#follower.isUpToDate(now, BEHIND_GRACE_MS);
    if (live) this.#currentAt = now;
    return { live, connectedAt: this.#connectedAt, currentAt: this.#currentAt };
  }

  /** Returns false where it is heard already. */
  join(channel: string): boolean {
    if (this.#names().includes(channel)) return false;
    this.#follow([...this.#names(), channel]);
    return true;
  }

  leave(channel: string) {
    this.#follow(this.#names().filter((name) => name !== channel));
  }

  wake() {
    if (this.#connection.state !== "connected" && !this.#signedOut) this.#connection.reopen();
    this.#follower.catchUp();
  }

  reconnect() {
    this.#setSignedOut(false);
  }

  #names() {
    return this.#follower.channels.map(({ channel }) => channel);
  }

  /** `anew`: forget the numbers held: the numbering has begun anew. */
  #follow(names: string[], anew = false) {
    const known = new Map(this.#follower.channels.map((each) => [each.channel, each]));
    const epoch = anew ? null : ([...known.values()].find((each) => each.epoch)?.epoch ?? null);
    const heads = names.map((name) => [name, anew ? null : (known.get(name)?.applied ?? null)]);
    this.#follower.follow(Object.fromEntries(heads), epoch);
    this.emit("status");
  }

  #setSignedOut(signedOut: boolean) {
    if (this.#signedOut === signedOut) return;
    this.#signedOut = signedOut;
    if (!signedOut) this.#connection.reopen();
    this.emit("signedOut", signedOut);
  }
}

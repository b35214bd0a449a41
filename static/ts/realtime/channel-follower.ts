/**
 * Follows channels on the socket: a stream each, subscribed, caught up, compared with the heads.
 *
 * Tells `message` (channel, message) in the order of the numbers, each once; `reload` when the
 * page's data must be loaded anew; `failed` (error) when a catch-up did not get through;
 * `refused` (channel); `status` when any of it may have changed.
 */
import { Emitter } from "../core/emitter.ts";
import { Stream } from "./stream.ts";
import type { Api } from "../core/api.ts";
import type { Connection } from "./connection.ts";

/** `realtime.heads` comes every 10 s; two missed ones are silence. */
const SILENCE_MS = 20_000;
/** A socket silent for longer is taken for dead and opened anew. */
const REOPEN_AFTER_MS = 30_000;

export class ChannelFollower extends Emitter {
  #api: Api;
  #connection: Connection;
  #streams = new Map<string, Stream>();
  /** Channels subscribed on the present socket. */
  #subscribed = new Set();
  #headsAt = 0;

  constructor(api: Api, connection: Connection) {
    super();
    this.#api = api;
    this.#connection = connection;
    connection.on("state", this.#onState.bind(this));
    connection.on("subscribed", this.#onSubscribed.bind(this));
    connection.on("heads", this.#onHeads.bind(this));
    connection.on("message", this.#onMessage.bind(this));
    connection.on("refused", (channel: string) => this.emit("refused", channel));
  }

  /** Each channel followed, with the numbers held and known. */
  get channels() {
    return [...this.#streams].map(([channel, { applied, head, epoch }]) => ({
      channel,
      applied,
      head,
      epoch,
      subscribed: this.#subscribed.has(channel),
    }));
  }

  /** Follows exactly these channels from these numbers (null: from the next number announced). */
  follow(heads: Record<string, number | null>, epoch: string | null) {
    for (const [channel, stream] of this.#streams) {
      if (channel in heads) continue;
      stream.pause();
      this.#streams.delete(channel);
      this.#subscribed.delete(channel);
      this.#connection.unsubscribe(channel);
    }
    for (const [channel, seq] of Object.entries(heads)) {
      const stream = this.#streams.get(channel) ?? this.#open(channel);
      stream.reset(seq, epoch);
      this.#connection.subscribe(channel);
    }
  }

  /** Holds what arrives while the page's data is being loaded. */
  pause() {
    for (const stream of this.#streams.values()) stream.pause();
  }

  /** The load did not come through: goes on from where it was. */
  resume() {
    for (const stream of this.#streams.values()) stream.resume();
  }

  catchUp() {
    for (const stream of this.#streams.values()) stream.catchUp();
  }

  /**
   * Whether everything known to exist is held, and what is known is fresh. `now`: milliseconds;
   * `grace`: milliseconds that catching up may take.
   */
  isUpToDate(now: number, grace: number) {
    return (
      this.#connection.state === "connected" &&
      now - this.#headsAt <= SILENCE_MS &&
      this.#streams.size > 0 &&
      [...this.#streams].every(
        ([channel, { behindSince }]) =>
          this.#subscribed.has(channel) && (behindSince === null || now - behindSince <= grace),
      )
    );
  }

  /** Opens the socket anew when it claims to be connected but says nothing. `now`: milliseconds. */
  reopenIfSilent(now: number) {
    if (this.#connection.state !== "connected" || now - this.#headsAt <= REOPEN_AFTER_MS) return;
    this.#headsAt = now - SILENCE_MS - 1;
    this.#connection.reopen();
  }

  #open(channel: string) {
    const stream = new Stream(channel, {
      fetchAfter: (name, after) =>
        this.#api.get(`/api/channels/${encodeURIComponent(name)}/events/`, { after }),
      apply: (name, message) => this.emit("message", name, message),
      reload: () => this.emit("reload"),
      failed: (_name, error) => this.emit("failed", error),
    });
    this.#streams.set(channel, stream);
    return stream;
  }

  #onMessage(channel: string, event: string, data: any) {
    if (typeof data?.seq !== "number") return;
    this.#streams.get(channel)?.receive({ seq: data.seq, event, data });
    this.emit("status");
  }

  #onSubscribed(channel: string, { seq, epoch }: { seq: number; epoch: string }) {
    this.#subscribed.add(channel);
    this.#headsAt = Date.now();
    this.#streams.get(channel)?.noteHead(seq, epoch);
    this.emit("status");
  }

  #onHeads({ heads, epoch }: { heads: Record<string, number>; epoch: string }) {
    this.#headsAt = Date.now();
    for (const [channel, seq] of Object.entries(heads)) {
      this.#streams.get(channel)?.noteHead(seq, epoch);
    }
    this.emit("status");
  }

  #onState(state: string) {
    if (state === "connected") this.#headsAt = Date.now();
    else this.#subscribed.clear();
    this.emit("status");
  }
}

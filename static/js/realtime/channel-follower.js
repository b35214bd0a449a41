/**
 * Follows channels on the socket: a stream each, subscribed, caught up, compared with the heads.
 *
 * Tells `message` (channel, message) in the order of the numbers, each once; `reload` when the
 * page's data must be loaded anew; `failed` (error) when a catch-up did not get through;
 * `refused` (channel); `status` when any of it may have changed.
 */
import { Emitter } from "../core/emitter.js";
import { Stream } from "./stream.js";

/** `realtime.heads` comes every 10 s; two missed ones are silence. */
const SILENCE_MS = 20_000;
/** A socket silent for longer is taken for dead and opened anew. */
const REOPEN_AFTER_MS = 30_000;

export class Follower extends Emitter {
  #api;
  #connection;
  /** @type {Map<string, Stream>} */
  #streams = new Map();
  /** Channels subscribed on the present socket. */
  #subscribed = new Set();
  #headsAt = 0;

  /**
   * @param {import("../core/api.js").Api} api
   * @param {import("./connection.js").Connection} connection
   */
  constructor(api, connection) {
    super();
    this.#api = api;
    this.#connection = connection;
    connection.on("state", this.#onState.bind(this));
    connection.on("subscribed", this.#onSubscribed.bind(this));
    connection.on("heads", this.#onHeads.bind(this));
    connection.on("message", this.#onMessage.bind(this));
    connection.on("refused", (/** @type {string} */ channel) => this.emit("refused", channel));
  }

  /** Each channel followed, with the numbers held and known. */
  get channels() {
    return [...this.#streams].map(([channel, { held, head, epoch }]) => ({
      channel,
      held,
      head,
      epoch,
      subscribed: this.#subscribed.has(channel),
    }));
  }

  /**
   * Follows exactly these channels from these numbers (null: from the next number announced).
   * @param {Record<string, number | null>} heads
   * @param {string | null} epoch
   */
  follow(heads, epoch) {
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
   * Whether everything known to exist is held, and what is known is fresh.
   * @param {number} now milliseconds
   * @param {number} grace milliseconds that catching up may take
   */
  isUpToDate(now, grace) {
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

  /**
   * Opens the socket anew when it claims to be connected but says nothing.
   * @param {number} now milliseconds
   */
  reopenIfSilent(now) {
    if (this.#connection.state !== "connected" || now - this.#headsAt <= REOPEN_AFTER_MS) return;
    this.#headsAt = now - SILENCE_MS - 1;
    this.#connection.reopen();
  }

  /** @param {string} channel */
  #open(channel) {
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

  /** @param {string} channel @param {string} event @param {any} data */
  #onMessage(channel, event, data) {
    if (typeof data?.seq !== "number") return;
    this.#streams.get(channel)?.receive({ seq: data.seq, event, data });
    this.emit("status");
  }

  /** @param {string} channel @param {{seq: number, epoch: string}} data */
  #onSubscribed(channel, { seq, epoch }) {
    this.#subscribed.add(channel);
    this.#headsAt = Date.now();
    this.#streams.get(channel)?.announce(seq, epoch);
    this.emit("status");
  }

  /** @param {{heads: Record<string, number>, epoch: string}} data */
  #onHeads({ heads, epoch }) {
    this.#headsAt = Date.now();
    for (const [channel, seq] of Object.entries(heads)) {
      this.#streams.get(channel)?.announce(seq, epoch);
    }
    this.emit("status");
  }

  /** @param {string} state */
  #onState(state) {
    if (state === "connected") this.#headsAt = Date.now();
    else this.#subscribed.clear();
    this.emit("status");
  }
}

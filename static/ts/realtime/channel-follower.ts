/** Follows channels: subscribes, applies messages in order, catches up, and compares with the heads. */
import { Stream } from "./stream.ts";
import type { Api, Failure } from "../core/api.ts";
import type { StreamMessage, StreamData } from "../core/types.ts";
import type { Head, Heads, Socket } from "./connection.ts";

/** `realtime.heads` comes every 10 s; two missed ones are silence. */
const SILENCE_MS = 20_000;
/** A socket that is silent for longer is treated as dead and opened again. */
const REOPEN_AFTER_MS = 30_000;

export interface FollowerListener {
  /** In the order of the numbers, each once. */
  onMessage: (channel: string, message: StreamMessage) => void;
  /** A channel that is followed from no number starts at the head that the server has told. */
  onStart?: (channel: string) => void;
  /** Missed messages cannot be read any more: load again what was built from them. */
  onReload: (channel: string) => void;
  /** A catch-up failed; the next heads repeat it. */
  onFailed?: (error: Failure) => void;
  /** `channels` or `isUpToDate` may have changed. */
  onChange?: () => void;
}

export class ChannelFollower {
  #api: Pick<Api, "get">;
  #socket: Socket;
  #listener: FollowerListener;
  #streams = new Map<string, Stream>();
  /** Channels that are subscribed on the present socket. */
  #subscribed = new Set<string>();
  /** When the server last told a head (milliseconds). */
  #headsAt = Date.now();
  #removeListeners: (() => void)[];

  /** `api`: must not ask for a password. */
  constructor(api: Pick<Api, "get">, socket: Socket, listener: FollowerListener) {
    this.#api = api;
    this.#socket = socket;
    this.#listener = listener;
    this.#removeListeners = [
      socket.onState.add((state) => this.#onState(state)),
      socket.onSubscribed.add((channel, head) => this.#onSubscribed(channel, head)),
      socket.onHeads.add((heads) => this.#onHeads(heads)),
      socket.onMessage.add((channel, event, data) => this.#onMessage(channel, event, data)),
    ];
  }

  /** Each channel followed, with the last number applied and the highest one known. */
  get channels() {
    return [...this.#streams].map(([channel, { applied, head, epoch }]) => ({
      channel,
      applied,
      head,
      epoch,
      subscribed: this.#subscribed.has(channel),
    }));
  }

  /** Follows exactly these channels, from these numbers (null: from the next head told). */
  follow(heads: Record<string, number | null>, epoch: string | null) {
    for (const channel of this.#streams.keys()) if (!(channel in heads)) this.#remove(channel);
    for (const [channel, seq] of Object.entries(heads)) {
      const known = this.#streams.get(channel);
      (known ?? this.#open(channel)).reset(seq, epoch);
      if (!known) this.#socket.subscribe(channel);
    }
  }

  /** Follows no channel any more. */
  stop() {
    this.follow({}, null);
    for (const remove of this.#removeListeners) remove();
  }

  /** Keeps what arrives while the page's data is loaded. */
  pause() {
    for (const stream of this.#streams.values()) stream.pause();
  }

  /** The load failed: goes on from the last number applied. */
  resume() {
    for (const stream of this.#streams.values()) stream.resume();
  }

  catchUp() {
    for (const stream of this.#streams.values()) stream.catchUp();
  }

  /**
   * Whether every known message is applied, and the heads are fresh. `now`: milliseconds; `grace`:
   * milliseconds that a catch-up may take.
   */
  isUpToDate(now: number, grace: number) {
    return (
      this.#socket.state === "connected" &&
      now - this.#headsAt <= SILENCE_MS &&
      this.#streams.size > 0 &&
      [...this.#streams].every(
        ([channel, { behindSince }]) =>
          this.#subscribed.has(channel) && (behindSince === null || now - behindSince <= grace),
      )
    );
  }

  /** Opens the socket again if it is connected but silent. `now`: milliseconds. */
  reopenIfSilent(now: number) {
    if (this.#socket.state !== "connected" || now - this.#headsAt <= REOPEN_AFTER_MS) return;
    this.#headsAt = now - SILENCE_MS - 1;
    this.#socket.reopen();
  }

  #open(channel: string) {
    const stream = new Stream(channel, {
      fetchAfter: (name, after) =>
        this.#api.get(`/api/channels/${encodeURIComponent(name)}/events/`, { after }),
      apply: (name, message) => this.#listener.onMessage(name, message),
      reload: (name) => this.#listener.onReload(name),
      started: (name) => this.#listener.onStart?.(name),
      failed: (_name, error) => this.#listener.onFailed?.(error),
    });
    this.#streams.set(channel, stream);
    return stream;
  }

  #remove(channel: string) {
    this.#streams.get(channel)?.pause();
    this.#streams.delete(channel);
    this.#subscribed.delete(channel);
    this.#socket.unsubscribe(channel);
  }

  #onMessage(channel: string, event: string, data: StreamData | undefined) {
    const stream = this.#streams.get(channel);
    if (!stream || typeof data?.seq !== "number") return;
    stream.receive({ seq: data.seq, event, data });
    this.#listener.onChange?.();
  }

  #onSubscribed(channel: string, { seq, epoch }: Head) {
    this.#onHeads({ heads: { [channel]: seq }, epoch });
  }

  /** The heads name the subscribed channels, also those that another follower subscribed to before. */
  #onHeads({ heads, epoch }: Heads) {
    this.#headsAt = Date.now();
    for (const [channel, seq] of Object.entries(heads)) {
      this.#subscribed.add(channel);
      this.#streams.get(channel)?.noteHead(seq, epoch);
    }
    this.#listener.onChange?.();
  }

  #onState(state: string) {
    if (state === "connected") this.#headsAt = Date.now();
    else this.#subscribed.clear();
    this.#listener.onChange?.();
  }
}

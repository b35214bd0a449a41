/**
 * Keeps a public screen equal to the server: reads it whole again after each event, gap and poll. It
 * applies no event itself, so it can lose none.
 */
import { throttle } from "../core/dom.ts";
import { Signal } from "../core/signal.ts";
import type { Failure } from "../core/api.ts";
import type { StreamData } from "../core/types.ts";
import type { Head, Socket } from "./connection.ts";

const TICK_MS = 1_000;
/** After an event; further ones in this time are read together. */
const READ_EVERY_MS = 200;
const POLL_NOT_LIVE_MS = 10_000;
/** Without a comparison for longer, the screen says how old it is. */
const BEHIND_AFTER_MS = 20_000;
/** `realtime.heads` comes every 10 s; a socket that is silent for longer is opened again. */
const REOPEN_AFTER_MS = 30_000;
/** Of an answer: what is shown may not be shown any more. */
const REFUSALS = [401, 403, 404];

interface LiveScreenParts {
  socket: Socket;
  channel: string;
  /** Reads and paints. Returns the head that was read before the rows; null if the answer has none. */
  read: () => Promise<Head | null>;
  pollMs: number;
  /** Within how many milliseconds an event is read, for screens that would all read at once. */
  readWithin?: (data: StreamData) => number;
}

export class LiveScreen {
  /** `behindSince` may have changed. Emitted each second. */
  readonly onTick = new Signal();
  /** The server does not show it any more. Repeated at each poll. */
  readonly onRefused = new Signal<[error: Failure]>();
  #parts: LiveScreenParts;
  /** What was read contains all events up to here. */
  #read: Head | null = null;
  /** The highest head that the socket has told. */
  #told: Head | null = null;
  #reading = false;
  #again = false;
  #refused = false;
  /** Moments in milliseconds. */
  #readAt = 0;
  #toldAt = Date.now();
  #currentAt: number | null = null;
  #readSoon = throttle(() => this.refresh(), READ_EVERY_MS);

  constructor(parts: LiveScreenParts) {
    this.#parts = parts;
    const { socket, channel } = parts;
    socket.onSubscribed.add((name, head) => name === channel && this.#compare(head));
    socket.onHeads.add(({ heads, epoch }) => {
      const seq = heads[channel];
      if (seq !== undefined) this.#compare({ seq, epoch });
    });
    socket.onMessage.add((name, _event, data) => {
      if (name === channel && typeof data?.seq === "number") this.#onEvent(data, data.seq);
    });
    socket.onEnded.add(() => this.refresh());
  }

  start() {
    this.#parts.socket.subscribe(this.#parts.channel);
    setInterval(() => this.#tick(), TICK_MS);
    return this.refresh();
  }

  /** After sleep or a dead network. */
  wake() {
    if (this.#parts.socket.state !== "connected") this.#parts.socket.reopen();
    return this.refresh();
  }

  /** When what is shown was last known to be current; null while it is current. `now`: milliseconds. */
  behindSince(now: number) {
    const current = this.#currentAt !== null && now - this.#currentAt <= BEHIND_AFTER_MS;
    return current ? null : this.#currentAt;
  }

  /** Calls during a read are coalesced into one after it. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    this.#again = false;
    this.#readAt = Date.now();
    const told = this.#told;
    try {
      this.#read = (await this.#parts.read()) ?? told;
      this.#currentAt = Date.now();
      this.#admitted();
    } catch (error) {
      this.#onFailed(error as Failure);
    }
    this.#reading = false;
    if (this.#again) this.#readSoon();
  }

  #onEvent(data: StreamData, seq: number) {
    if (this.#told) this.#told = { ...this.#told, seq: Math.max(seq, this.#told.seq) };
    const within = this.#parts.readWithin?.(data) ?? 0;
    if (within) setTimeout(() => this.#readSoon(), Math.random() * within);
    else this.#readSoon();
  }

  #compare(head: Head) {
    this.#toldAt = Date.now();
    this.#told = head;
    if (this.#read?.epoch === head.epoch && this.#read.seq >= head.seq)
      this.#currentAt = Date.now();
    else this.#readSoon();
  }

  /** A socket that was closed for good is opened again once the server shows the screen again. */
  #admitted() {
    this.#refused = false;
    if (this.#parts.socket.state === "disconnected") this.#parts.socket.reopen();
  }

  #onFailed(error: Failure) {
    this.#refused = REFUSALS.includes(error.status ?? 0);
    if (this.#refused) this.onRefused.emit(error);
  }

  #tick() {
    const now = Date.now();
    const { socket, pollMs } = this.#parts;
    const silent = now - this.#toldAt > REOPEN_AFTER_MS;
    if (socket.state === "connected" && silent && !this.#refused) {
      this.#toldAt = now;
      socket.reopen();
    }
    const live = socket.state === "connected" || this.#refused;
    if (now - this.#readAt >= (live ? pollMs : POLL_NOT_LIVE_MS)) this.refresh();
    this.onTick.emit();
  }
}

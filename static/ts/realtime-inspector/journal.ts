/** Every message heard, with how long it took. Knows no socket and no document. */
import { Emitter } from "../core/emitter.ts";
import { noteMoment } from "../core/server-time.ts";
import type { StreamData, StreamMessage } from "../core/types.ts";

/** Older entries are let go. */
const MAX_ENTRIES = 500;
/** Sends whose message never came are forgotten. */
const MAX_SENDS = 200;

export interface Entry {
  /** Milliseconds. */
  arrivedAt: number;
  channel: string;
  event: string;
  seq: number;
  data: StreamData;
  /** Sent by this window. */
  own: boolean;
  /** Read afterwards, not heard on the socket. */
  caughtUp: boolean;
  /** Milliseconds from the click to its arrival, for own ones. */
  roundTrip: number | null;
  /** Milliseconds from the server's time stamp to being painted. */
  toScreen: number | null;
}

/** Milliseconds. */
export interface Times {
  count: number;
  last: number;
  median: number;
}

/** Tells `change`. */
export class Journal extends Emitter {
  /** The newest first. */
  entries: Entry[] = [];
  /** When the click was, by channel and number. */
  #sends = new Map<string, number>();
  #roundTrips: number[] = [];
  #toScreens: number[] = [];

  /** `now` is in milliseconds. */
  arrived(channel: string, { seq, event, data }: StreamMessage, now: number, caughtUp = false) {
    const times = { roundTrip: null, toScreen: null };
    const entry = { arrivedAt: now, channel, event, seq, data, own: false, caughtUp, ...times };
    this.entries = [entry, ...this.entries].slice(0, MAX_ENTRIES);
    this.#match(entry);
    this.emit("change");
  }

  /**
   * The server accepted an own broadcast; its message may have arrived already.
   * `clickedAt` is in milliseconds.
   */
  sent({ channel, seq }: { channel: string; seq: number }, clickedAt: number) {
    this.#sends.set(`${channel} ${seq}`, clickedAt);
    if (this.#sends.size > MAX_SENDS) this.#sends.delete([...this.#sends.keys()][0]);
    const entry = this.find(channel, seq);
    if (entry) this.#match(entry);
    this.emit("change");
  }

  /**
   * These stand on the screen since now. What was read afterwards, or carries no time, is not
   * measured. `now` is in milliseconds of the server's clock.
   */
  painted(entries: Entry[], now: number) {
    for (const entry of entries) {
      const at = Date.parse(entry.data?.at ?? "");
      if (Number.isNaN(at) || entry.caughtUp || entry.toScreen !== null) continue;
      entry.toScreen = now - at;
      this.#toScreens.push(entry.toScreen);
    }
  }

  find(channel: string, seq: number) {
    return this.entries.find((entry) => entry.channel === channel && entry.seq === seq);
  }

  clear() {
    this.entries = [];
    this.#roundTrips = [];
    this.#toScreens = [];
    this.emit("change");
  }

  /** Of own broadcasts. */
  get roundTrips() {
    return timesOf(this.#roundTrips);
  }

  /** Of all that carry the server's time. */
  get toScreens() {
    return timesOf(this.#toScreens);
  }

  #match(entry: Entry) {
    const key = `${entry.channel} ${entry.seq}`;
    const clickedAt = this.#sends.get(key);
    if (clickedAt === undefined) return;
    this.#sends.delete(key);
    entry.own = true;
    entry.roundTrip = entry.arrivedAt - clickedAt;
    noteMoment(Date.parse(entry.data?.at ?? ""), { sentAt: clickedAt });
    this.#roundTrips.push(entry.roundTrip);
  }
}

function timesOf(times: number[]): Times | null {
  if (!times.length) return null;
  const sorted = [...times].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { count: sorted.length, last: times[times.length - 1], median };
}

/** The log of received messages and how long they took. Knows no socket and no document. */
import { noteMoment } from "../core/server-time.ts";
import { Signal } from "../core/signal.ts";
import type { StreamMessage, StreamData } from "../core/types.ts";

/** Older entries are dropped. */
const MAX_ENTRIES = 500;
/** Older sends whose message has not arrived are dropped. */
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
  /** Read over the API, not received on the socket. */
  caughtUp: boolean;
  /** Milliseconds from the click to the arrival, for own messages. */
  roundTrip: number | null;
  /** Milliseconds from the server's time stamp to the screen. */
  toScreen: number | null;
}

/** Milliseconds. */
export interface Times {
  count: number;
  last: number;
  median: number;
}

export class MessageLog {
  readonly onChange = new Signal();
  /** Newest first. */
  entries: Entry[] = [];
  /** The moment of the click, by channel and number. */
  #sends = new Map<string, number>();
  #roundTrips: number[] = [];
  #toScreens: number[] = [];

  /** `now`: milliseconds. */
  onArrived(channel: string, { seq, event, data }: StreamMessage, now: number, caughtUp = false) {
    const times = { roundTrip: null, toScreen: null };
    const entry = { arrivedAt: now, channel, event, seq, data, own: false, caughtUp, ...times };
    this.entries = [entry, ...this.entries].slice(0, MAX_ENTRIES);
    this.#match(entry);
    this.onChange.emit();
  }

  /** The server accepted an own broadcast, whose message may have arrived already. `clickedAt`: milliseconds. */
  onSent({ channel, seq }: { channel: string; seq: number }, clickedAt: number) {
    this.#sends.set(`${channel} ${seq}`, clickedAt);
    if (this.#sends.size > MAX_SENDS) this.#sends.delete([...this.#sends.keys()][0]);
    const entry = this.find(channel, seq);
    if (entry) this.#match(entry);
    this.onChange.emit();
  }

  /**
   * The entries are on the screen. Those that were caught up or have no time stamp are not measured.
   * `now`: milliseconds of the server's clock.
   */
  onShown(entries: Entry[], now: number) {
    for (const entry of entries) {
      const at = Date.parse(entry.data.at ?? "");
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
    this.onChange.emit();
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
    noteMoment(Date.parse(entry.data.at ?? ""), { sentAt: clickedAt });
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

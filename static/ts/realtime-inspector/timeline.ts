/** The states of the connection one after the other, and skipped messages: pure. */

/** Older periods are dropped. */
const MAX_PERIODS = 40;

export interface Period {
  /** A state of pusher-js, or "skipped". */
  kind: string;
  /** Milliseconds. */
  from: number;
  /** Null while it lasts. */
  until: number | null;
  /** The socket's id, or the channel and number that was skipped. */
  detail: string;
}

export class ConnectionTimeline {
  /** Newest first. */
  periods: Period[] = [];

  /** The connection enters a state. `now`: milliseconds. */
  enter(kind: string, now: number, detail = "") {
    const before = this.states[0];
    if (before?.until === null) before.until = now;
    this.#add({ kind, from: now, until: null, detail });
  }

  /** `now`: milliseconds. */
  skipped(channel: string, seq: number, now: number) {
    this.#add({ kind: "skipped", from: now, until: null, detail: `${channel} ${seq}` });
  }

  /** A skipped message was caught up. */
  caughtUp(channel: string, seq: number, now: number) {
    const period = this.periods.find(
      ({ kind, until, detail }) =>
        kind === "skipped" && until === null && detail === `${channel} ${seq}`,
    );
    if (period) period.until = now;
  }

  /** The periods that are states, without skipped messages. */
  get states() {
    return this.periods.filter(({ kind }) => kind !== "skipped");
  }

  #add(period: Period) {
    this.periods = [period, ...this.periods].slice(0, MAX_PERIODS);
  }
}

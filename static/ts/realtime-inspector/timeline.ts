/** What the connection went through, one stretch after the other. Pure: knows no socket and no document. */

/** Older ones are let go. */
const MAX_STRETCHES = 40;

export interface Stretch {
  /** A state of pusher-js, or "skipped". */
  kind: string;
  /** Milliseconds. */
  from: number;
  /** Null while it lasts. */
  until: number | null;
  /** The socket's id, or which number was skipped. */
  detail: string;
}

export class Timeline {
  /** The newest first. */
  stretches: Stretch[] = [];

  /** The connection's state from now on (milliseconds). */
  enter(kind: string, now: number, detail = "") {
    const before = this.states[0];
    if (before?.until === null) before.until = now;
    this.#add({ kind, from: now, until: null, detail });
  }

  skipped(channel: string, seq: number, now: number) {
    this.#add({ kind: "skipped", from: now, until: null, detail: `${channel} ${seq}` });
  }

  /** A skipped number came after all. */
  caughtUp(channel: string, seq: number, now: number) {
    const stretch = this.stretches.find(
      ({ kind, until, detail }) =>
        kind === "skipped" && until === null && detail === `${channel} ${seq}`,
    );
    if (stretch) stretch.until = now;
  }

  /** Without what was skipped. */
  get states() {
    return this.stretches.filter(({ kind }) => kind !== "skipped");
  }

  #add(stretch: Stretch) {
    this.stretches = [stretch, ...this.stretches].slice(0, MAX_STRETCHES);
  }
}

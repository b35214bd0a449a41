/** What the connection went through, one stretch after the other. Pure: knows no socket and no document. */

/** Older ones are let go. */
const MAX_STRETCHES = 40;

/**
 * @typedef {object} Stretch
 * @property {string} kind a state of pusher-js, or "skipped"
 * @property {number} from milliseconds
 * @property {number | null} until null while it lasts
 * @property {string} detail the socket's id, or which number was skipped
 */

export class Timeline {
  /** @type {Stretch[]} the newest first */
  stretches = [];

  /**
   * The connection's state from now on.
   * @param {string} kind
   * @param {number} now milliseconds
   * @param {string} [detail]
   */
  enter(kind, now, detail = "") {
    const before = this.states[0];
    if (before?.until === null) before.until = now;
    this.#add({ kind, from: now, until: null, detail });
  }

  /** @param {string} channel @param {number} seq @param {number} now milliseconds */
  skipped(channel, seq, now) {
    this.#add({ kind: "skipped", from: now, until: null, detail: `${channel} ${seq}` });
  }

  /** A skipped number came after all. @param {string} channel @param {number} seq @param {number} now */
  caughtUp(channel, seq, now) {
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

  /** @param {Stretch} stretch */
  #add(stretch) {
    this.stretches = [stretch, ...this.stretches].slice(0, MAX_STRETCHES);
  }
}

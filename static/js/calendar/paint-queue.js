/**
 * What changes is painted in slices, so that the page answers between them. Changes that arrive
 * together are painted once; the answer to an own call, which a person waits for, is painted at once.
 */

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {{event: CalendarEvent, by: string, left?: boolean}} Shown `by`: who made it glow, empty
 * for nobody; `left`: it is only seen off
 * @typedef {{upserted: Shown[], removed: string[]}} Painted
 */

/** So many are painted in one slice. */
const SLICE = 16;
/** The screen rests for so many times what the last slice took, when changes keep coming. */
const REST = 2;

export class PaintQueue {
  #paint;
  #later;
  /** The last word on each appointment, and who said it; null where it has gone. */
  /** @type {Map<string, Shown | null>} */
  #waiting = new Map();
  #asked = false;
  /** Until when the screen rests (milliseconds). */
  #rests = 0;

  /**
   * @param {(change: Painted) => void} paint
   * @param {(action: () => void, ms: number) => void} [later]
   */
  constructor(paint, later = (action, ms) => setTimeout(action, ms)) {
    this.#paint = paint;
    this.#later = later;
  }

  /** What other desks have changed. @param {Painted} change */
  add({ upserted, removed }) {
    for (const id of removed) this.#waiting.set(id, null);
    for (const shown of upserted) this.#waiting.set(String(shown.event.id), shown);
    if (this.#waiting.size) this.#ask(this.#rests - performance.now());
  }

  /** What a person waits for: the first slice of it is painted at once. @param {Painted} change */
  load({ upserted, removed }) {
    for (const id of removed) this.#waiting.delete(id);
    for (const { event } of upserted) this.#waiting.delete(String(event.id));
    this.#paint({ upserted: upserted.slice(0, SLICE), removed });
    for (const shown of upserted.slice(SLICE)) this.#waiting.set(String(shown.event.id), shown);
    if (this.#waiting.size) this.#ask(0);
  }

  /** What waits was for another screen. */
  forget() {
    this.#waiting.clear();
  }

  /** @param {number} ms */
  #ask(ms) {
    if (this.#asked) return;
    this.#asked = true;
    this.#later(() => this.#paintSlice(), Math.max(0, ms));
  }

  #paintSlice() {
    this.#asked = false;
    const began = performance.now();
    /** @type {Painted} */
    const slice = { upserted: [], removed: [] };
    for (const [id, shown] of [...this.#waiting].slice(0, SLICE)) {
      this.#waiting.delete(id);
      if (shown) slice.upserted.push(shown);
      else slice.removed.push(id);
    }
    if (slice.upserted.length || slice.removed.length) this.#paint(slice);
    const ended = performance.now();
    this.#rests = ended + REST * (ended - began);
    if (this.#waiting.size) this.#ask(0);
  }
}

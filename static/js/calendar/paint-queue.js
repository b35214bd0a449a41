/**
 * Changes that arrive within one frame are painted once, in it. What a person waits for, a load or
 * the answer to an own call, is painted at once, and everything that waited with it.
 */

import { messages } from "../messages.js";
import { ORIGIN_ID } from "../origin.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {Pick<import("../store.js").Change, "upserted" | "removed">} Painted
 */

/**
 * Paints what changes in the store; what another desk has changed glows with its name.
 * @param {import("../store.js").Store} store
 * @param {(change: Painted, by: string) => void} paint
 */
export function paintChanges(store, paint) {
  const queue = new PaintQueue(paint);
  store.on("change", (/** @type {import("../store.js").Change} */ change) => {
    const others = change.message && change.message.origin !== ORIGIN_ID;
    queue.add(change, others ? (change.message?.by?.name ?? messages.somebody) : "");
  });
}

export class PaintQueue {
  #paint;
  #nextFrame;
  /** The last word on each appointment, and who said it; null where it has gone. */
  /** @type {Map<string, {event: CalendarEvent | null, by: string}>} */
  #waiting = new Map();
  #asked = false;

  /**
   * @param {(change: Painted, by: string) => void} paint
   * @param {(action: () => void) => void} [nextFrame]
   */
  constructor(paint, nextFrame = (action) => requestAnimationFrame(action)) {
    this.#paint = paint;
    this.#nextFrame = nextFrame;
  }

  /** @param {import("../store.js").Change} change @param {string} by who glows, empty for nobody */
  add({ upserted, removed, message }, by) {
    for (const id of removed) this.#waiting.set(id, { event: null, by });
    for (const event of upserted) this.#waiting.set(String(event.id), { event, by });
    if (!message) this.flush();
    else if (!this.#asked) {
      this.#asked = true;
      this.#nextFrame(() => this.flush());
    }
  }

  /** Paints all that waits: one pass for each who caused some of it. */
  flush() {
    this.#asked = false;
    /** @type {Map<string, Painted>} */
    const passes = new Map();
    for (const [id, { event, by }] of this.#waiting) {
      const pass = passes.get(by) ?? { upserted: [], removed: [] };
      passes.set(by, pass);
      if (event) pass.upserted.push(event);
      else pass.removed.push(id);
    }
    this.#waiting.clear();
    for (const [by, pass] of passes) this.#paint(pass, by);
  }
}

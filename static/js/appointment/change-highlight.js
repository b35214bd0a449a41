/**
 * What another desk has just changed glows for a moment, with the name of who did it. Where many
 * glow at once, or less motion is asked for, the light stands still.
 */

export const GLOW_MS = 2_200;
/** More than these that fade at once are unrest. */
const MOVING = 8;

/** @typedef {{by: string, moving: boolean}} Light `by`: who changed it just now */

export class Glow {
  /** @type {Map<string, Light & {timer: ReturnType<typeof setTimeout>}>} */
  #lit = new Map();
  #tell;

  /** @param {(id: string) => void} tell told when a light goes out */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {string} id @param {string} by */
  light(id, by) {
    clearTimeout(this.#lit.get(id)?.timer);
    const timer = setTimeout(() => this.#end(id), GLOW_MS);
    this.#lit.set(id, { by, moving: this.#lit.size < MOVING, timer });
  }

  /** @param {string} id @returns {Light | null} */
  of(id) {
    return this.#lit.get(id) ?? null;
  }

  /** @param {string} id */
  #end(id) {
    this.#lit.delete(id);
    this.#tell(id);
  }
}

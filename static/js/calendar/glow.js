/**
 * What another desk has just changed glows for a moment, with the name of who did it; where less
 * motion is asked for, the style sheet lets it stand still.
 */

const GLOW_MS = 2_200;

export class Glow {
  /** @type {Map<string, {by: string, timer: ReturnType<typeof setTimeout>}>} */
  #lit = new Map();
  /** Those that have ended since the last frame. @type {string[]} */
  #ended = [];
  #repaint;

  /** @param {(ids: string[]) => void} repaint told of those that end within one frame together */
  constructor(repaint) {
    this.#repaint = repaint;
  }

  /** @param {string} id @param {string} by */
  light(id, by) {
    clearTimeout(this.#lit.get(id)?.timer);
    this.#lit.set(id, { by, timer: setTimeout(() => this.#end(id), GLOW_MS) });
  }

  /** @param {string} id @returns {string} who changed it just now, or empty */
  by(id) {
    return this.#lit.get(id)?.by ?? "";
  }

  /** @param {string} id */
  #end(id) {
    this.#lit.delete(id);
    if (this.#ended.push(id) > 1) return;
    requestAnimationFrame(() => this.#repaint(this.#ended.splice(0)));
  }
}

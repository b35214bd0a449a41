/**
 * What another desk has just changed glows for a moment, with the name of who did it; where less
 * motion is asked for, the style sheet lets it stand still.
 */

const GLOW_MS = 2_200;

export class Glow {
  /** @type {Map<string, {by: string, timer: ReturnType<typeof setTimeout>}>} */
  #lit = new Map();
  #repaint;

  /** @param {(id: string) => void} repaint */
  constructor(repaint) {
    this.#repaint = repaint;
  }

  /** @param {string} id @param {string} by */
  light(id, by) {
    clearTimeout(this.#lit.get(id)?.timer);
    const timer = setTimeout(() => {
      this.#lit.delete(id);
      this.#repaint(id);
    }, GLOW_MS);
    this.#lit.set(id, { by, timer });
  }

  /** @param {string} id @returns {string} who changed it just now, or empty */
  by(id) {
    return this.#lit.get(id)?.by ?? "";
  }
}

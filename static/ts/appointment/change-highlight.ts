/**
 * What another desk has just changed glows for a moment, with the name of who did it. Where many
 * glow at once, or less motion is asked for, the light stands still.
 */

export const GLOW_MS = 2_200;
/** More than these that fade at once are unrest. */
const MOVING = 8;

export interface Light {
  /** Who changed it just now. */
  by: string;
  moving: boolean;
}

export class Glow {
  #lit = new Map<string, Light & { timer: ReturnType<typeof setTimeout> }>();
  #tell: (id: string) => void;

  /** `tell` is called when a light goes out. */
  constructor(tell: (id: string) => void) {
    this.#tell = tell;
  }

  light(id: string, by: string) {
    clearTimeout(this.#lit.get(id)?.timer);
    const timer = setTimeout(() => this.#end(id), GLOW_MS);
    this.#lit.set(id, { by, moving: this.#lit.size < MOVING, timer });
  }

  of(id: string): Light | null {
    return this.#lit.get(id) ?? null;
  }

  #end(id: string) {
    this.#lit.delete(id);
    this.#tell(id);
  }
}

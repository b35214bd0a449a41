/**
 * What another desk has just changed glows for a moment, with the name of who did it. Where many
 * glow at once, or less motion is asked for, the light stands still.
 */

export const HIGHLIGHT_MS = 2_200;
/** More than these that fade at once are unrest. */
const MAX_ANIMATED = 8;

/** `by`: who changed it just now. */
export interface ChangeHighlight {
  by: string;
  animated: boolean;
}

export class ChangeHighlights {
  #highlighted = new Map<string, ChangeHighlight & { timer: ReturnType<typeof setTimeout> }>();
  #onEnd: (id: string) => void;

  /** `tell`: told when a light goes out. */
  constructor(onEnd: (id: string) => void) {
    this.#onEnd = onEnd;
  }

  add(id: string, by: string) {
    clearTimeout(this.#highlighted.get(id)?.timer);
    const timer = setTimeout(() => this.#end(id), HIGHLIGHT_MS);
    this.#highlighted.set(id, { by, animated: this.#highlighted.size < MAX_ANIMATED, timer });
  }

  of(id: string): ChangeHighlight | null {
    return this.#highlighted.get(id) ?? null;
  }

  #end(id: string) {
    this.#highlighted.delete(id);
    this.#onEnd(id);
  }
}

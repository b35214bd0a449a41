/**
 * The highlight of what another desk has just changed, with the name of its user. It is not
 * animated where many are highlighted at once.
 */

export const HIGHLIGHT_MS = 2_200;
/** More animations at once would distract. */
const MAX_ANIMATED = 8;

export interface ChangeHighlight {
  /** Who made the change. */
  by: string;
  animated: boolean;
}

export class ChangeHighlights {
  #highlighted = new Map<string, ChangeHighlight & { timer: ReturnType<typeof setTimeout> }>();
  #onEnd: (id: string) => void;

  /** `onEnd`: called when a highlight ends. */
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

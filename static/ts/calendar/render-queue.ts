/**
 * What changes is painted in slices, so that the page answers between them. Changes that arrive
 * together are painted once; the answer to an own call, which a person waits for, is painted at once.
 */
import type { CalendarEvent } from "../core/types.ts";

/** `by`: who made it glow, empty for nobody; `left`: it is only seen off. */
export interface Shown {
  event: CalendarEvent;
  by: string;
  leaving?: boolean;
}

export interface Painted {
  upserted: Shown[];
  removed: string[];
}

/** So many are painted in the first slice, so many in any, and as many as take so long (milliseconds). */
const FIRST = 8;
const FEWEST = 6;
const MOST = 32;
const AIM_MS = 10;
/** The screen rests for so many times what the last slice took, when changes keep coming. */
const REST = 2;
/** And for no less (milliseconds): each picture of the page costs as much as painting one appointment, or more. */
const LEAST_REST_MS = 50;

export class PaintQueue {
  #paint: (change: Painted) => void;
  #later: (action: () => void, ms: number) => void;
  /** The last word on each appointment, and who said it; null where it has gone. */
  #waiting = new Map<string, Shown | null>();
  #asked = false;
  /** Until when the screen rests (milliseconds). */
  #rests = 0;
  #length = FIRST;
  #now: () => number;

  /** `now`: milliseconds. */
  constructor(
    paint: (change: Painted) => void,
    later: (action: () => void, ms: number) => void = (action, ms) => setTimeout(action, ms),
    now: () => number = () => performance.now(),
  ) {
    this.#paint = paint;
    this.#later = later;
    this.#now = now;
  }

  /** What other desks have changed. */
  add({ upserted, removed }: Painted) {
    for (const id of removed) this.#waiting.set(id, null);
    for (const shown of upserted) this.#waiting.set(String(shown.event.id), shown);
    if (this.#waiting.size) this.#ask(this.#rests - this.#now());
  }

  /** What a person waits for: the first slice of it is painted at once. */
  load({ upserted, removed }: Painted) {
    for (const id of removed) this.#waiting.delete(id);
    for (const { event } of upserted) this.#waiting.delete(String(event.id));
    this.#paint({ upserted: upserted.slice(0, FIRST), removed });
    for (const shown of upserted.slice(FIRST)) this.#waiting.set(String(shown.event.id), shown);
    if (this.#waiting.size) this.#ask(0);
  }

  #ask(ms: number) {
    if (this.#asked) return;
    this.#asked = true;
    this.#later(() => this.#paintSlice(), Math.max(0, ms));
  }

  #paintSlice() {
    this.#asked = false;
    const began = this.#now();
    const slice: Painted = { upserted: [], removed: [] };
    for (const [id, shown] of [...this.#waiting].slice(0, this.#length)) {
      this.#waiting.delete(id);
      if (shown) slice.upserted.push(shown);
      else slice.removed.push(id);
    }
    if (slice.upserted.length || slice.removed.length) this.#paint(slice);
    const took = this.#now() - began;
    this.#rests = began + took + Math.max(REST * took, LEAST_REST_MS);
    const painted = slice.upserted.length + slice.removed.length;
    const fitting = Math.round((painted * AIM_MS) / Math.max(took, 1));
    if (painted === this.#length) this.#length = Math.min(Math.max(fitting, FEWEST), MOST);
    if (this.#waiting.size) this.#ask(0);
  }
}

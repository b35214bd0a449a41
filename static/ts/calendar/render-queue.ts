/**
 * Renders changes in slices, so that the page stays responsive between them. Changes that arrive
 * together are coalesced; answers to the user's own calls are rendered at once.
 */
import type { CalendarEvent } from "../core/types.ts";

export interface RenderItem {
  event: CalendarEvent;
  /** Who else has just changed it, to be highlighted; else empty. */
  by: string;
  /** Removed from the view; shown only while it fades out. */
  leaving?: boolean;
}

export interface RenderBatch {
  upserted: RenderItem[];
  /** Ids. */
  removed: string[];
}

/** Appointments per slice: the first slice, and the least and the most of any later one. */
const FIRST = 8;
const FEWEST = 6;
const MOST = 32;
/** The time budget of a slice (milliseconds); later slices are sized by what the last one took. */
const BUDGET_MS = 10;
/** After a slice of other users' changes: the pause is this many times the last slice's time. */
const PAUSE_FACTOR = 2;
/** The shortest pause (milliseconds). A frame costs at least as much as rendering one appointment. */
const MIN_PAUSE_MS = 50;

export class RenderQueue {
  #render: (batch: RenderBatch) => void;
  #later: (action: () => void, ms: number) => void;
  /** The newest state of each waiting appointment, by id; null where it is to be removed. */
  #waiting = new Map<string, RenderItem | null>();
  #scheduled = false;
  /** Until when to pause (milliseconds). */
  #pausedUntil = 0;
  #sliceLength = FIRST;
  #now: () => number;

  /** `later`, `now` (milliseconds): replaced by tests. */
  constructor(
    render: (batch: RenderBatch) => void,
    later: (action: () => void, ms: number) => void = (action, ms) => setTimeout(action, ms),
    now: () => number = () => performance.now(),
  ) {
    this.#render = render;
    this.#later = later;
    this.#now = now;
  }

  /** Queues other users' changes. */
  add({ upserted, removed }: RenderBatch) {
    for (const id of removed) this.#waiting.set(id, null);
    for (const item of upserted) this.#waiting.set(String(item.event.id), item);
    if (this.#waiting.size) this.#schedule(this.#pausedUntil - this.#now());
  }

  /** Renders what the user waits for: the first slice at once, the rest without a pause. */
  renderNow({ upserted, removed }: RenderBatch) {
    for (const id of removed) this.#waiting.delete(id);
    for (const { event } of upserted) this.#waiting.delete(String(event.id));
    this.#render({ upserted: upserted.slice(0, FIRST), removed });
    for (const item of upserted.slice(FIRST)) this.#waiting.set(String(item.event.id), item);
    if (this.#waiting.size) this.#schedule(0);
  }

  #schedule(ms: number) {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#later(() => this.#renderSlice(), Math.max(0, ms));
  }

  #renderSlice() {
    this.#scheduled = false;
    const began = this.#now();
    const slice: RenderBatch = { upserted: [], removed: [] };
    for (const [id, item] of [...this.#waiting].slice(0, this.#sliceLength)) {
      this.#waiting.delete(id);
      if (item) slice.upserted.push(item);
      else slice.removed.push(id);
    }
    if (slice.upserted.length || slice.removed.length) this.#render(slice);
    const took = this.#now() - began;
    this.#pausedUntil = began + took + Math.max(PAUSE_FACTOR * took, MIN_PAUSE_MS);
    const rendered = slice.upserted.length + slice.removed.length;
    const fitting = Math.round((rendered * BUDGET_MS) / Math.max(took, 1));
    if (rendered === this.#sliceLength) {
      this.#sliceLength = Math.min(Math.max(fitting, FEWEST), MOST);
    }
    if (this.#waiting.size) this.#schedule(0);
  }
}

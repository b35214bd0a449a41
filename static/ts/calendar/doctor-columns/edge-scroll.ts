/** Scrolls a container while something is dragged near one of its edges. */

/** The distance from an edge at which scrolling starts (pixels). */
const NEAR_PX = 40;
/** The speed at the edge itself (pixels per millisecond). */
const MAX_SPEED = 0.9;

export class EdgeScroll {
  #scroller: HTMLElement;
  #covered: () => [number, number];
  #onScroll: () => void;
  #frame = 0;
  #speed = { left: 0, top: 0 };
  /** The visible part of the container during a drag (pixels in the window), else null. */
  #visible: { left: number; right: number; top: number; bottom: number } | null = null;
  /** When tracking began to scroll (milliseconds). */
  #since = 0;

  /**
   * `covered`: pixels that sticky content covers at the top and at the inline start; `onScroll`:
   * called after each step.
   */
  constructor(scroller: HTMLElement, covered: () => [number, number], onScroll: () => void) {
    this.#scroller = scroller;
    this.#covered = covered;
    this.#onScroll = onScroll;
  }

  begin() {
    const { left, right, top, bottom } = this.#scroller.getBoundingClientRect();
    const [head, axis] = this.#covered();
    const isRightToLeft = getComputedStyle(this.#scroller).direction === "rtl";
    const sides = isRightToLeft ? { left, right: right - axis } : { left: left + axis, right };
    this.#visible = { ...sides, top: top + head, bottom };
  }

  /** Scrolls in the next frame if the pointer is near an edge. `x`, `y`: pixels in the window. */
  track({ x, y }: { x: number; y: number }) {
    if (!this.#visible) return;
    const { left, right, top, bottom } = this.#visible;
    this.#speed = { left: speed(x - left, right - x), top: speed(y - top, bottom - y) };
    if (!this.#speed.left && !this.#speed.top) return;
    this.#since = this.#frame ? this.#since : performance.now();
    this.#frame ||= requestAnimationFrame((now) => this.#step(now));
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#visible = null;
  }

  /** `now`: milliseconds. */
  #step(now: number) {
    this.#frame = 0;
    const elapsed = Math.max(now - this.#since, 1);
    const { scrollLeft, scrollTop } = this.#scroller;
    this.#scroller.scrollBy(this.#speed.left * elapsed, this.#speed.top * elapsed);
    const scrolled =
      this.#scroller.scrollLeft !== scrollLeft || this.#scroller.scrollTop !== scrollTop;
    if (scrolled) this.#onScroll();
  }
}

/** `before`, `after`: pixels to the two edges. Returns pixels per millisecond, negative towards the first. */
function speed(before: number, after: number) {
  const near = Math.min(before, after);
  if (near >= NEAR_PX) return 0;
  const fast = ((NEAR_PX - Math.max(near, 0)) / NEAR_PX) * MAX_SPEED;
  return before < after ? -fast : fast;
}

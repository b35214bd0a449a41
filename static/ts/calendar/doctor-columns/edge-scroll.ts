/** What is dragged towards an edge of what scrolls moves it on. */

/** So near an edge (pixels), and at most so fast (pixels a millisecond). */
const NEAR_PX = 40;
const FASTEST = 0.9;

export class EdgeScroll {
  #scroller: HTMLElement;
  #covered: () => [number, number];
  #onScroll: () => void;
  #frame = 0;
  #speed = { left: 0, top: 0 };
  /** What is seen of the columns, while something is dragged. */
  #room: { left: number; right: number; top: number; bottom: number } | null = null;
  /** When it moved last (milliseconds). */
  #moved = 0;

  /** `covered` is in pixels, at the top and at the beginning of the lines. */
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
    this.#room = { ...sides, top: top + head, bottom };
  }

  lean({ x, y }: { x: number; y: number }) {
    if (!this.#room) return;
    const { left, right, top, bottom } = this.#room;
    this.#speed = { left: pull(x - left, right - x), top: pull(y - top, bottom - y) };
    if (!this.#speed.left && !this.#speed.top) return;
    this.#moved = this.#frame ? this.#moved : performance.now();
    this.#frame ||= requestAnimationFrame((now) => this.#step(now));
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#room = null;
  }

  #step(now: number) {
    this.#frame = 0;
    const gone = Math.max(now - this.#moved, 1);
    const { scrollLeft, scrollTop } = this.#scroller;
    this.#scroller.scrollBy(this.#speed.left * gone, this.#speed.top * gone);
    const moved =
      this.#scroller.scrollLeft !== scrollLeft || this.#scroller.scrollTop !== scrollTop;
    if (moved) this.#onScroll();
  }
}

/** By the pixels to the edge before it and to the one after it. */
function pull(before: number, after: number) {
  const near = Math.min(before, after);
  if (near >= NEAR_PX) return 0;
  const speed = ((NEAR_PX - Math.max(near, 0)) / NEAR_PX) * FASTEST;
  return before < after ? -speed : speed;
}

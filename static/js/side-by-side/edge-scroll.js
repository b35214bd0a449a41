/** What is dragged towards an edge of what scrolls moves it on. */

/** So near an edge (pixels), and at most so fast (pixels a frame). */
const NEAR_PX = 48;
const MOST_PX = 14;

export class EdgeScroll {
  #scroller;
  #onScroll;
  #frame = 0;
  #speed = { left: 0, top: 0 };
  /** @type {DOMRect | null} while something is dragged */
  #room = null;

  /** @param {HTMLElement} scroller @param {() => void} onScroll told after each step */
  constructor(scroller, onScroll) {
    this.#scroller = scroller;
    this.#onScroll = onScroll;
  }

  begin() {
    this.#room = this.#scroller.getBoundingClientRect();
  }

  /** @param {{x: number, y: number}} pointer */
  lean({ x, y }) {
    if (!this.#room) return;
    const { left, right, top, bottom } = this.#room;
    this.#speed = { left: pull(x - left, right - x), top: pull(y - top, bottom - y) };
    if (this.#speed.left || this.#speed.top)
      this.#frame ||= requestAnimationFrame(() => this.#step());
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#room = null;
  }

  #step() {
    this.#frame = 0;
    const { scrollLeft, scrollTop } = this.#scroller;
    this.#scroller.scrollBy(this.#speed);
    const moved =
      this.#scroller.scrollLeft !== scrollLeft || this.#scroller.scrollTop !== scrollTop;
    if (moved) this.#onScroll();
  }
}

/** @param {number} before pixels to the edge before it @param {number} after to the one after it */
function pull(before, after) {
  const near = Math.min(before, after);
  if (near >= NEAR_PX) return 0;
  const speed = Math.ceil(((NEAR_PX - Math.max(near, 0)) / NEAR_PX) * MOST_PX);
  return before < after ? -speed : speed;
}

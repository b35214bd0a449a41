/**
 * A hand in the columns, with a mouse, a pen or a finger: it moves an appointment, stretches it, or
 * draws a length of empty time. Escape lets go. A finger holds first: at once, it scrolls.
 */
import { EdgeScroll } from "./edge-scroll.js";
import { Ghost } from "./ghost.js";
import { openFrom } from "./opening.js";
import { drawn, isAtEdge, moved, stretched } from "./grasp.js";

/** Less is a click (pixels). */
const STILL_PX = 6;
/** As long as phones take for a long press. */
const HOLD_MS = 500;

/**
 * @typedef {import("./columns.js").Span} Span
 * @typedef {import("./grasp.js").Point} Point
 *
 * @typedef {object} DragParts
 * @property {(column: number) => HTMLElement} lane
 * @property {(id: string) => Span | null} hold where an appointment stands that may be moved
 * @property {(span: Span) => string} times
 * @property {(id: string, span: Span) => void} onMove
 * @property {(span: Span) => void} onDraw
 *
 * @typedef {import("./opening.js").OpeningParts & DragParts} HandParts
 *
 * @typedef {object} Press
 * @property {PointerEvent} began
 * @property {Point} grabbed
 * @property {HTMLElement | null} visit null for empty time
 * @property {Span | null} was
 * @property {typeof moved} becomes
 * @property {Ghost | null} ghost while it is a drag
 * @property {Span | null} span what the drag would make of it
 * @property {boolean} letGo
 * @property {ReturnType<typeof setTimeout> | undefined} holding a finger's wait
 */

export class Hand {
  #parts;
  /** @type {Press | null} */
  #press = null;
  /** The click that follows a drag belongs to it. */
  #spent = false;
  #edges;
  /** Where the pointer was last. */
  #last = { x: 0, y: 0 };

  /** @param {HandParts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { scroller } = parts;
    openFrom(parts, () => this.#spent);
    this.#edges = new EdgeScroll(scroller, () => this.#follow());
    scroller.addEventListener("pointerdown", (event) => this.#begin(event));
    scroller.addEventListener("pointermove", (event) => this.#move(event));
    scroller.addEventListener("pointerup", () => this.#end());
    scroller.addEventListener("pointercancel", () => this.drop());
    scroller.addEventListener("contextmenu", (event) => this.#isFinger && event.preventDefault());
    scroller.addEventListener(
      "touchmove",
      (event) => this.#press?.ghost && event.preventDefault(),
      {
        passive: false,
      },
    );
    addEventListener("keydown", (event) => this.#letGo(event), { capture: true });
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    const target = /** @type {Element} */ (event.target);
    if (this.#press || event.button !== 0 || !event.isPrimary) return;
    if (!target.closest(".time-lane")) return;
    const visit = /** @type {HTMLElement | null} */ (target.closest(".visit"));
    const was = visit && this.#parts.hold(visit.dataset.visit ?? "");
    if (visit ? !was : !this.#parts.mayBook) return;
    const { clientX: x, clientY: y } = event;
    this.#last = { x, y };
    this.#press = {
      began: event,
      grabbed: this.#parts.at(x, y),
      visit,
      was,
      becomes: visit && isAtEdge(visit, y) ? stretched : moved,
      ghost: null,
      span: null,
      letGo: false,
      holding: undefined,
    };
    if (this.#isFinger) this.#press.holding = setTimeout(() => this.#take(), HOLD_MS);
  }

  get #isFinger() {
    return this.#press?.began.pointerType === "touch";
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const press = this.#press;
    if (!press) return this.#showEdge(event);
    if (!event.buttons) return this.drop(); // it was released outside
    const { clientX: x, clientY: y } = event;
    this.#last = { x, y };
    const { began, ghost, holding } = press;
    if (ghost) return this.#follow();
    if (press.letGo || Math.hypot(x - began.clientX, y - began.clientY) < STILL_PX) return;
    if (holding) this.drop();
    else this.#take();
  }

  /** A press becomes a drag. */
  #take() {
    const press = this.#press;
    if (!press) return;
    press.holding = undefined;
    press.ghost = new Ghost(press.visit);
    this.#parts.scroller.setPointerCapture(press.began.pointerId);
    this.#edges.begin();
    this.#follow();
  }

  #follow() {
    const press = this.#press;
    const { at, lane, times } = this.#parts;
    if (!press?.ghost) return;
    this.#edges.lean(this.#last);
    const now = at(this.#last.x, this.#last.y);
    const { was, grabbed, becomes } = press;
    press.span = was ? becomes(was, grabbed, now) : drawn(grabbed, now);
    press.ghost.show(lane(press.span.column), press.span, times(press.span));
  }

  #end() {
    const press = this.#press;
    this.drop();
    if (!press) return;
    const { ghost, span, was, visit, letGo } = press;
    if (ghost || letGo) this.#spend();
    if (!ghost || !span || letGo) return;
    if (!visit || !was) this.#parts.onDraw(span);
    else if (!same(was, span)) this.#parts.onMove(visit.dataset.visit ?? "", span);
  }

  /** Nothing comes of what the hand was about to do. */
  drop() {
    clearTimeout(this.#press?.holding);
    this.#press?.ghost?.remove();
    this.#edges.end();
    this.#press = null;
  }

  #spend() {
    this.#spent = true;
    setTimeout(() => (this.#spent = false));
  }

  /** @param {KeyboardEvent} event */
  #letGo(event) {
    const press = this.#press;
    if (event.key !== "Escape" || !press) return;
    event.stopImmediatePropagation();
    press.ghost?.remove();
    this.#edges.end();
    press.ghost = null;
    press.letGo = true;
  }

  /** The pointer says that an edge can be taken hold of. @param {PointerEvent} event */
  #showEdge({ target, clientY }) {
    const visit = /** @type {Element} */ (target).closest?.(".visit[data-movable]");
    visit?.toggleAttribute("data-edge", isAtEdge(visit, clientY));
  }
}

/** @param {Span} one @param {Span} other */
function same(one, other) {
  return one.column === other.column && one.from === other.from && one.to === other.to;
}

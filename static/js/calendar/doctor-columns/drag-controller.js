/**
 * A hand in the columns, with a mouse, a pen or a finger: it moves an appointment, stretches it, or
 * draws a length of empty time. Escape lets go. A finger holds first: at once, it scrolls.
 */
import { EdgeScroll } from "./edge-scroll.js";
import { Ghost } from "./drag-preview.js";
import { openFrom } from "./opening.js";
import { drawn, isAtEdge, moved, stretched } from "./drag-math.js";

/** Less is a click (pixels). */
const STILL_PX = 6;
/** As long as phones take for a long press. */
const HOLD_MS = 500;

/**
 * @typedef {import("./columns.js").Span} Span
 * @typedef {import("./drag-math.js").Point} Point
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {{event: CalendarEvent, span: Span}} Held
 *
 * @typedef {object} DragParts
 * @property {() => [number, number]} covered pixels at the top and at the beginning of its lines
 * that its heads and hours cover
 * @property {(column: number) => HTMLElement} lane
 * @property {(id: string) => Held | null} hold an appointment that may be moved
 * @property {(span: Span) => string} times
 * @property {(event: CalendarEvent, span: Span) => void} onMove
 * @property {(span: Span) => void} onDraw
 *
 * @typedef {import("./opening.js").OpeningParts & DragParts} HandParts
 *
 * @typedef {object} Press
 * @property {PointerEvent} began
 * @property {Point} grabbed
 * @property {HTMLElement | null} visit null for empty time
 * @property {Held | null} held as it was then, whatever others make of it meanwhile
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
    const { scroller, covered } = parts;
    openFrom(parts, () => this.#spent);
    this.#edges = new EdgeScroll(scroller, covered, () => this.#follow());
    scroller.addEventListener("pointerdown", (event) => this.#begin(event));
    scroller.addEventListener("pointermove", (event) => this.#move(event));
    scroller.addEventListener("pointerup", (event) => this.#isOurs(event) && this.#end());
    scroller.addEventListener("pointercancel", (event) => this.#isOurs(event) && this.drop());
    // A finger's first element loses it to the columns: that is no end.
    scroller.addEventListener("lostpointercapture", (event) => {
      if (event.target === scroller && this.#isOurs(event)) this.drop();
    });
    scroller.addEventListener("contextmenu", (event) => this.#isFinger && event.preventDefault());
    const hold = (/** @type {Event} */ event) => this.#press?.ghost && event.preventDefault();
    scroller.addEventListener("touchmove", hold, { passive: false });
    addEventListener("keydown", (event) => this.#letGo(event), { capture: true });
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    this.#spent = false; // a busy page may hear of this press before the drag's timer
    const target = /** @type {Element} */ (event.target);
    if (this.#press || event.button !== 0 || !event.isPrimary) return;
    if (!target.closest(".time-lane")) return;
    const visit = /** @type {HTMLElement | null} */ (target.closest(".visit"));
    const held = visit && this.#parts.hold(visit.dataset.visit ?? "");
    if (visit ? !held : !this.#parts.mayBook) return;
    const { clientX: x, clientY: y } = event;
    this.#last = { x, y };
    this.#press = {
      began: event,
      grabbed: this.#parts.at(x, y),
      visit,
      held,
      becomes: visit && isAtEdge(visit, y) ? stretched : moved,
      ghost: null,
      span: null,
      letGo: false,
      holding: undefined,
    };
    if (this.#isFinger) this.#press.holding = setTimeout(() => this.#take(), HOLD_MS);
  }

  /** Another finger is none of it. @param {PointerEvent} event */
  #isOurs({ pointerId }) {
    return this.#press?.began.pointerId === pointerId;
  }

  get #isFinger() {
    return this.#press?.began.pointerType === "touch";
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const press = this.#press;
    if (!press) return this.#showEdge(event);
    if (!this.#isOurs(event)) return;
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
    const { held, grabbed, becomes } = press;
    press.span = held ? becomes(held.span, grabbed, now) : drawn(grabbed, now);
    press.ghost.show(lane(press.span.column), press.span, times(press.span));
  }

  #end() {
    const press = this.#press;
    this.drop();
    if (!press) return;
    const { ghost, span, held, letGo } = press;
    if (ghost || letGo) this.#spend();
    if (!ghost || !span || letGo) return;
    if (!held) this.#parts.onDraw(span);
    else if (!same(held.span, span)) this.#parts.onMove(held.event, span);
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
    clearTimeout(press.holding);
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

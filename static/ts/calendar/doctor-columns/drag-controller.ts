/**
 * A hand in the columns, with a mouse, a pen or a finger: it moves an appointment, stretches it, or
 * draws a length of empty time. Escape lets go. A finger holds first: at once, it scrolls.
 */
import { EdgeScroll } from "./edge-scroll.ts";
import { Ghost } from "./drag-preview.ts";
import { openFrom, type OpeningParts } from "./opening.ts";
import { drawn, isAtEdge, moved, stretched, type Point } from "./drag-math.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Span } from "./columns.ts";

/** Less is a click (pixels). */
const STILL_PX = 6;
/** As long as phones take for a long press. */
const HOLD_MS = 500;

export interface Held {
  event: CalendarEvent;
  span: Span;
}

interface DragParts {
  /** Pixels at the top and at the beginning of its lines that its heads and hours cover. */
  covered: () => [number, number];
  lane: (column: number) => HTMLElement;
  /** An appointment that may be moved. */
  hold: (id: string) => Held | null;
  times: (span: Span) => string;
  onMove: (event: CalendarEvent, span: Span) => void;
  onDraw: (span: Span) => void;
}

type HandParts = OpeningParts & DragParts;

interface Press {
  began: PointerEvent;
  grabbed: Point;
  /** Null for empty time. */
  appointment: HTMLElement | null;
  /** As it was then, whatever others make of it meanwhile. */
  held: Held | null;
  becomes: typeof moved;
  /** While it is a drag. */
  ghost: Ghost | null;
  /** What the drag would make of it. */
  span: Span | null;
  letGo: boolean;
  /** A finger's wait. */
  holding: ReturnType<typeof setTimeout> | undefined;
}

export class Hand {
  #parts: HandParts;
  #press: Press | null = null;
  /** The click that follows a drag belongs to it. */
  #spent = false;
  #edges: EdgeScroll;
  /** Where the pointer was last. */
  #last = { x: 0, y: 0 };

  constructor(parts: HandParts) {
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
    const hold = (event: Event) => this.#press?.ghost && event.preventDefault();
    scroller.addEventListener("touchmove", hold, { passive: false });
    addEventListener("keydown", (event) => this.#letGo(event), { capture: true });
  }

  #begin(event: PointerEvent) {
    this.#spent = false; // a busy page may hear of this press before the drag's timer
    const target = event.target as Element;
    if (this.#press || event.button !== 0 || !event.isPrimary) return;
    if (!target.closest(".time-lane")) return;
    const appointment = target.closest<HTMLElement>(".appointment");
    const held = appointment && this.#parts.hold(appointment.dataset.appointment ?? "");
    if (appointment ? !held : !this.#parts.mayBook) return;
    const { clientX: x, clientY: y } = event;
    this.#last = { x, y };
    this.#press = {
      began: event,
      grabbed: this.#parts.at(x, y),
      appointment,
      held,
      becomes: appointment && isAtEdge(appointment, y) ? stretched : moved,
      ghost: null,
      span: null,
      letGo: false,
      holding: undefined,
    };
    if (this.#isFinger) this.#press.holding = setTimeout(() => this.#take(), HOLD_MS);
  }

  /** Another finger is none of it. */
  #isOurs({ pointerId }: PointerEvent) {
    return this.#press?.began.pointerId === pointerId;
  }

  get #isFinger() {
    return this.#press?.began.pointerType === "touch";
  }

  #move(event: PointerEvent) {
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
    press.ghost = new Ghost(press.appointment);
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

  #letGo(event: KeyboardEvent) {
    const press = this.#press;
    if (event.key !== "Escape" || !press) return;
    event.stopImmediatePropagation();
    clearTimeout(press.holding);
    press.ghost?.remove();
    this.#edges.end();
    press.ghost = null;
    press.letGo = true;
  }

  /** The pointer says that an edge can be taken hold of. */
  #showEdge({ target, clientY }: PointerEvent) {
    const appointment = (target as Element).closest?.(".appointment[data-movable]");
    appointment?.toggleAttribute("data-edge", isAtEdge(appointment, clientY));
  }
}

function same(one: Span, other: Span) {
  return one.column === other.column && one.from === other.from && one.to === other.to;
}

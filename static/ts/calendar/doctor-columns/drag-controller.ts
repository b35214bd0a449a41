/**
 * Dragging in the doctors' columns, by mouse, pen or touch: moves or stretches an appointment, or
 * selects empty time. Escape cancels. A touch drags after a long press; before that it scrolls.
 */
import { DragPreview } from "./drag-preview.ts";
import { EdgeScroll } from "./edge-scroll.ts";
import { openFrom, type OpeningParts } from "./opening.ts";
import { isAtEdge, moved, selected, stretched, type Point } from "./drag-math.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Span } from "./columns.ts";

/** A shorter movement is a click (pixels). */
const CLICK_PX = 6;
/** The length of a long press on phones (milliseconds). */
const LONG_PRESS_MS = 500;

/** An appointment as it was when its drag began. */
export interface DragSource {
  event: CalendarEvent;
  span: Span;
}

interface DragParts {
  /** Pixels that the sticky heads (top) and hours (inline start) cover. */
  covered: () => [number, number];
  columnElement: (column: number) => HTMLElement;
  /** Whether an appointment can be dropped there; dragged over another column it goes back. */
  takes: (column: number) => boolean;
  /** Returns null for an appointment that this user may not reschedule. */
  dragSource: (id: string) => DragSource | null;
  times: (span: Span) => string;
  onReschedule: (event: CalendarEvent, span: Span) => void;
  onSelect: (span: Span) => void;
}

type DragControllerParts = OpeningParts & DragParts;

/** From pointerdown to pointerup. */
interface Press {
  began: PointerEvent;
  grabbed: Point;
  /** Null on empty time. */
  appointment: HTMLElement | null;
  source: DragSource | null;
  transform: typeof moved;
  /** Set once the press is a drag. */
  preview: DragPreview | null;
  /** Where a release would put it. */
  span: Span | null;
  cancelled: boolean;
  /** Runs during a long press. */
  longPress: ReturnType<typeof setTimeout> | undefined;
}

export class DragController {
  #parts: DragControllerParts;
  #press: Press | null = null;
  /** Whether the next click is the end of a drag. */
  #endedDrag = false;
  #edges: EdgeScroll;
  /** The pointer's last position in the window. */
  #last = { x: 0, y: 0 };

  constructor(parts: DragControllerParts) {
    this.#parts = parts;
    const { scroller, covered } = parts;
    openFrom(parts, () => this.#endedDrag);
    this.#edges = new EdgeScroll(scroller, covered, () => this.#update());
    scroller.addEventListener("pointerdown", (event) => this.#begin(event));
    scroller.addEventListener("pointermove", (event) => this.#move(event));
    scroller.addEventListener("pointerup", (event) => this.#isOurs(event) && this.#end());
    scroller.addEventListener("pointercancel", (event) => this.#isOurs(event) && this.cancel());
    // setPointerCapture takes the pointer from the element that was touched; only losing it again ends the drag.
    scroller.addEventListener("lostpointercapture", (event) => {
      if (event.target === scroller && this.#isOurs(event)) this.cancel();
    });
    scroller.addEventListener("contextmenu", (event) => this.#isTouch && event.preventDefault());
    const keepFromScrolling = (event: Event) => this.#press?.preview && event.preventDefault();
    scroller.addEventListener("touchmove", keepFromScrolling, { passive: false });
    addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
  }

  #begin(event: PointerEvent) {
    this.#endedDrag = false; // on a busy page this press may come before the last drag's timer
    const target = event.target as Element;
    if (this.#press || event.button !== 0 || !event.isPrimary) return;
    if (!target.closest(".time-column")) return;
    const appointment = target.closest<HTMLElement>(".appointment");
    const source = appointment && this.#parts.dragSource(appointment.dataset.appointment ?? "");
    if (appointment ? !source : !this.#parts.mayBook) return;
    const { clientX: x, clientY: y } = event;
    this.#last = { x, y };
    this.#press = {
      began: event,
      grabbed: this.#parts.at(x, y),
      appointment,
      source,
      transform: appointment && isAtEdge(appointment, y) ? stretched : moved,
      preview: null,
      span: null,
      cancelled: false,
      longPress: undefined,
    };
    if (this.#isTouch) this.#press.longPress = setTimeout(() => this.#startDrag(), LONG_PRESS_MS);
  }

  /** False for a second finger. */
  #isOurs({ pointerId }: PointerEvent) {
    return this.#press?.began.pointerId === pointerId;
  }

  get #isTouch() {
    return this.#press?.began.pointerType === "touch";
  }

  #move(event: PointerEvent) {
    const press = this.#press;
    if (!press) return this.#markEdge(event);
    if (!this.#isOurs(event)) return;
    if (!event.buttons) return this.cancel(); // released outside the window
    const { clientX: x, clientY: y } = event;
    this.#last = { x, y };
    const { began, preview, longPress } = press;
    if (preview) return this.#update();
    if (press.cancelled || Math.hypot(x - began.clientX, y - began.clientY) < CLICK_PX) return;
    if (longPress) this.cancel();
    else this.#startDrag();
  }

  #startDrag() {
    const press = this.#press;
    if (!press) return;
    press.longPress = undefined;
    press.preview = new DragPreview(press.appointment);
    this.#parts.scroller.setPointerCapture(press.began.pointerId);
    this.#edges.begin();
    this.#update();
  }

  /** Draws the preview where the pointer is. */
  #update() {
    const press = this.#press;
    const { at, columnElement, takes, times } = this.#parts;
    if (!press?.preview) return;
    this.#edges.track(this.#last);
    const now = at(this.#last.x, this.#last.y);
    const { source, grabbed, transform } = press;
    press.span = source ? transform(source.span, grabbed, now) : selected(grabbed, now);
    if (source && !takes(press.span.column)) press.span = source.span;
    press.preview.show(columnElement(press.span.column), press.span, times(press.span));
  }

  #end() {
    const press = this.#press;
    this.cancel();
    if (!press) return;
    const { preview, span, source, cancelled } = press;
    if (preview || cancelled) this.#ignoreClick();
    if (!preview || !span || cancelled) return;
    if (!source) this.#parts.onSelect(span);
    else if (!same(source.span, span)) this.#parts.onReschedule(source.event, span);
  }

  /** Cancels the gesture. */
  cancel() {
    this.#stop();
    this.#press = null;
  }

  /** Removes the preview and the timers of the present press. */
  #stop() {
    clearTimeout(this.#press?.longPress);
    this.#press?.preview?.remove();
    this.#edges.end();
  }

  /** The browser sends a click after a drag's pointerup. */
  #ignoreClick() {
    this.#endedDrag = true;
    setTimeout(() => (this.#endedDrag = false));
  }

  /** After Escape the press stays until pointerup, so that its click is ignored. */
  #onKey(event: KeyboardEvent) {
    const press = this.#press;
    if (event.key !== "Escape" || !press) return;
    event.stopImmediatePropagation();
    this.#stop();
    press.preview = null;
    press.cancelled = true;
  }

  /**
   * Marks an appointment (`data-edge`) while the pointer is on its lower edge; the style sheet changes
   * the cursor.
   */
  #markEdge({ target, clientY }: PointerEvent) {
    const appointment = (target as Element).closest?.(".appointment[data-movable]");
    appointment?.toggleAttribute("data-edge", isAtEdge(appointment, clientY));
  }
}

function same(one: Span, other: Span) {
  return one.column === other.column && one.from === other.from && one.to === other.to;
}

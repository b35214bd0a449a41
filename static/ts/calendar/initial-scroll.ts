/** Scrolls to what a person looks for first: the appointment of the address, or in a list today's next. */
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { AppointmentStore } from "../realtime/appointment-store.ts";
import type { ViewState } from "./url-state.ts";

/** The longest time for which the target is kept in view while appointments are still rendered. */
const KEEP_MS = 8_000;
/** Any of these ends it: the user scrolls or works now. */
const USER_INPUT = ["wheel", "pointerdown", "touchmove", "keydown"];

interface InitialScrollParts {
  /** Contains the calendar. */
  root: HTMLElement;
  store: AppointmentStore;
  clock: Clock;
  /** At construction, `open` is the appointment that the address names. */
  state: ViewState;
  /** Scrolls a view that is no list to today. */
  scrollToToday: () => void;
}

export class InitialScroll {
  #parts: InitialScrollParts;
  #opened: string;
  #rangeChanged = true;
  #stop = () => {};

  constructor(parts: InitialScrollParts) {
    this.#parts = parts;
    this.#opened = parts.state.open;
  }

  /** Called when the visible range changes; scrolling waits for the appointments. */
  onRange() {
    this.#rangeChanged = true;
    this.#stop();
  }

  /** Called when the appointments are loaded. */
  onLoaded() {
    const opened = this.#opened;
    if (opened && this.#parts.store.get(opened)) this.#keep(opened, toMiddle);
    else if (this.#rangeChanged) this.scrollToNext();
    this.#opened = "";
    this.#rangeChanged = false;
  }

  /** Scrolls a list to the next appointment of today, other views to today. */
  scrollToNext() {
    const { store, clock, state, scrollToToday } = this.#parts;
    const next = state.view === "list" ? nextToday(store.all(), clock, Date.now()) : null;
    if (next) this.#keep(next, toBelowHeading);
    else if (store.size) scrollToToday();
  }

  /**
   * Keeps an appointment in view until all are rendered, the user takes over, or KEEP_MS have
   * passed. `gap`: pixels by which a frame has to scroll down.
   */
  #keep(id: string, gap: (node: Element, frame: Element) => number) {
    this.#stop();
    const { root } = this.#parts;
    const scroll = () => {
      const found = [...root.querySelectorAll(`[data-appointment="${CSS.escape(id)}"]`)];
      const node = found.find((each) => each.checkVisibility());
      if (node) scrollFrames(node, root, gap);
    };
    const observer = new MutationObserver(() => requestAnimationFrame(scroll));
    const additions = { childList: true, subtree: true, attributeFilter: ["data-appointment"] };
    const until = new AbortController();
    this.#stop = () => {
      observer.disconnect();
      until.abort();
    };
    observer.observe(root, additions);
    for (const name of USER_INPUT) {
      addEventListener(name, this.#stop, { signal: until.signal, capture: true, passive: true });
    }
    setTimeout(this.#stop, KEEP_MS);
    scroll();
  }
}

/** The id of the first appointment of today that has not ended, or null. `now`: milliseconds. */
export function nextToday(rows: CalendarEvent[], clock: Clock, now: number) {
  const today = clock.date(now);
  const left = rows.filter(
    ({ start, end }) => clock.date(start) === today && Date.parse(end) > now,
  );
  left.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
  return left.length ? String(left[0].id) : null;
}

/** Scrolls the frames around a node, never the window: the user could not scroll that back. */
function scrollFrames(
  node: Element,
  root: HTMLElement,
  gap: (node: Element, frame: Element) => number,
) {
  for (let frame = node.parentElement; frame && root.contains(frame); frame = frame.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(frame);
    if (overflowY === "auto" || overflowY === "scroll") frame.scrollTop += gap(node, frame);
    if (overflowX === "auto" || overflowX === "scroll") frame.scrollLeft += sideways(node, frame);
  }
}

function toMiddle(node: Element, frame: Element) {
  const [box, room] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  return (box.top + box.bottom - room.top - room.bottom) / 2;
}

/** To just below the day's sticky heading. */
function toBelowHeading(node: Element, frame: Element) {
  const head = node.closest(".list-day")?.firstElementChild?.getBoundingClientRect().height ?? 0;
  return node.getBoundingClientRect().top - frame.getBoundingClientRect().top - head;
}

function sideways(node: Element, frame: Element) {
  const [box, room] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (box.left >= room.left && box.right <= room.right) return 0;
  return (box.left + box.right - room.left - room.right) / 2;
}

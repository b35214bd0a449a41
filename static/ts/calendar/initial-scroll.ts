import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Store } from "../realtime/appointment-store.ts";
import type { Place } from "./url-state.ts";

/**
 * What is to be seen first: the appointment that an address opens, or in a list the first one of
 * today that has not ended. Appointments are drawn little by little, so it is kept in sight until
 * they all are, or until somebody's hand takes over.
 */
const LONGEST_MS = 8_000;
const HANDS = ["wheel", "pointerdown", "touchmove", "keydown"];

interface SightParts {
  /** What holds the calendar. */
  root: HTMLElement;
  store: Store;
  clock: Clock;
  /** What is shown; first, what the address opens. */
  place: Place;
  /** Brings today's part of another view into sight. */
  toToday: () => void;
}

export class Sight {
  #parts: SightParts;
  #opened: string;
  #turned = true;
  #letGo = () => {};

  constructor(parts: SightParts) {
    this.#parts = parts;
    this.#opened = parts.place.open;
  }

  /** Another range is shown; what is to be seen of it, its appointments will say. */
  turn() {
    this.#turned = true;
    this.#letGo();
  }

  /** The appointments are there. */
  loaded() {
    const opened = this.#opened;
    if (opened && this.#parts.store.get(opened)) this.#keep(opened, middle);
    else if (this.#turned) this.today();
    this.#opened = "";
    this.#turned = false;
  }

  /** What of today is still to come. */
  today() {
    const { store, clock, place, toToday } = this.#parts;
    const next = place.view === "list" ? nextToday(store.all(), clock, Date.now()) : null;
    if (next) this.#keep(next, underHead);
    else if (store.size) toToday();
  }

  /** `gap`: how far the frame is to go down. */
  #keep(id: string, gap: (node: Element, frame: Element) => number) {
    this.#letGo();
    const { root } = this.#parts;
    const look = () => {
      const found = [...root.querySelectorAll(`[data-appointment="${CSS.escape(id)}"]`)];
      const node = found.find((each) => each.checkVisibility());
      if (node) bring(node, root, gap);
    };
    const observer = new MutationObserver(() => requestAnimationFrame(look));
    const drawn = { childList: true, subtree: true, attributeFilter: ["data-appointment"] };
    const until = new AbortController();
    this.#letGo = () => {
      observer.disconnect();
      until.abort();
    };
    observer.observe(root, drawn);
    for (const name of HANDS) {
      addEventListener(name, this.#letGo, { signal: until.signal, capture: true, passive: true });
    }
    setTimeout(this.#letGo, LONGEST_MS);
    look();
  }
}

/** The first of today that has not ended; null where none is left. `now`: milliseconds. */
export function nextToday(rows: CalendarEvent[], clock: Clock, now: number) {
  const today = clock.date(now);
  const left = rows.filter(
    ({ start, end }) => clock.date(start) === today && Date.parse(end) > now,
  );
  left.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
  return left.length ? String(left[0].id) : null;
}

/**
 * Moves the frames around it, never the window: what slid out of that, nothing would bring back.
 */
function bring(node: Element, root: HTMLElement, gap: (node: Element, frame: Element) => number) {
  for (let frame = node.parentElement; frame && root.contains(frame); frame = frame.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(frame);
    if (overflowY === "auto" || overflowY === "scroll") frame.scrollTop += gap(node, frame);
    if (overflowX === "auto" || overflowX === "scroll") frame.scrollLeft += aside(node, frame);
  }
}

function middle(node: Element, frame: Element) {
  const [box, room] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  return (box.top + box.bottom - room.top - room.bottom) / 2;
}

/** Under its day's head, which stays on top. */
function underHead(node: Element, frame: Element) {
  const head = node.closest(".list-day")?.firstElementChild?.getBoundingClientRect().height ?? 0;
  return node.getBoundingClientRect().top - frame.getBoundingClientRect().top - head;
}

function aside(node: Element, frame: Element) {
  const [box, room] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (box.left >= room.left && box.right <= room.right) return 0;
  return (box.left + box.right - room.left - room.right) / 2;
}

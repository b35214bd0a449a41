/** What a click or a key opens in the columns: an appointment, or the booking of empty time. */
import type { Point } from "./drag-math.ts";

const CLICK_MINUTES = 15;

export interface OpeningParts {
  /** Holds the columns. */
  scroller: HTMLElement;
  mayBook: boolean;
  /** What is there on the screen. */
  at: (x: number, y: number) => Point;
  onOpen: (id: string, byKey: boolean) => void;
  /** Empty time was clicked, at the quarter of an hour. */
  onPick: (point: Point) => void;
}

/** `isSpent`: whether the click belongs to a drag. */
export function openFrom(
  { scroller, mayBook, at, onOpen, onPick }: OpeningParts,
  isSpent: () => boolean,
) {
  let began = "";
  scroller.addEventListener("pointerdown", ({ target }) => {
    began = appointmentAt(target as Element);
  });
  scroller.addEventListener("click", ({ target, detail, clientX, clientY }) => {
    if (isSpent()) return;
    const node = target as Element;
    const appointment = appointmentAt(node);
    if (appointment) return onOpen(appointment, detail === 0);
    // Who presses an appointment and lets go beside it did not mean the empty time there.
    if (began || !mayBook || !node.closest(".time-lane")) return;
    const { column, minute } = at(clientX, clientY);
    onPick({ column, minute: Math.floor(minute / CLICK_MINUTES) * CLICK_MINUTES });
  });
  scroller.addEventListener("keydown", (event) => {
    const node = event.target as Element;
    if (!["Enter", " "].includes(event.key) || !node.matches(".appointment")) return;
    event.preventDefault();
    onOpen(appointmentAt(node), true);
  });
}

/** The id of the appointment at a node, or empty. */
function appointmentAt(node: Element) {
  return node.closest<HTMLElement>(".appointment")?.dataset.appointment ?? "";
}

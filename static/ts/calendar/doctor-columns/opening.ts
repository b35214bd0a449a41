/** Clicks and keys in the doctors' columns: open an appointment, or book empty time. */
import type { Point } from "./drag-math.ts";

const CLICK_MINUTES = 15;

export interface OpeningParts {
  /** Contains the columns. */
  scroller: HTMLElement;
  mayBook: boolean;
  /** The position in the columns of a pixel in the window. */
  at: (x: number, y: number) => Point;
  onOpen: (id: string, byKey: boolean) => void;
  /** Empty time was clicked; `point` is at the quarter of an hour. */
  onPick: (point: Point) => void;
}

/** `endedDrag`: whether the click is the end of a drag. */
export function openFrom(
  { scroller, mayBook, at, onOpen, onPick }: OpeningParts,
  endedDrag: () => boolean,
) {
  let pressed = "";
  scroller.addEventListener("pointerdown", ({ target }) => {
    pressed = appointmentAt(target as Element);
  });
  scroller.addEventListener("click", ({ target, detail, clientX, clientY }) => {
    if (endedDrag()) return;
    const node = target as Element;
    const appointment = appointmentAt(node);
    if (appointment) return onOpen(appointment, detail === 0);
    // A press on an appointment that is released beside it is no click on empty time.
    if (pressed || !mayBook || !node.closest(".time-column")) return;
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

/** The id of the appointment that contains a node, or empty. */
function appointmentAt(node: Element) {
  return node.closest<HTMLElement>(".appointment")?.dataset.appointment ?? "";
}

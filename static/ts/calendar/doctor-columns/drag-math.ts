/** The span that a drag results in: an appointment moved or stretched, or empty time selected. */
import { DAY_MINUTES, type Span } from "./columns.ts";

const SNAP_MINUTES = 5;
/** The height of the lower edge that stretches an appointment (pixels), at most a third of it. */
const EDGE_PX = 8;

/** A position in the columns. */
export interface Point {
  column: number;
  /** Since midnight, with fractions. */
  minute: number;
}

/** Whether a pointer is at an element's lower edge. `y`: pixels in the window. */
export function isAtEdge(element: Element, y: number) {
  const { bottom, height } = element.getBoundingClientRect();
  return bottom - y < Math.min(EDGE_PX, height / 3);
}

/** Moves in whole steps from the old start: with steps of 5 minutes, 10:02 becomes 10:07. */
export function moved({ from, to }: Span, grabbed: Point, now: Point): Span {
  const length = to - from;
  const start = from + steps(now.minute - grabbed.minute);
  const kept = Math.min(Math.max(start, 0), DAY_MINUTES - length);
  return { column: now.column, from: kept, to: kept + length };
}

/** Moves the end in whole steps, within the day and to no less than one step. */
export function stretched({ column, from, to }: Span, grabbed: Point, now: Point): Span {
  const end = to + steps(now.minute - grabbed.minute);
  return { column, from, to: Math.min(Math.max(end, from + SNAP_MINUTES), DAY_MINUTES) };
}

/** The empty time between two points, upwards or downwards, in the first one's column. */
export function selected(grabbed: Point, now: Point): Span {
  const [first, last] = [grabbed.minute, now.minute].sort((one, other) => one - other);
  const from = Math.max(Math.floor(first / SNAP_MINUTES) * SNAP_MINUTES, 0);
  const to = Math.min(Math.ceil(last / SNAP_MINUTES) * SNAP_MINUTES, DAY_MINUTES);
  return { column: grabbed.column, from, to: Math.max(to, from + SNAP_MINUTES) };
}

function steps(minutes: number) {
  return Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES;
}

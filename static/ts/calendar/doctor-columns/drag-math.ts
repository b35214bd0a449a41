/** What a press on the columns means as the pointer moves: an appointment moved, stretched, or time drawn. */
import { DAY_MINUTES, type Span } from "./columns.ts";

const SNAP_MINUTES = 5;
/** The lower edge of an appointment stretches it: so many pixels, unless it is less than thrice as high. */
const EDGE_PX = 8;

/** Where the pointer is in the columns. */
export interface Point {
  column: number;
  minute: number;
}

/** Whether a pointer is at an element's lower edge. */
export function isAtEdge(element: Element, y: number) {
  const { bottom, height } = element.getBoundingClientRect();
  return bottom - y < Math.min(EDGE_PX, height / 3);
}

/** By whole steps from where it was: a start at 10:02 becomes 10:07. */
export function moved({ from, to }: Span, grabbed: Point, now: Point): Span {
  const length = to - from;
  const start = from + steps(now.minute - grabbed.minute);
  const kept = Math.min(Math.max(start, 0), DAY_MINUTES - length);
  return { column: now.column, from: kept, to: kept + length };
}

export function stretched({ column, from, to }: Span, grabbed: Point, now: Point): Span {
  const end = to + steps(now.minute - grabbed.minute);
  return { column, from, to: Math.min(Math.max(end, from + SNAP_MINUTES), DAY_MINUTES) };
}

/** Empty time from one point to another, upwards or downwards. */
export function drawn(grabbed: Point, now: Point): Span {
  const [first, last] = [grabbed.minute, now.minute].sort((one, other) => one - other);
  const from = Math.max(Math.floor(first / SNAP_MINUTES) * SNAP_MINUTES, 0);
  const to = Math.min(Math.ceil(last / SNAP_MINUTES) * SNAP_MINUTES, DAY_MINUTES);
  return { column: grabbed.column, from, to: Math.max(to, from + SNAP_MINUTES) };
}

function steps(minutes: number) {
  return Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES;
}

/**
 * FullCalendar describes every appointment anew when one changes, and draws all of them again. What
 * says the same as before keeps what is drawn: a column's appointments, and each of the others.
 */
import { BaseComponent, StandardEvent } from "fullcalendar/protected-api";

const steady = {
  eventRange: sameRange,
  slicedStart: same,
  slicedEnd: same,
  fgEventSegs: same,
  bgEventSegs: same,
  businessHourSegs: same,
  dateSelectionSegs: same,
  nowIndicatorSegs: same,
};
BaseComponent.addPropsEquality(steady);
StandardEvent.addPropsEquality(steady); // has a list of its own

/** What FullCalendar knows of an appointment in one place. */
type EventRange = Record<"def" | "instance" | "isStart" | "isEnd" | "range", unknown>;

/** What was changed is always another object; how it looks hangs on the same ones. */
function sameRange(one: EventRange | undefined, other: EventRange | undefined) {
  if (one === other) return true;
  return (
    one?.def === other?.def &&
    one?.instance === other?.instance &&
    one?.isStart === other?.isStart &&
    one?.isEnd === other?.isEnd &&
    same(one?.range, other?.range)
  );
}

/** Whether both say the same. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one instanceof Date && other instanceof Date) return +one === +other;
  if (!isPlain(one) || !isPlain(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      key === "eventRange"
        ? sameRange(one[key] as EventRange, other[key] as EventRange)
        : same(one[key], other[key]),
    )
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (!value || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}

/**
 * Skips re-rendering when the props are deeply equal. FullCalendar builds the props of every
 * appointment again when one changes, and compares them by identity.
 */
import { BaseComponent, StandardEvent } from "fullcalendar/protected-api";

const deepEqual = {
  eventRange: sameRange,
  slicedStart: same,
  slicedEnd: same,
  fgEventSegs: same,
  bgEventSegs: same,
  businessHourSegs: same,
  dateSelectionSegs: same,
  nowIndicatorSegs: same,
};
BaseComponent.addPropsEquality(deepEqual);
StandardEvent.addPropsEquality(deepEqual); // does not inherit the list

/** FullCalendar's data of an appointment in one place. */
type EventRange = Record<"def" | "instance" | "isStart" | "isEnd" | "range", unknown>;

/** FullCalendar replaces `def` and `instance` whenever one of them changes. */
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

/** Deep equality of dates, plain objects and arrays. */
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

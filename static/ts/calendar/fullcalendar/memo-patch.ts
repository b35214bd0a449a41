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

/** FullCalendar replaces `def` and `instance` whenever one of them changes. */
function sameRange(one: Record<string, any> | undefined, other: Record<string, any> | undefined) {
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
function same(one: any, other: any): boolean {
  if (one === other) return true;
  if (one instanceof Date && other instanceof Date) return +one === +other;
  if (!isPlain(one) || !isPlain(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => (key === "eventRange" ? sameRange : same)(one[key], other[key]))
  );
}

function isPlain(value: any) {
  if (!value || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}

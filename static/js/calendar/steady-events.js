/**
 * FullCalendar describes every appointment anew when one changes, and draws all of them again. An
 * appointment of which nothing has changed keeps what is drawn: of 500, one is drawn and not 500.
 */
import { StandardEvent } from "fullcalendar/protected-api";

StandardEvent.addPropsEquality({ eventRange: sameInside, slicedStart: same, slicedEnd: same });

/**
 * Whether two descriptions say the same; what was changed is always another object.
 * @param {Record<string, any> | undefined} one
 * @param {Record<string, any> | undefined} other
 * @returns {boolean}
 */
function sameInside(one, other) {
  if (one === other) return true;
  if (!one || !other) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]))
  );
}

/** @param {any} one @param {any} other @returns {boolean} */
function same(one, other) {
  if (one === other) return true;
  if (one instanceof Date && other instanceof Date) return +one === +other;
  return isPlain(one) && isPlain(other) && sameInside(one, other);
}

/** @param {any} value */
function isPlain(value) {
  if (!value || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}

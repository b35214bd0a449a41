/** The hospital's clock: every time on the page is read and written in its zone. */
import { Temporal } from "./temporal.js";

/** So many shown moments are kept before all are let go. */
const MAX_TEXTS = 2_000;

/** Formats and parses in one zone and language. */
export class Clock {
  #zone;
  #language;
  /** @type {Map<string, Intl.DateTimeFormat>} */
  #formats = new Map();
  /** Many appointments begin at the same moments. @type {Map<string, string>} */
  #texts = new Map();

  /**
   * @param {string} zone an IANA name
   * @param {string} language
   */
  constructor(zone, language) {
    this.#zone = zone;
    this.#language = language;
  }

  get zone() {
    return this.#zone;
  }

  /** @param {string | Date | number} instant */
  time(instant) {
    return this.#format("time", instant, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** @param {string | Date | number} instant */
  timeWithSeconds(instant) {
    const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    return this.#format("seconds", instant, /** @type {any} */ (options));
  }

  /** @param {string | Date | number} instant */
  day(instant) {
    return this.#format("day", instant, { weekday: "short", day: "numeric", month: "short" });
  }

  /** @param {string | Date | number} instant */
  longDay(instant) {
    return this.#format("longDay", instant, {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
  }

  /** A whole date where room is dear. @param {string | Date | number} instant */
  titleDay(instant) {
    return this.#format("titleDay", instant, {
      weekday: "short",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
  }

  /** @param {string | Date | number} start @param {string | Date | number} end */
  span(start, end) {
    return `${this.day(start)}, ${this.time(start)} – ${this.time(end)}`;
  }

  /**
   * A moment of today by its time alone, of another day with the day.
   * @param {string | Date | number} instant
   */
  moment(instant) {
    const today = this.date(instant) === this.date(Date.now());
    return today ? this.time(instant) : `${this.day(instant)}, ${this.time(instant)}`;
  }

  /** @param {string | Date | number} instant @returns {string} the hospital's date, YYYY-MM-DD */
  date(instant) {
    return this.#zoned(instant).toPlainDate().toString();
  }

  /** @param {string | Date | number} instant @returns {string} for `<input type=datetime-local>` */
  toInput(instant) {
    return this.#zoned(instant).toPlainDateTime().toString({ smallestUnit: "minute" });
  }

  /**
   * Reads `<input type=datetime-local>` as the hospital's wall clock.
   * @param {string} text
   * @returns {string} ISO 8601 with the zone's offset
   */
  fromInput(text) {
    const zoned = Temporal.PlainDateTime.from(text).toZonedDateTime(this.#zone);
    return zoned.toString({ timeZoneName: "never", smallestUnit: "second" });
  }

  /** @param {Date | string | number} instant @returns {string} ISO 8601 with the zone's offset */
  toIso(instant) {
    return this.#zoned(instant).toString({ timeZoneName: "never", smallestUnit: "second" });
  }

  /** @param {string} date YYYY-MM-DD @returns {{start: string, end: string}} that day's bounds */
  dayBounds(date) {
    const start = Temporal.PlainDate.from(date).toZonedDateTime(this.#zone);
    const text = (/** @type {import("temporal-polyfill").Temporal.ZonedDateTime} */ when) =>
      when.toString({ timeZoneName: "never", smallestUnit: "second" });
    return { start: text(start), end: text(start.add({ days: 1 })) };
  }

  /** @param {string | Date | number} instant */
  #zoned(instant) {
    const ms = new Date(instant).getTime();
    return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.#zone);
  }

  /**
   * @param {string} name
   * @param {string | Date | number} instant
   * @param {Intl.DateTimeFormatOptions} options
   */
  #format(name, instant, options) {
    const key = `${name} ${instant}`;
    let text = this.#texts.get(key);
    if (text !== undefined) return text;
    let format = this.#formats.get(name);
    if (!format) {
      format = new Intl.DateTimeFormat(this.#language, { ...options, timeZone: this.#zone });
      this.#formats.set(name, format);
    }
    text = format.format(new Date(instant));
    if (this.#texts.size >= MAX_TEXTS) this.#texts.clear();
    this.#texts.set(key, text);
    return text;
  }
}

/**
 * Whole years between a birth date and a day, both YYYY-MM-DD.
 * @param {string} birthDate
 * @param {string} today
 */
export function age(birthDate, today) {
  return Temporal.PlainDate.from(birthDate).until(today, { largestUnit: "year" }).years;
}

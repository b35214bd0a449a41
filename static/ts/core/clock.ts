/** The hospital's clock: all times on the page are shown and typed in its zone. */
import { Temporal } from "./temporal.ts";
import type { Temporal as TemporalType } from "temporal-polyfill";

/** Formatted texts in the cache; it is emptied at this size. */
const MAX_CACHED = 2_000;

type Instant = string | Date | number;

/** Formats and parses moments in one zone and language. */
export class Clock {
  #zone: string;
  #language: string;
  #formats = new Map<string, Intl.DateTimeFormat>();
  /** Many appointments start at the same moments. */
  #cache = new Map<string, string>();

  /** `zone` is an IANA name. */
  constructor(zone: string, language: string) {
    this.#zone = zone;
    this.#language = language;
  }

  get zone() {
    return this.#zone;
  }

  time(instant: Instant) {
    return this.#format("time", instant, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  timeWithSeconds(instant: Instant) {
    return this.#format("seconds", instant, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
  }

  day(instant: Instant) {
    return this.#format("day", instant, { weekday: "short", day: "numeric", month: "short" });
  }

  longDay(instant: Instant) {
    return this.#format("longDay", instant, {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
  }

  /** A whole date in short form. */
  titleDay(instant: Instant) {
    return this.#format("titleDay", instant, {
      weekday: "short",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
  }

  /** A whole date of no zone. `date`: YYYY-MM-DD. */
  birthDate(date: string) {
    return this.#format("birthDate", date, {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
  }

  span(start: Instant, end: Instant) {
    return `${this.day(start)}, ${this.time(start)} – ${this.time(end)}`;
  }

  /** The time alone for a moment of today, else with the day. */
  moment(instant: Instant) {
    const today = this.date(instant) === this.date(Date.now());
    return today ? this.time(instant) : `${this.day(instant)}, ${this.time(instant)}`;
  }

  /** The date in the hospital's zone, YYYY-MM-DD. */
  date(instant: Instant): string {
    return this.#zoned(instant).toPlainDate().toString();
  }

  /** A value for `<input type=datetime-local>`. */
  toInput(instant: Instant): string {
    return this.#zoned(instant).toPlainDateTime().toString({ smallestUnit: "minute" });
  }

  /** The value of `<input type=datetime-local>`, in the hospital's zone, as ISO 8601 with its offset. */
  fromInput(text: string): string {
    const zoned = Temporal.PlainDateTime.from(text).toZonedDateTime(this.#zone);
    return zoned.toString({ timeZoneName: "never", smallestUnit: "second" });
  }

  /** ISO 8601 with the zone's offset. */
  toIso(instant: Instant): string {
    return this.#zoned(instant).toString({ timeZoneName: "never", smallestUnit: "second" });
  }

  /** The start and end of a day. `date`: YYYY-MM-DD. */
  dayBounds(date: string): { start: string; end: string } {
    const start = Temporal.PlainDate.from(date).toZonedDateTime(this.#zone);
    const text = (when: TemporalType.ZonedDateTime) =>
      when.toString({ timeZoneName: "never", smallestUnit: "second" });
    return { start: text(start), end: text(start.add({ days: 1 })) };
  }

  #zoned(instant: Instant) {
    const ms = new Date(instant).getTime();
    return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.#zone);
  }

  #format(name: string, instant: Instant, options: Intl.DateTimeFormatOptions) {
    const key = `${name} ${instant}`;
    let text = this.#cache.get(key);
    if (text !== undefined) return text;
    let format = this.#formats.get(name);
    if (!format) {
      format = new Intl.DateTimeFormat(this.#language, { timeZone: this.#zone, ...options });
      this.#formats.set(name, format);
    }
    text = format.format(new Date(instant));
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(key, text);
    return text;
  }
}

/** Whole years between a birth date and a day, both YYYY-MM-DD. */
export function age(birthDate: string, today: string) {
  return Temporal.PlainDate.from(birthDate).until(today, { largestUnit: "year" }).years;
}

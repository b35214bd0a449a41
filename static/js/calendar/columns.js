/**
 * Doctors side by side, as the days of an invented week in UTC: each doctor is a day, and the
 * hospital's wall clock is that day's clock. So the calendar's own time grid draws the columns.
 */
import { Temporal } from "temporal-polyfill";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The first column: a Monday far from every date that the page could mean. */
export const FIRST_DAY = "1990-01-01";
const FIRST_MS = Date.parse(`${FIRST_DAY}T00:00:00Z`);

/**
 * @typedef {{start: string, end: string}} Times ISO 8601
 * @typedef {{start: Date, end: Date}} Drawn moments of the invented week
 */

export class Columns {
  #zone;
  #date;
  #doctors;
  #dayStart;
  #dayEnd;
  /** Many appointments begin at the same moments. @type {Map<number, number>} */
  #walls = new Map();

  /**
   * @param {string} zone the hospital's, an IANA name
   * @param {string} date YYYY-MM-DD, the day shown
   * @param {number[]} doctors ids, from the first column to the last
   */
  constructor(zone, date, doctors) {
    const day = Temporal.PlainDate.from(date);
    this.#zone = zone;
    this.#date = day;
    this.#doctors = doctors;
    this.#dayStart = day.toZonedDateTime(zone).epochMilliseconds;
    this.#dayEnd = day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  }

  get doctors() {
    return this.#doctors;
  }

  get date() {
    return this.#date.toString();
  }

  /** The moments at which the day shown begins and ends. */
  get bounds() {
    return { start: new Date(this.#dayStart), end: new Date(this.#dayEnd) };
  }

  /**
   * Where a doctor's time is drawn: from what the wall clock shows at its start, as long as it
   * lasts, within the column. Null where it is not of this day or of no doctor shown.
   * @param {number | undefined} doctor
   * @param {Times} times
   * @returns {Drawn | null}
   */
  place(doctor, times) {
    const column = doctor === undefined ? -1 : this.#doctors.indexOf(doctor);
    const start = Math.max(Date.parse(times.start), this.#dayStart);
    const end = Math.min(Date.parse(times.end), this.#dayEnd);
    if (column < 0 || start >= end) return null;
    const top = FIRST_MS + column * DAY_MS;
    const from = top + this.#wallMs(start);
    return {
      start: new Date(from),
      end: new Date(Math.min(from + (end - start), top + DAY_MS)),
    };
  }

  /** Whether a time lies wholly in the day shown; one that does not keeps out of reach. @param {Times} times */
  holds(times) {
    return Date.parse(times.start) >= this.#dayStart && Date.parse(times.end) <= this.#dayEnd;
  }

  /**
   * What a place in the columns means: the doctor, and the hospital's time. A start that was not
   * moved stays the moment it was, also in an hour that the clock shows twice.
   * @param {Drawn} drawn
   * @param {Times} [before] where it was
   * @returns {Times & {doctor: number}}
   */
  read(drawn, before) {
    const { doctor, wallMs } = this.#at(drawn.start);
    const start = before && this.#shows(before.start, wallMs) ? before.start : this.#moment(wallMs);
    const length = drawn.end.getTime() - drawn.start.getTime();
    const zoned = Temporal.Instant.from(start).add({ milliseconds: length });
    return {
      doctor,
      start,
      end: zoned
        .toZonedDateTimeISO(this.#zone)
        .toString({ timeZoneName: "never", smallestUnit: "second" }),
    };
  }

  /** The doctor of a column. @param {Date} drawn any moment of it */
  doctorAt(drawn) {
    return this.#at(drawn).doctor;
  }

  /** How far of the day has gone at a moment, 0 to 1; null on another day. @param {number} now */
  progress(now) {
    if (now < this.#dayStart || now >= this.#dayEnd) return null;
    return this.#wallMs(now) / DAY_MS;
  }

  /** @param {Date} drawn */
  #at(drawn) {
    const ms = drawn.getTime() - FIRST_MS;
    const column = Math.floor(ms / DAY_MS);
    return { doctor: this.#doctors[column], wallMs: ms - column * DAY_MS };
  }

  /** @param {string} moment @param {number} wallMs */
  #shows(moment, wallMs) {
    const ms = Date.parse(moment);
    return ms >= this.#dayStart && ms < this.#dayEnd && this.#wallMs(ms) === wallMs;
  }

  /** Milliseconds since midnight on the hospital's wall clock. @param {number} ms */
  #wallMs(ms) {
    const known = this.#walls.get(ms);
    if (known !== undefined) return known;
    const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.#zone);
    const wall = (zoned.hour * 60 + zoned.minute) * MINUTE_MS + zoned.second * 1_000;
    this.#walls.set(ms, wall);
    return wall;
  }

  /** @param {number} wallMs @returns {string} ISO 8601 with the zone's offset */
  #moment(wallMs) {
    const time = new Temporal.PlainTime().add({ milliseconds: wallMs });
    return this.#date
      .toZonedDateTime({ timeZone: this.#zone, plainTime: time })
      .toString({ timeZoneName: "never", smallestUnit: "second" });
  }
}

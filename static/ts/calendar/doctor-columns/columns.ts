/** Converts between times of doctors and spans of the columns, by the hospital's wall clock. */
import { Temporal } from "../../core/temporal.ts";
import { ANY_DOCTOR } from "../column-choice.ts";

export const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/** ISO 8601. */
interface Times {
  start: string;
  end: string;
}

/** A part of a column. */
export interface Span {
  /** Index, from 0. */
  column: number;
  /** Minutes since midnight on the hospital's wall clock. */
  from: number;
  /** `from` plus the true length in minutes, at most 1440. */
  to: number;
}

/** One day, a column for each doctor, and maybe one of walk-ins without a doctor. */
export class Columns {
  #zone: string;
  #date;
  #doctors: number[];
  #dayStart: number;
  #dayEnd: number;
  /** Wall-clock minutes by moment: many appointments start at the same time. */
  #wallCache = new Map<number, number>();

  /**
   * `zone`: the hospital's, an IANA name; `date`: YYYY-MM-DD; `doctors`: ids, in the order of the
   * columns, maybe with ANY_DOCTOR.
   */
  constructor(zone: string, date: string, doctors: number[]) {
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

  /** The start and end of the day. */
  get bounds() {
    return { start: new Date(this.#dayStart), end: new Date(this.#dayEnd) };
  }

  /**
   * The span of an appointment: from the wall-clock time of its start, as long as it lasts, cut at
   * the ends of the day. Null for another day or a doctor without a column. `doctor`: undefined for
   * a walk-in that has none.
   */
  spanOf(doctor: number | undefined, times: Times): Span | null {
    const column = this.#doctors.indexOf(doctor ?? ANY_DOCTOR);
    const start = Math.max(Date.parse(times.start), this.#dayStart);
    const end = Math.min(Date.parse(times.end), this.#dayEnd);
    if (column < 0 || start >= end) return null;
    const from = this.#wallMinutes(start);
    return { column, from, to: Math.min(from + (end - start) / MINUTE_MS, DAY_MINUTES) };
  }

  /**
   * The span of a doctor's hours: from the wall-clock time of their start to that of their end, also
   * if the clock changes in between.
   */
  hoursSpan(doctor: number, times: Times): Span | null {
    const span = this.spanOf(doctor, times);
    const end = Date.parse(times.end);
    return span && { ...span, to: end >= this.#dayEnd ? DAY_MINUTES : this.#wallMinutes(end) };
  }

  /** Whether a time is wholly within the day; only such appointments can be dragged. */
  contains(times: Times) {
    return Date.parse(times.start) >= this.#dayStart && Date.parse(times.end) <= this.#dayEnd;
  }

  /**
   * The doctor and the times of a span. `before`: the former times; an unchanged start keeps its
   * moment, also in an hour that the clock shows twice.
   */
  timesAt({ column, from, to }: Span, before?: Times): Times & { doctor: number } {
    const start = before && this.#isAt(before.start, from) ? before.start : this.#momentOf(from);
    const end = Temporal.Instant.from(start).add({ milliseconds: (to - from) * MINUTE_MS });
    return {
      doctor: this.#doctors[column],
      start,
      end: end
        .toZonedDateTimeISO(this.#zone)
        .toString({ timeZoneName: "never", smallestUnit: "second" }),
    };
  }

  /** The part of the day before a moment, 0 to 1; null for another day. `now`: milliseconds. */
  progress(now: number) {
    if (now < this.#dayStart || now >= this.#dayEnd) return null;
    return this.#wallMinutes(now) / DAY_MINUTES;
  }

  #isAt(moment: string, minutes: number) {
    const ms = Date.parse(moment);
    return ms >= this.#dayStart && ms < this.#dayEnd && this.#wallMinutes(ms) === minutes;
  }

  /** Minutes since midnight on the hospital's wall clock. */
  #wallMinutes(ms: number) {
    const known = this.#wallCache.get(ms);
    if (known !== undefined) return known;
    const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.#zone);
    const wall = zoned.hour * 60 + zoned.minute + zoned.second / 60;
    this.#wallCache.set(ms, wall);
    return wall;
  }

  /** `minutes`: since midnight on the wall clock. Returns ISO 8601 with the zone's offset. */
  #momentOf(minutes: number): string {
    const plainTime = new Temporal.PlainTime().add({ milliseconds: minutes * MINUTE_MS });
    return this.#date
      .toZonedDateTime({ timeZone: this.#zone, plainTime })
      .toString({ timeZoneName: "never", smallestUnit: "second" });
  }
}

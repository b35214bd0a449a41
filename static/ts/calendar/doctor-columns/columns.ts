/** Doctors side by side: what a place in their columns means, and where a doctor's time is drawn. */
import { Temporal } from "../../core/temporal.ts";
import type { Temporal as TemporalType } from "temporal-polyfill";

export const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/** ISO 8601. */
interface Times {
  start: string;
  end: string;
}

/** A length of a column. */
export interface Span {
  /** From 0. */
  column: number;
  /** Minutes since midnight on the hospital's wall clock. */
  from: number;
  /** The same, at most 1440: `from` and the true length. */
  to: number;
}

/** One day of some doctors. */
export class Columns {
  #zone: string;
  #date: TemporalType.PlainDate;
  #doctors: number[];
  #dayStart: number;
  #dayEnd: number;
  /** Many appointments begin at the same moments. */
  #walls = new Map<number, number>();

  /** The hospital's zone (an IANA name), the day (YYYY-MM-DD), and the doctors' ids by column. */
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

  /** The moments at which the day shown begins and ends. */
  get bounds() {
    return { start: new Date(this.#dayStart), end: new Date(this.#dayEnd) };
  }

  /**
   * Where a doctor's time is drawn: from what the wall clock shows at its start, as long as it
   * lasts, within the column. Null where it is not of this day or of no doctor shown.
   */
  place(doctor: number | undefined, times: Times): Span | null {
    const column = doctor === undefined ? -1 : this.#doctors.indexOf(doctor);
    const start = Math.max(Date.parse(times.start), this.#dayStart);
    const end = Math.min(Date.parse(times.end), this.#dayEnd);
    if (column < 0 || start >= end) return null;
    const from = this.#wall(start);
    return { column, from, to: Math.min(from + (end - start) / MINUTE_MS, DAY_MINUTES) };
  }

  /**
   * Where hours of a doctor are drawn, from the wall clock at their start to the wall clock at
   * their end: closed until nine is closed until nine, also where the clock changes in between.
   */
  hours(doctor: number, times: Times): Span | null {
    const span = this.place(doctor, times);
    const end = Date.parse(times.end);
    return span && { ...span, to: end >= this.#dayEnd ? DAY_MINUTES : this.#wall(end) };
  }

  /** Whether a time lies wholly in the day shown; one that does not keeps out of reach. */
  holds(times: Times) {
    return Date.parse(times.start) >= this.#dayStart && Date.parse(times.end) <= this.#dayEnd;
  }

  /**
   * What a place in the columns means: the doctor, and the hospital's time. A start that was not
   * moved stays the moment it was, also in an hour that the clock shows twice; `before` is where
   * it was.
   */
  read({ column, from, to }: Span, before?: Times): Times & { doctor: number } {
    const start = before && this.#shows(before.start, from) ? before.start : this.#moment(from);
    const end = Temporal.Instant.from(start).add({ milliseconds: (to - from) * MINUTE_MS });
    return {
      doctor: this.#doctors[column],
      start,
      end: end
        .toZonedDateTimeISO(this.#zone)
        .toString({ timeZoneName: "never", smallestUnit: "second" }),
    };
  }

  /** How far of the day has gone at a moment, 0 to 1; null on another day. */
  progress(now: number) {
    if (now < this.#dayStart || now >= this.#dayEnd) return null;
    return this.#wall(now) / DAY_MINUTES;
  }

  #shows(moment: string, minutes: number) {
    const ms = Date.parse(moment);
    return ms >= this.#dayStart && ms < this.#dayEnd && this.#wall(ms) === minutes;
  }

  /** Minutes since midnight on the hospital's wall clock. */
  #wall(ms: number) {
    const known = this.#walls.get(ms);
    if (known !== undefined) return known;
    const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.#zone);
    const wall = zoned.hour * 60 + zoned.minute + zoned.second / 60;
    this.#walls.set(ms, wall);
    return wall;
  }

  /** From minutes on the wall clock to ISO 8601 with the zone's offset. */
  #moment(minutes: number): string {
    const plainTime = new Temporal.PlainTime().add({ milliseconds: minutes * MINUTE_MS });
    return this.#date
      .toZonedDateTime({ timeZone: this.#zone, plainTime })
      .toString({ timeZoneName: "never", smallestUnit: "second" });
  }
}

/** The days of a month as weeks from Monday to Sunday. */
import { Temporal } from "../core/temporal.ts";

const DAYS_A_WEEK = 7;

/**
 * `date`: YYYY-MM-DD, any day of the month. Returns weeks of dates; the first and last week
 * include days of the months beside it.
 */
export function weeksOf(date: string): string[][] {
  const first = Temporal.PlainDate.from(date).with({ day: 1 });
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  const last = first.with({ day: first.daysInMonth });
  const days = monday.until(last).days + 1;
  return Array.from({ length: Math.ceil(days / DAYS_A_WEEK) }, (_, week) =>
    Array.from({ length: DAYS_A_WEEK }, (_, day) =>
      monday.add({ days: week * DAYS_A_WEEK + day }).toString(),
    ),
  );
}

/** `date`: YYYY-MM-DD; `duration`: for Temporal. Returns YYYY-MM-DD. */
export function addTo(date: string, duration: object) {
  return Temporal.PlainDate.from(date).add(duration).toString();
}

/** The days of a month as weeks that begin on Monday: plain calendar arithmetic. */
import { Temporal } from "../core/temporal.ts";

const DAYS_A_WEEK = 7;

/**
 * The weeks of a month, of which `date` (YYYY-MM-DD) is any day; the first and last week reach into
 * the next months.
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

export function addTo(date: string, duration: { days?: number; months?: number }) {
  return Temporal.PlainDate.from(date).add(duration).toString();
}

/** Appointments per hour: shown instead of names where a week's lanes are too narrow for them. */
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";

const HOUR_MS = 3_600_000;

/** Counts appointments by the hour of the hospital's clock in which they start. */
export function countByHour(
  rows: CalendarEvent[],
  clock: Clock,
): { start: string; end: string; date: string; total: number }[] {
  const hours = new Map<string, number>();
  for (const { start } of rows) {
    const hour = clock.toIso(start).replace(/:\d\d:\d\d/, ":00:00");
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  return [...hours].sort().map(([start, total]) => ({
    start,
    end: clock.toIso(Date.parse(start) + HOUR_MS),
    date: clock.date(start),
    total,
  }));
}

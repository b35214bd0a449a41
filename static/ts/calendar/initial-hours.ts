/** Which hours of a day are seen first. */
import type { Clock } from "../core/clock.ts";

export const MORNING = "07:45:00";
const AFTERNOON = "15:00:00";

/**
 * Where a day begins to be looked at: today at the hour before this one, as far as there is work to
 * see. The date is YYYY-MM-DD.
 */
export function firstSight(clock: Clock, date: string) {
  if (date !== clock.date(Date.now())) return MORNING;
  const hour = Number(clock.toIso(new Date()).split(/[T:]/)[1]);
  const before = `${String(hour - 1).padStart(2, "0")}:00:00`;
  if (before < MORNING) return MORNING;
  return before < AFTERNOON ? before : AFTERNOON;
}

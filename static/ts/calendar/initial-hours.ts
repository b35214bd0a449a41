/** The hour to which a day scrolls first. */
import type { Clock } from "../core/clock.ts";

export const MORNING = "07:45:00";
const AFTERNOON = "15:00:00";

/**
 * The time at the top of a day: today the hour before the present one, between morning and
 * afternoon; on other days the morning. `date`: YYYY-MM-DD. Returns HH:MM:SS.
 */
export function initialTime(clock: Clock, date: string) {
  if (date !== clock.date(Date.now())) return MORNING;
  const hour = Number(clock.toIso(new Date()).split(/[T:]/)[1]);
  const before = `${String(hour - 1).padStart(2, "0")}:00:00`;
  if (before < MORNING) return MORNING;
  return before < AFTERNOON ? before : AFTERNOON;
}

/** Which later days are worth naming: pure. */

const SHOWN = 3;

/**
 * After a full day the next ones with any free time, else the first that has more than are left.
 * `days` come in order; `free` is how many times are left on the day that is shown.
 */
export function roomier(days: { date: string; free: number }[], free: number) {
  return days.filter((day) => day.free > free).slice(0, free ? 1 : SHOWN);
}

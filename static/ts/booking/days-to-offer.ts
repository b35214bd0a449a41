/** Which later days are offered in place of the shown one: pure. */

const MAX_DAYS = 3;

/**
 * If the shown day is full: the next days with free slots. Otherwise: the first day with more free
 * slots. `days`: in order; `free`: the number of free slots of the shown day.
 */
export function daysToOffer(days: { date: string; free: number }[], free: number) {
  return days.filter((day) => day.free > free).slice(0, free ? 1 : MAX_DAYS);
}

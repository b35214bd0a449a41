/** Which later days are worth naming: pure. */

const SHOWN = 3;

/**
 * After a full day the next ones with any free time, else the first that has more than are left.
 * @param {{date: string, free: number}[]} days in order
 * @param {number} free times of the day that is shown
 */
export function roomier(days, free) {
  return days.filter((day) => day.free > free).slice(0, free ? 1 : SHOWN);
}

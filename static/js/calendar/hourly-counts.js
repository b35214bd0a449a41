/** How full a week of many doctors is: a number for each hour, where names would have no room. */

const HOUR_MS = 3_600_000;

/**
 * @param {import("../core/types.js").CalendarEvent[]} rows
 * @param {import("../core/clock.js").Clock} clock
 * @returns {{start: string, end: string, date: string, total: number}[]} by the hospital's hours
 * in which the appointments begin
 */
export function loadByHour(rows, clock) {
  /** @type {Map<string, number>} */
  const hours = new Map();
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

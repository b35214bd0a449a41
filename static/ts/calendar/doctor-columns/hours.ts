/** The labels of the hours beside the columns. */
import { el } from "../../core/dom.ts";
import type { Clock } from "../../core/clock.ts";

const HOURS = 24;
const HOUR_MS = 3_600_000;
/** A day on which no time zone changes its offset. */
const PLAIN_DAY = "2026-01-15";

export function hours(clock: Clock) {
  const midnight = Date.parse(clock.dayBounds(PLAIN_DAY).start);
  const label = (hour: number) => el("span", { text: clock.time(midnight + hour * HOUR_MS) });
  return el(
    "div",
    { class: "doctor-hours", "aria-hidden": "true" },
    ...Array.from({ length: HOURS }, (_, hour) => label(hour)),
  );
}

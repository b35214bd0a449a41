/** The content of FullCalendar's events that are no appointments: counts, and a selection. */
import { h } from "fullcalendar/preact";
import type { Clock } from "../../core/clock.ts";
import type { DoctorTime } from "../types.ts";
import type { EventApi, EventDisplayInfo } from "fullcalendar";

/** The number of appointments in a day or hour. */
export function countContent(info: EventDisplayInfo) {
  return h("div", { class: "day-count-number" }, info.event.title);
}

interface RangeReader {
  timesOf: (range: { start: Date; end: Date }) => DoctorTime;
}

/** The times of the empty time that is being selected. `grid`: converts them to the hospital's time. */
export function selectionContent(selection: EventApi, grid: RangeReader, clock: Clock) {
  const from = selection.start as Date;
  const { start, end } = grid.timesOf({ start: from, end: selection.end ?? from });
  return h("div", { class: "drag-time" }, `${clock.time(start)} – ${clock.time(end)}`);
}

/** What FullCalendar shows in place of an appointment: a number, or the time that is being drawn. */
import { h } from "fullcalendar/preact";
import type { Clock } from "../../core/clock.ts";
import type { DoctorTime } from "../types.ts";
import type { EventApi, EventDisplayInfo } from "fullcalendar";

/** A day's number of appointments, where there are too many to draw. */
export function countContent(info: EventDisplayInfo) {
  return h("div", { class: "day-count-number" }, info.event.title);
}

interface Reader {
  read: (drawn: { start: Date; end: Date }) => DoctorTime;
}

/** The length of empty time that is being drawn. `grid` knows what its places mean. */
export function drawnContent(drawn: EventApi, grid: Reader, clock: Clock) {
  const from = drawn.start as Date;
  const { start, end } = grid.read({ start: from, end: drawn.end ?? from });
  return h("div", { class: "drag-time" }, `${clock.time(start)} – ${clock.time(end)}`);
}

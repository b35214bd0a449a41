/** What FullCalendar shows in place of an appointment: a number, or the time that is being drawn. */
import { h } from "fullcalendar/preact";

/** A day's number of appointments, where there are too many to draw. */
/** @param {import("fullcalendar").EventDisplayInfo} info */
export function countContent(info) {
  return h("div", { class: "day-count-number" }, info.event.title);
}

/**
 * The length of empty time that is being drawn.
 * @param {import("fullcalendar").EventApi} drawn
 * @param {import("./adapter.js").Grid} grid knows what its places mean
 * @param {import("../../core/clock.js").Clock} clock
 */
export function drawnContent(drawn, grid, clock) {
  const from = /** @type {Date} */ (drawn.start);
  const { start, end } = grid.read({ start: from, end: drawn.end ?? from });
  return h("div", { class: "visit-drawn" }, `${clock.time(start)} – ${clock.time(end)}`);
}

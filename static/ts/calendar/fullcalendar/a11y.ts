/** Corrects what FullCalendar lacks for screen readers and keyboards. */
import type { CalendarOptions } from "fullcalendar";

export const a11y: CalendarOptions = {
  navLinkClass: "day-link",
  dayHeaderDidMount: ({ el }) => nameByText(el),
  dayCellDidMount: ({ el }) => nameByText(el),
  dayLaneDidMount: ({ el }) => makeFocusable(el),
  eventDidMount: ({ el, view }) => view.type.startsWith("list") && groupRows(el),
  viewDidMount: ({ el }) => demoteEmptyHeaders(el),
};

/** Removes labels so that the name is the visible text (WCAG 2.5.3). */
function nameByText(cell: HTMLElement) {
  cell.removeAttribute("aria-label");
  for (const part of cell.querySelectorAll("[aria-hidden]")) part.removeAttribute("aria-hidden");
  if (cell.role !== "columnheader") return;
  for (const link of cell.querySelectorAll("[role=link]")) link.removeAttribute("aria-label");
}

/** Makes the first day focusable, so that a grid without appointments can be scrolled by keys. */
function makeFocusable(day: HTMLElement) {
  if (!day.previousElementSibling) day.tabIndex = 0;
}

/** The rows of the list view are buttons, which are no valid children of a list. */
function groupRows(row: HTMLElement) {
  row.parentElement?.setAttribute("role", "group");
}

/** An empty row header is no header. */
function demoteEmptyHeaders(view: HTMLElement) {
  for (const head of view.querySelectorAll("[role=rowheader]:empty")) {
    head.setAttribute("role", "gridcell");
    head.removeAttribute("aria-label");
  }
}

/** What FullCalendar leaves undone for those who hear the calendar, or walk it without a mouse. */
import type { CalendarOptions } from "fullcalendar";

export const a11y: CalendarOptions = {
  navLinkClass: "day-link",
  dayHeaderDidMount: ({ el }) => nameByText(el),
  dayCellDidMount: ({ el }) => nameByText(el),
  dayLaneDidMount: ({ el }) => openToKeys(el),
  eventDidMount: ({ el, view }) => view.type.startsWith("list") && groupRows(el),
  viewDidMount: ({ el }) => forgetEmptyHeads(el),
};

/** The name that is heard holds the words that are seen (WCAG 2.5.3). */
function nameByText(cell: HTMLElement) {
  cell.removeAttribute("aria-label");
  for (const part of cell.querySelectorAll("[aria-hidden]")) part.removeAttribute("aria-hidden");
  if (cell.role !== "columnheader") return;
  for (const link of cell.querySelectorAll("[role=link]")) link.removeAttribute("aria-label");
}

/** The first day takes the focus, so that a grid without appointments is scrolled by keys as well. */
function openToKeys(day: HTMLElement) {
  if (!day.previousElementSibling) day.tabIndex = 0;
}

/** The rows of the list are buttons, which a list of items may not hold. */
function groupRows(row: HTMLElement) {
  row.parentElement?.setAttribute("role", "group");
}

/** A head without a word heads nothing. */
function forgetEmptyHeads(view: HTMLElement) {
  for (const head of view.querySelectorAll("[role=rowheader]:empty")) {
    head.setAttribute("role", "gridcell");
    head.removeAttribute("aria-label");
  }
}

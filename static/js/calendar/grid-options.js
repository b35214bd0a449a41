/** How FullCalendar is set up here: views, density, the hospital's zone, and whom it tells. */
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import list from "fullcalendar/list";
import breezy from "fullcalendar/themes/breezy";
import timeGrid from "fullcalendar/timegrid";
import { messages } from "../messages.js";
import { countContent, eventContent } from "./event-content.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./address.js").View} View
 *
 * @typedef {object} GridOptions
 * @property {import("../time.js").Clock} clock
 * @property {string} language
 * @property {View} view
 * @property {string} date YYYY-MM-DD, empty for today
 * @property {(event: CalendarEvent) => boolean} mayMove
 * @property {(state: string) => string} stateLabel
 * @property {ReturnType<typeof import("./doctors.js").doctorMarks>} doctorMark
 * @property {(range: {start: Date, end: Date, view: View, date: string, title: string}) => void} onRange
 * @property {(id: string) => void} onOpen
 * @property {(id: string, times: {start: Date, end: Date}, revert: () => void) => void} onMove
 */

/** @type {Record<View, string>} */
export const TYPES = {
  month: "dayGridMonth",
  week: "timeGridWeek",
  day: "timeGridDay",
  list: "listWeek",
};
const VIEW_OF = Object.fromEntries(Object.entries(TYPES).map(([view, type]) => [type, view]));
const LONG_DATE = /** @type {const} */ ({ day: "numeric", month: "long", year: "numeric" });
const CLOCK_24H = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hour12: false });
const MORNING = "07:45:00";
/** A month's day with more hidden than this opens as a day instead of a pop-over. */
const POPOVER_MAX = 25;

/**
 * @param {GridOptions} options
 * @param {{show: (view: View, date?: string) => void}} grid
 * @returns {import("fullcalendar").CalendarOptions}
 */
export function gridOptions(options, grid) {
  const { clock, language, view, date, onRange, onOpen, onMove } = options;
  return {
    plugins: [dayGrid, timeGrid, list, interaction, breezy],
    initialView: TYPES[view],
    initialDate: date || undefined,
    timeZone: clock.zone,
    locale: language,
    firstDay: 1,
    headerToolbar: false,
    borderless: true,
    height: "100%",
    nowIndicator: true,
    navLinks: true,
    navLinkDayClick: (day) => grid.show("day", clock.date(day)),
    allDaySlot: false,
    slotDuration: "00:15:00",
    slotHeaderInterval: "01:00:00",
    slotMinHeight: 22,
    snapDuration: "00:05:00",
    scrollTime: view === "day" && !date ? anHourAgo(clock) : MORNING,
    scrollTimeReset: false,
    slotEventOverlap: false,
    eventMinHeight: 20,
    eventShortHeight: 38,
    eventTimeFormat: CLOCK_24H,
    slotHeaderFormat: CLOCK_24H,
    dayMaxEvents: true,
    views: {
      // The appointment's own content says the time where the grid does not.
      timeGrid: { displayEventTime: false },
      dayGrid: { displayEventTime: false },
      timeGridWeek: { titleFormat: LONG_DATE },
      // Room for two lines in a quarter of an hour: ten doctors stand side by side.
      timeGridDay: { titleFormat: LONG_DATE, slotMinHeight: 44 },
    },
    listDaysClass: "list-days",
    listDayClass: "list-day",
    listDayBodyClass: "list-day-body",
    listItemEventBeforeClass: "list-bar",
    moreLinkText: messages.more,
    moreLinkClick: ({ hiddenSegs }) => (hiddenSegs.length > POPOVER_MAX ? "day" : "popover"),
    noEventsText: messages.nothingHere,
    eventInteractive: true,
    eventContent: (info) =>
      info.event.extendedProps.row ? eventContent(info, options) : countContent(info),
    datesSet: ({ start, end, view: shown }) =>
      onRange({
        start,
        end,
        view: /** @type {View} */ (VIEW_OF[shown.type]),
        date: clock.date(shown.calendar.getDate()),
        title: shown.title,
      }),
    eventClick: ({ event }) =>
      event.extendedProps.count ? grid.show("day", event.extendedProps.count) : onOpen(event.id),
    eventDrop: ({ event, revert }) => onMove(event.id, times(event), revert),
    eventResize: ({ event, revert }) => onMove(event.id, times(event), revert),
  };
}

/** Today begins where the work is: at the hour before this one. */
/** @param {import("../time.js").Clock} clock */
function anHourAgo(clock) {
  const hour = Number(clock.toIso(new Date()).split(/[T:]/)[1]);
  const before = `${String(hour - 1).padStart(2, "0")}:00:00`;
  return before > MORNING ? before : MORNING;
}

/** @param {import("fullcalendar").EventApi} event */
function times(event) {
  const start = /** @type {Date} */ (event.start);
  return { start, end: event.end ?? start };
}

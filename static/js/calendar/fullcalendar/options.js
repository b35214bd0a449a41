/** How FullCalendar is set up here: views, density, the hospital's zone, and whom it tells. */
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import list from "fullcalendar/list";
import { h } from "fullcalendar/preact";
import breezy from "fullcalendar/themes/breezy";
import timeGrid from "fullcalendar/timegrid";
import { scaled } from "../../core/dom.js";
import { Visit, dress, shadeContent } from "../../appointment/event-content.js";
import { MORNING, firstSight } from "../initial-hours.js";
import { countContent, drawnContent } from "./content.js";
import { gridLanguage } from "./language.js";
import { spoken } from "./a11y.js";

/**
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {import("../url-state.js").View} View
 *
 * @typedef {object} GridOptions
 * @property {import("../../core/clock.js").Clock} clock
 * @property {string} language
 * @property {View} view
 * @property {string} date YYYY-MM-DD, empty for today
 * @property {(event: CalendarEvent) => boolean} mayMove
 * @property {(state: string) => string} stateLabel
 * @property {ReturnType<typeof import("../doctors.js").doctorMarks>} doctorMark
 * @property {(range: Range) => void} onRange
 * @property {(id: string, byKey: boolean) => void} onOpen
 * @property {(event: CalendarEvent, place: Place, revert: () => void) => void} onMove the event as
 * it was when a hand took hold of it
 * @property {(date: string) => void} onDay a day was asked for, YYYY-MM-DD
 * @property {boolean} mayBook
 * @property {(place: {doctor?: number, start: string, end?: string}) => void} onBook a time was
 * clicked, or a length of it drawn
 *
 * @typedef {{start: Date, end: Date, view: View, date: string, title: string}} Range
 * @typedef {{start: string, end: string, doctor?: number}} Place ISO 8601; the doctor where the
 * place says whose it is
 */

/** FullCalendar's names of the views that it knows. */
/** @type {Record<Exclude<View, "doctors">, string>} */
export const TYPES = {
  month: "dayGridMonth",
  week: "timeGridWeek",
  day: "timeGridDay",
  list: "listWeek",
};
const VIEW_OF = Object.fromEntries(Object.entries(TYPES).map(([view, type]) => [type, view]));
const LONG_DATE = /** @type {const} */ ({ day: "numeric", month: "long", year: "numeric" });
const CLOCK_24H = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
/** Less is a click; more draws a length. */
const DRAW_PX = 6;
const SLOT_MS = 15 * 60_000;
/** A month's day with more hidden than this opens as a day instead of a pop-over. */
const POPOVER_MAX = 12;

/**
 * @param {GridOptions} options
 * @param {import("./adapter.js").Grid} grid
 * @returns {import("fullcalendar").CalendarOptions}
 */
export function gridOptions(options, grid) {
  const { clock, language, view, date, onRange, onOpen, mayBook } = options;
  // Made once: FullCalendar would make a format of its own for each slot.
  const wall = new Intl.DateTimeFormat(language, { ...CLOCK_24H, timeZone: "UTC" });
  return {
    ...spoken,
    plugins: [dayGrid, timeGrid, list, interaction, breezy],
    initialView: TYPES[/** @type {keyof typeof TYPES} */ (view)],
    initialDate: date || undefined,
    timeZone: clock.zone,
    ...gridLanguage(language),
    firstDay: 1,
    headerToolbar: false,
    borderless: true,
    height: "100%",
    nowIndicator: true,
    navLinks: true,
    navLinkDayClick: (day) => options.onDay(clock.date(day)),
    allDaySlot: false,
    // A row for each hour, whose quarters the style sheet draws; in a quarter fits what a finger hits (WCAG 2.5.8).
    slotDuration: "01:00:00",
    slotLaneClass: "hour-lane",
    slotMinHeight: scaled(132),
    snapDuration: "00:05:00",
    scrollTime: view === "day" ? firstSight(clock, date || clock.date(Date.now())) : MORNING,
    scrollTimeReset: false,
    slotEventOverlap: false,
    eventMinHeight: scaled(20),
    eventShortHeight: scaled(38),
    slotHeaderFormat: ({ date: slot }) => wall.format(slot.marker),
    dayMaxEvents: true,
    eventOrder: /** @type {any} */ (["start", inTime(grid.looks), "-duration", "title"]),
    views: {
      timeGridWeek: { titleFormat: LONG_DATE },
      // Room for two lines in a quarter of an hour: ten doctors stand side by side.
      timeGridDay: { titleFormat: LONG_DATE, slotMinHeight: scaled(176) },
    },
    dayLaneClass: "time-lane",
    listDaysClass: "list-days",
    listDayClass: "list-day",
    listDayBodyClass: "list-day-body",
    listItemEventBeforeClass: "list-bar",
    popoverClass: "more-popover",
    moreLinkClick: ({ hiddenSegs }) => (hiddenSegs.length > POPOVER_MAX ? "day" : "popover"),
    eventInteractive: true,
    displayEventTime: false, // an appointment's own content says it where the grid does not
    eventContent: (info) => {
      const { isVisit, count } = info.event.extendedProps;
      if (isVisit) return visit(info, grid.looks, options);
      return count ? countContent(info) : drawnContent(info.event, grid, clock);
    },
    backgroundEventContent: ({ event }) => shadeContent(event.extendedProps.shade),
    eventDidMount: (info) => {
      spoken.eventDidMount?.(info);
      if (info.event.extendedProps.isVisit) keepDressed(info.el, info.event.id, grid.looks);
    },
    eventWillUnmount: ({ el }) => UNDRESS.get(el)?.(),
    selectable: mayBook,
    selectMirror: true,
    selectMinDistance: DRAW_PX,
    selectAllow: ({ start, end, allDay }) => !allDay && grid.isOneDay({ start, end }),
    select: ({ start, end }) => grid.select({ start, end }),
    dateClick: ({ date: clicked, allDay }) => {
      if (allDay) options.onDay(clock.date(clicked));
      else if (mayBook) grid.pick(new Date(Math.floor(clicked.getTime() / SLOT_MS) * SLOT_MS));
    },
    datesSet: ({ view: shown }) => onRange(rangeOf(shown, clock)),
    eventClick: ({ event, jsEvent }) => {
      const { count, isVisit } = event.extendedProps;
      if (count) options.onDay(count);
      else if (isVisit && !grid.escape.pressed) onOpen(event.id, jsEvent.detail === 0);
    },
    eventDragStart: ({ event }) => grid.grasp(event.id),
    eventResizeStart: ({ event }) => grid.grasp(event.id),
    eventDrop: ({ event, revert }) => grid.move(event, revert),
    eventResize: ({ event, revert }) => grid.move(event, revert),
  };
}

/**
 * What a view in time shows.
 * @param {import("fullcalendar").ViewApi} view
 * @param {import("../../core/clock.js").Clock} clock
 * @returns {Range}
 */
export function rangeOf(view, clock) {
  return {
    start: view.activeStart,
    end: view.activeEnd,
    view: /** @type {View} */ (VIEW_OF[view.type]),
    date: clock.date(view.calendar.getDate()),
    title: view.title,
  };
}

/**
 * @param {import("fullcalendar").EventDisplayInfo} info
 * @param {import("../../appointment/appearance.js").Looks} looks
 * @param {GridOptions} words
 */
function visit({ event: { id }, view: { type }, isShort }, looks, words) {
  const form = { listed: type.startsWith("list"), monthly: type.startsWith("dayGrid"), isShort };
  return h(Visit, { key: id, id, looks, form, words });
}

/** What stops an element from being dressed. @type {WeakMap<HTMLElement, () => void>} */
const UNDRESS = new WeakMap();

/** @param {HTMLElement} el @param {string} id @param {import("../../appointment/appearance.js").Looks} looks */
function keepDressed(el, id, looks) {
  const put = () => dress(el, looks.get(id));
  el.dataset.visit = id;
  put();
  UNDRESS.set(el, looks.on(id, put));
}

/** Where the clock goes back an hour is told twice: FullCalendar sees one, the moments tell which is first. */
/** @param {import("../../appointment/appearance.js").Looks} looks */
function inTime(looks) {
  const start = (/** @type {any} */ { id }) => Date.parse(looks.get(id).event?.start);
  return (/** @type {any} */ one, /** @type {any} */ other) => start(one) - start(other) || 0;
}

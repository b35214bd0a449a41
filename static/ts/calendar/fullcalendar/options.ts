/** FullCalendar's options: views, sizes, the hospital's time zone, and what it calls. */
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import list from "fullcalendar/list";
import { h } from "fullcalendar/preact";
import breezy from "fullcalendar/themes/breezy";
import timeGrid from "fullcalendar/timegrid";
import { scaled } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import {
  AppointmentContent,
  applyAppearance,
  shadeContent,
} from "../../appointment/event-content.ts";
import { DAY_HOUR_PX, HOUR_PX, MIN_HEIGHT_PX, TWO_LINES_PX } from "../geometry.ts";
import { MORNING, initialTime } from "../initial-hours.ts";
import { a11y } from "./a11y.ts";
import type { Appearances } from "../../appointment/appearance.ts";
import type { Clock } from "../../core/clock.ts";
import type { DoctorTime, GridOptions, ShownRange } from "../types.ts";
import type { View } from "../url-state.ts";
import type { CalendarOptions, EventApi, EventDisplayInfo, ViewApi } from "fullcalendar";

/** What FullCalendar calls. */
export interface GridActions {
  readonly appearances: Appearances;
  readonly escape: { readonly pressed: boolean };
  isOneDay: (range: DateRange) => boolean;
  select: (range: DateRange) => void;
  pick: (start: Date) => void;
  startDrag: (id: string) => void;
  reschedule: (event: EventApi, revert: () => void) => void;
  timesOf: (range: DateRange) => DoctorTime;
}

/** A range of time as FullCalendar passes it. */
export interface DateRange {
  start: Date;
  end: Date;
}

/** FullCalendar's names of the views that it renders. */
export const TYPES: Record<Exclude<View, "doctors">, string> = {
  month: "dayGridMonth",
  week: "timeGridWeek",
  day: "timeGridDay",
  list: "listWeek",
};
const VIEW_OF = Object.fromEntries(Object.entries(TYPES).map(([view, type]) => [type, view]));
const LONG_DATE = { day: "numeric", month: "long", year: "numeric" } as const;
const CLOCK_24H = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
/** A shorter movement is a click (pixels). */
const SELECT_PX = 6;
const SLOT_MS = 15 * 60_000;
/** A month's day with more hidden appointments than this opens the day view instead of a pop-over. */
const POPOVER_MAX = 12;

export function gridOptions(options: GridOptions, grid: GridActions): CalendarOptions {
  const { clock, language, view, date, onRange, onOpen, mayBook } = options;
  // One formatter: FullCalendar would create one for each slot.
  const wall = new Intl.DateTimeFormat(language, { ...CLOCK_24H, timeZone: "UTC" });
  return {
    ...a11y,
    plugins: [dayGrid, timeGrid, list, interaction, breezy],
    initialView: TYPES[view as keyof typeof TYPES],
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
    // A row for each hour; the style sheet draws the quarters.
    slotDuration: "01:00:00",
    slotLaneClass: "hour-lane",
    slotMinHeight: scaled(HOUR_PX),
    snapDuration: "00:05:00",
    scrollTime: view === "day" ? initialTime(clock, date || clock.date(Date.now())) : MORNING,
    scrollTimeReset: false,
    slotEventOverlap: false,
    eventMinHeight: scaled(MIN_HEIGHT_PX),
    eventShortHeight: scaled(TWO_LINES_PX),
    slotHeaderFormat: ({ date: slot }) => wall.format(slot.marker),
    dayMaxEvents: true,
    eventOrder: [
      "start",
      byMoment(grid.appearances),
      "-duration",
      "title",
    ] as CalendarOptions["eventOrder"],
    views: {
      timeGridWeek: { titleFormat: LONG_DATE },
      timeGridDay: { titleFormat: LONG_DATE, slotMinHeight: scaled(DAY_HOUR_PX) },
    },
    dayLaneClass: "time-column",
    listDaysClass: "list-days",
    listDayClass: "list-day",
    listDayBodyClass: "list-day-body",
    listItemEventBeforeClass: "list-bar",
    popoverClass: "more-popover",
    moreLinkClick: ({ hiddenSegs }) => (hiddenSegs.length > POPOVER_MAX ? "day" : "popover"),
    eventInteractive: true,
    displayEventTime: false, // the appointment's content has it where the grid does not show it
    eventContent: (info) => {
      const { isAppointment, count } = info.event.extendedProps;
      if (isAppointment) return appointmentContent(info, grid.appearances, options);
      return count ? countContent(info) : selectionContent(info.event, grid, clock);
    },
    backgroundEventContent: ({ event }) => shadeContent(event.extendedProps.shade),
    eventDidMount: (info) => {
      a11y.eventDidMount?.(info);
      if (info.event.extendedProps.isAppointment)
        keepAppearance(info.el, info.event.id, grid.appearances);
    },
    eventWillUnmount: ({ el }) => STOP_UPDATES.get(el)?.(),
    selectable: mayBook,
    selectMirror: true,
    selectMinDistance: SELECT_PX,
    selectAllow: ({ start, end, allDay }) => !allDay && grid.isOneDay({ start, end }),
    select: ({ start, end }) => grid.select({ start, end }),
    dateClick: ({ date: clicked, allDay }) => {
      if (allDay) options.onDay(clock.date(clicked));
      else if (mayBook) grid.pick(new Date(Math.floor(clicked.getTime() / SLOT_MS) * SLOT_MS));
    },
    datesSet: ({ view: shown }) => onRange(rangeOf(shown, clock)),
    eventClick: ({ event, jsEvent }) => {
      const { count, isAppointment } = event.extendedProps;
      if (count) options.onDay(count);
      else if (isAppointment && !grid.escape.pressed) onOpen(event.id, jsEvent.detail === 0);
    },
    eventDragStart: ({ event }) => grid.startDrag(event.id),
    eventResizeStart: ({ event }) => grid.startDrag(event.id),
    eventDrop: ({ event, revert }) => grid.reschedule(event, revert),
    eventResize: ({ event, revert }) => grid.reschedule(event, revert),
  };
}

/** The range that a view shows. */
export function rangeOf(view: ViewApi, clock: Clock): ShownRange {
  return {
    start: view.activeStart,
    end: view.activeEnd,
    view: VIEW_OF[view.type] as View,
    date: clock.date(view.calendar.getDate()),
    title: view.title,
  };
}

function appointmentContent(
  { event: { id }, view: { type }, isShort }: EventDisplayInfo,
  appearances: Appearances,
  formatters: GridOptions,
) {
  const layout = { listed: type.startsWith("list"), monthly: type.startsWith("dayGrid"), isShort };
  return h(AppointmentContent, { key: id, id, appearances, layout, formatters });
}

/** Stops the updates of an element. */
const STOP_UPDATES = new WeakMap<HTMLElement, () => void>();

function keepAppearance(el: HTMLElement, id: string, appearances: Appearances) {
  const put = () => applyAppearance(el, appearances.get(id));
  el.dataset.appointment = id;
  put();
  STOP_UPDATES.set(el, appearances.on(id, put));
}

/** Orders by moment: FullCalendar compares wall-clock times, which repeat when the clock goes back. */
function byMoment(appearances: Appearances) {
  const start = ({ id }: { id: string }) => Date.parse(appearances.get(id).event?.start);
  return (one: { id: string }, other: { id: string }) => start(one) - start(other) || 0;
}

/** The number of appointments in a day or hour. */
function countContent(info: EventDisplayInfo) {
  return h("div", { class: "day-count-number" }, info.event.title);
}

interface RangeReader {
  timesOf: (range: { start: Date; end: Date }) => DoctorTime;
}

/** The times of the empty time that is being selected. `grid`: converts them to the hospital's time. */
function selectionContent(selection: EventApi, grid: RangeReader, clock: Clock) {
  const from = selection.start as Date;
  const { start, end } = grid.timesOf({ start: from, end: selection.end ?? from });
  return h("div", { class: "drag-time" }, `${clock.time(start)} – ${clock.time(end)}`);
}

/** The options for the page's language: texts, direction and locale. */
function gridLanguage(language: string): CalendarOptions {
  return {
    locale: language,
    direction: document.dir as "ltr" | "rtl",
    moreLinkText: messages.more,
    moreLinkHint: messages.showMore,
    noEventsText: messages.nothingHere,
    navLinkHint: messages.goTo("$0"),
    closeHint: messages.close,
    eventsHint: messages.appointments,
    timedText: messages.appointments,
    weekTextLong: messages.week,
    weekTextShort: messages.week,
  };
}

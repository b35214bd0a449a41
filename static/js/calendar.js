/** The calendar page: puts store, socket, grid, filters and details together. */
import { paintBadge } from "./badge.js";
import { firstPlace, writeAddress } from "./calendar/address.js";
import { announceChanges } from "./calendar/announcements.js";
import { Board } from "./calendar/board.js";
import { aimBooking } from "./calendar/book-link.js";
import { bookingFrom } from "./calendar/booking-from.js";
import { ColumnChoice } from "./calendar/column-choice.js";
import { countWhereTooMany } from "./calendar/day-counts.js";
import { Details } from "./calendar/details.js";
import { doctorMarks, doctorsOf } from "./calendar/doctors.js";
import { dragging } from "./calendar/drag.js";
import { Filters } from "./calendar/filters.js";
import { showTimeUnderPointer } from "./calendar/hover.js";
import { MiniMonth } from "./calendar/mini-month.js";
import { sayHowItStands } from "./calendar/notices.js";
import { offerDaySheet } from "./calendar/print-day.js";
import { shades } from "./calendar/shading.js";
import { askForDepartment } from "./calendar/too-wide.js";
import { keepTodayCurrent } from "./calendar/today.js";
import { Toolbar } from "./calendar/toolbar.js";
import { focusVisit, walkByKeys } from "./calendar/visit-keys.js";
import { Visits } from "./calendar/visits.js";
import { keepHoursCurrent } from "./calendar/working-hours.js";
import { can, stateLabels } from "./config.js";
import { byId, pause } from "./dom.js";
import { closeDrawers, wireDrawers } from "./drawer.js";
import { Live } from "./live.js";
import { keepAwake, openPage } from "./page.js";
import { Store } from "./store.js";

const MOVABLE_STATES = new Set(["SCHEDULED", "CHECKED_IN"]);
const PHONE = matchMedia("(width < 640px)");
const WIDE = matchMedia("(width >= 1100px)");

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const stateLabel = stateLabels(config);
const doctors = doctorsOf(byId("filter-form"));
const choice = new ColumnChoice(
  doctors,
  () => place,
  () => WIDE.matches,
);
/** @type {import("./calendar/address.js").Place} */
const place = firstPlace(location.search, {
  phone: PHONE.matches,
  doctor: config.user.doctor,
  sideBySide: (filters) => choice.sideBySide(filters),
});
const tooWide = askForDepartment(byId("filter-form"));

const store = new Store();
const live = new Live({ api: quietApi, connection, store });
const visits = new Visits(api, store);
const drag = dragging({ visits, clock });
const filters = new Filters(place.filters);
const miniMonth = new MiniMonth(byId("mini-month"), config.language, () => clock.date(Date.now()));
const toolbar = new Toolbar();
const showDaySheet = offerDaySheet();
/** @type {{start: Date, end: Date} | null} */
let range = null;
let toToday = true;

const details = new Details(byId("details"), {
  visits,
  store,
  clock,
  stateLabel,
  doctors,
  mayMove,
  bookingPage: can(config, "book") ? (byId("board-body").dataset.bookingPage ?? "") : "",
});
const doctorMark = doctorMarks(byId("filter-form"));
const doctorName = (/** @type {number} */ id) => doctors.find((each) => each.id === id)?.name ?? "";
const board = new Board(
  {
    time: byId("calendar"),
    doctors: byId("doctors"),
    store,
    choice,
    head: { name: doctorName, doctorMark },
  },
  {
    clock,
    language: config.language,
    view: place.view,
    date: place.date,
    mayMove,
    stateLabel,
    doctorMark,
    mayBook: can(config, "book"),
    onBook: bookingFrom({
      clock,
      filters: () => place.filters,
      anyTime: can(config, "override_hours"),
    }),
    onDay: (date) => board.show(choice.dayView, date),
    onOpen: (id, byKey) => details.open(id, byKey),
    onMove: (id, to, revert) => {
      const putBack = () => {
        revert();
        board.putBack(id);
      };
      const event = store.get(id);
      if (event) drag(event, to, putBack);
      else putBack();
    },
    onRange: (shown) => {
      range = shown;
      place.view = shown.view;
      place.date = shown.date === clock.date(Date.now()) ? "" : shown.date;
      toolbar.show(shown.view, shown.title);
      miniMonth.show({
        start: clock.date(shown.start),
        end: clock.date(shown.end),
        date: shown.date,
      });
      toToday = true;
      showPlace();
    },
  },
);

filters.on("change", (/** @type {import("./calendar/address.js").Filters} */ chosen) => {
  place.filters = chosen;
  if (place.view === "doctors") board.show("doctors");
  else showPlace();
});
miniMonth.on("choose", (/** @type {string} */ date) => {
  closeDrawers();
  board.goTo(date);
});
toolbar.on("view", (/** @type {import("./calendar/address.js").View} */ view) => board.show(view));
toolbar.on("back", () => board.back());
toolbar.on("on", () => board.on());
toolbar.on("today", () => board.today());
live.on("loaded", () => {
  if (toToday && store.size) board.scrollToToday();
  toToday = false;
  details.catchUp();
});
details.on("open", (/** @type {string} */ id) => choose(id));
details.on("missing", () => choose(""));
details.on("close", (/** @type {string} */ id, /** @type {boolean} */ hadFocus) => {
  choose("");
  if (hadFocus) focusVisit(byId("board-body"), id);
});

wireDrawers(details);
sayHowItStands(live, store, () => filters.summary, choice);
countWhereTooMany({ api: quietApi, live, board });
keepHoursCurrent({ api: quietApi, live, wanted: hoursWanted, show: shadeHours });
showTimeUnderPointer(byId("board-body"), can(config, "book"));
keepTodayCurrent({ api: quietApi, store, live, clock, filters: () => place.filters });
announceChanges(store, stateLabel, clock);
paintBadge(live, clock);
walkByKeys(byId("board-body"));
keepAwake(live, whenRenewed);
await pause();
board.open();
if (place.open) details.open(place.open);

/** Loads what the page's range and filters ask for, and writes them to the address. */
function showPlace() {
  if (!range) return;
  history.replaceState(null, "", writeAddress(place));
  showDaySheet(place);
  aimBooking(place);
  tooWide(place.view === "doctors" && !choice.columns);
  const times = { start: clock.toIso(range.start), end: clock.toIso(range.end) };
  if (choice.filters) live.show({ ...times, ...choice.filters });
}

/** Whose hours are shaded, and when. */
function hoursWanted() {
  const doctor = choice.shaded;
  if (!range || !doctor.length) return null;
  return { start: clock.toIso(range.start), end: clock.toIso(range.end), doctor };
}

/**
 * @param {import("./calendar/shading.js").DoctorHours[]} hours
 * @param {{start: string, end: string} | null} shown
 */
function shadeHours(hours, shown) {
  board.shade(shown ? shades(hours, shown) : []);
}

/** @param {string} id the appointment whose details are open, or empty */
function choose(id) {
  place.open = id;
  history.replaceState(null, "", writeAddress(place));
  board.choose(id);
  board.resized();
}

/** @param {import("./types.js").CalendarEvent} event */
function mayMove(event) {
  const { kind } = event.extendedProps.appointment;
  return kind === "appointment" && MOVABLE_STATES.has(event.status) && can(config, "reschedule");
}

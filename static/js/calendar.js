/** The calendar page: puts store, socket, grid, filters and details together. */
import { paintBadge } from "./badge.js";
import { firstPlace, writeAddress } from "./calendar/address.js";
import { announceChanges } from "./calendar/announcements.js";
import { countWhereTooMany } from "./calendar/day-counts.js";
import { Details } from "./calendar/details.js";
import { doctorMarks } from "./calendar/doctors.js";
import { dragging } from "./calendar/drag.js";
import { Filters } from "./calendar/filters.js";
import { Grid } from "./calendar/grid.js";
import { MiniMonth } from "./calendar/mini-month.js";
import { sayHowItStands } from "./calendar/notices.js";
import { PaintQueue } from "./calendar/paint-queue.js";
import { keepTodayCurrent } from "./calendar/today.js";
import { Toolbar } from "./calendar/toolbar.js";
import { Visits } from "./calendar/visits.js";
import { can } from "./config.js";
import { byId } from "./dom.js";
import { closeDrawers, wireDrawers } from "./drawer.js";
import { Live } from "./live.js";
import { messages } from "./messages.js";
import { ORIGIN_ID } from "./origin.js";
import { keepAwake, openPage } from "./page.js";
import { Store } from "./store.js";

const MOVABLE_STATES = new Set(["SCHEDULED", "CHECKED_IN"]);
const PHONE = matchMedia("(width < 640px)");

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const labels = new Map(config.states.map(({ value, label }) => [value, label]));
const stateLabel = (/** @type {string} */ state) => labels.get(state) ?? state;
const place = firstPlace(location.search, { phone: PHONE.matches, doctor: config.user.doctor });

const store = new Store();
const live = new Live({ api: quietApi, connection, store });
const visits = new Visits(api, store);
const drag = dragging({ visits, clock });
const filters = new Filters(place.filters);
const miniMonth = new MiniMonth(byId("mini-month"), config.language, () => clock.date(Date.now()));
const toolbar = new Toolbar();
/** @type {{start: Date, end: Date} | null} */
let range = null;
let toToday = true;

const details = new Details(byId("details"), { visits, store, clock, stateLabel, mayMove });
const grid = new Grid(byId("calendar"), {
  clock,
  language: config.language,
  view: place.view,
  date: place.date,
  mayMove,
  stateLabel,
  doctorMark: doctorMarks(byId("filter-form")),
  onOpen: (id) => details.open(id),
  onMove: (id, times, revert) => {
    const event = store.get(id);
    if (event) drag(event, times, revert);
    else revert();
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
});

const paints = new PaintQueue((change, by) => grid.paint(change, by));
store.on("change", (/** @type {import("./store.js").Change} */ change) => {
  const others = change.message && change.message.origin !== ORIGIN_ID;
  paints.add(change, others ? (change.message?.by?.name ?? messages.somebody) : "");
});
filters.on("change", (/** @type {import("./calendar/address.js").Filters} */ chosen) => {
  place.filters = chosen;
  showPlace();
});
miniMonth.on("choose", (/** @type {string} */ date) => {
  closeDrawers();
  grid.goTo(date);
});
toolbar.on("view", (/** @type {import("./calendar/address.js").View} */ view) => grid.show(view));
toolbar.on("back", () => grid.back());
toolbar.on("on", () => grid.on());
toolbar.on("today", () => grid.today());
live.on("loaded", () => {
  if (toToday && store.size) grid.scrollToToday();
  toToday = false;
});
details.on("open", (/** @type {string} */ id) => choose(id));
details.on("close", () => choose(""));

wireDrawers(() => details.close());
sayHowItStands(live, store, () => filters.summary);
countWhereTooMany({ api: quietApi, live, grid });
keepTodayCurrent({ api: quietApi, store, live, clock });
announceChanges(store, stateLabel, clock);
paintBadge(live, clock);
keepAwake(live, whenRenewed);
if (place.open) details.open(place.open);

/** Loads what the page's range and filters ask for, and writes them to the address. */
function showPlace() {
  if (!range) return;
  history.replaceState(null, "", writeAddress(place));
  live.show({ start: clock.toIso(range.start), end: clock.toIso(range.end), ...place.filters });
}

/** @param {string} id the appointment whose details are open, or empty */
function choose(id) {
  place.open = id;
  history.replaceState(null, "", writeAddress(place));
  grid.choose(id);
  grid.resized();
}

/** @param {import("./types.js").CalendarEvent} event */
function mayMove(event) {
  const { kind } = event.extendedProps.appointment;
  return kind === "appointment" && MOVABLE_STATES.has(event.status) && can(config, "reschedule");
}

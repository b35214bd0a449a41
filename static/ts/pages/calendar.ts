/** The calendar page: puts store, socket, grid, filters and details together. */
import { firstPlace, type FilterValues, type Place, type View } from "../calendar/url-state.ts";
import { announceChanges } from "../appointment/announcements.ts";
import { CalendarView } from "../calendar/view.ts";
import { aimBooking } from "../calendar/book-link.ts";
import { bookingFrom } from "../calendar/booking-from.ts";
import { ColumnChoice } from "../calendar/column-choice.ts";
import { countWhereTooMany } from "../calendar/day-counts.ts";
import { DetailsPanel } from "../calendar/panel/panel.ts";
import { doctorMarks, doctorsOf } from "../calendar/doctors.ts";
import { dragRescheduler } from "../calendar/drag.ts";
import { Filters } from "../calendar/filters.ts";
import { showTimeUnderPointer } from "../calendar/hover-slot.ts";
import { noteAddress } from "../calendar/last-url.ts";
import { MiniMonth } from "../calendar/mini-month.ts";
import { sayHowItStands } from "../calendar/notices.ts";
import { offerDaySheet } from "../calendar/print-day.ts";
import { InitialScroll } from "../calendar/initial-scroll.ts";
import { askForDepartment } from "../calendar/doctor-limit.ts";
import { keepTodayCurrent } from "../calendar/today-counts.ts";
import { Toolbar } from "../calendar/toolbar.ts";
import { walkByKeys } from "../calendar/keyboard-nav.ts";
import { focusAppointment } from "../appointment/focus.ts";
import { AppointmentApi } from "../appointment/api.ts";
import { keepHoursCurrent } from "../calendar/working-hours.ts";
import { can, canReschedule } from "../core/config.ts";
import { byId, pause } from "../core/dom.ts";
import { NARROW, closeDrawers, wireDrawers } from "../shell/drawer.ts";
import { LiveQuery } from "../realtime/live-query.ts";
import { openPage } from "../shell/page.ts";
import { AppointmentStore } from "../realtime/appointment-store.ts";

const PHONE = matchMedia("(width < 640px)");

await pause();
const { config, clock, statuses, connection, api, quietApi, goLive } = openPage();
await pause();
const mayReschedule = canReschedule(config, statuses);
const doctors = doctorsOf(byId("filter-form"));
const choice = new ColumnChoice(
  doctors,
  () => place,
  () => !NARROW.matches,
);
const place: Place = firstPlace(location.search, {
  phone: PHONE.matches,
  doctor: config.user.doctor,
  sideBySide: (filters) => choice.sideBySide(filters),
});
const showDoctorLimit = askForDepartment(byId("filter-form"));

const store = new AppointmentStore(statuses);
const live = new LiveQuery({ api: quietApi, connection, store });
const appointments = new AppointmentApi(api, store);
const rescheduleByDrag = dragRescheduler({ appointments, clock });
const filters = new Filters(place.filters);
const miniMonth = new MiniMonth(byId("mini-month"), config.language, clock);
const toolbar = new Toolbar();
const showDaySheet = offerDaySheet();
let range: { start: Date; end: Date } | null = null;
const initialScroll = new InitialScroll({
  root: byId("calendar-body"),
  store,
  clock,
  place,
  scrollToToday: () => calendar.scrollToToday(),
});

const details = new DetailsPanel(byId("details"), {
  appointments,
  store,
  clock,
  statuses,
  doctors,
  mayReschedule,
  bookingPage: can(config, "book") ? (byId("calendar-body").dataset.bookingPage ?? "") : "",
  onOpen: (id) => choose(id),
  onMissing: () => choose(""),
  onClose: (id, hadFocus) => {
    choose("");
    if (hadFocus) focusAppointment(byId("calendar-body"), id);
  },
});
const doctorMark = doctorMarks(byId("filter-form"));
const calendar = new CalendarView(
  {
    time: byId("calendar"),
    doctors: byId("doctors"),
    store,
    choice,
    head: { doctors, doctorMark },
  },
  {
    clock,
    language: config.language,
    view: place.view,
    date: place.date,
    mayReschedule,
    stateLabel: statuses.label,
    doctorMark,
    mayBook: can(config, "book"),
    onBook: bookingFrom({
      clock,
      filters: () => place.filters,
      anyTime: can(config, "override_hours"),
      shadeAt: (doctor, moment) => shadeAt(doctor, moment),
    }),
    onDay: (date) => calendar.show(choice.dayView, date),
    onOpen: (id, byKey) => details.open(id, byKey),
    onReschedule: (event, to, revert) => {
      const putBack = () => calendar.putBack(String(event.id), revert);
      if (store.get(event.id)) rescheduleByDrag(event, to, putBack);
      else putBack();
    },
    onRange: (shown) => {
      range = shown;
      place.view = shown.view;
      place.date = shown.date === clock.date(Date.now()) ? "" : shown.date;
      toolbar.show(shown.view, shown.title);
      miniMonth.show(shown);
      initialScroll.onRange();
      showPlace();
    },
  },
);

filters.on("change", (chosen: FilterValues) => {
  place.filters = chosen;
  if (place.view === "doctors") calendar.show("doctors");
  else showPlace();
});
miniMonth.on("choose", (date: string) => {
  closeDrawers();
  calendar.goTo(date);
});
toolbar.on("view", async (view: View) => {
  await calendar.show(view);
  calendar.scrollToNow();
});
toolbar.on("back", () => calendar.back());
toolbar.on("on", () => calendar.forward());
toolbar.on("today", () => {
  calendar.today();
  calendar.scrollToNow();
  initialScroll.scrollToNext();
});
live.onLoaded.add(() => {
  initialScroll.onLoaded();
  details.catchUp();
});

await pause();
wireDrawers(details);
sayHowItStands(live, store, () => filters.summary, choice);
countWhereTooMany({ api: quietApi, live, calendar });
const shadeAt = keepHoursCurrent({
  api: quietApi,
  live,
  range: () => times(),
  doctors: () => choice.shaded,
  show: (shades) => calendar.shade(shades),
});
showTimeUnderPointer(byId("calendar-body"), can(config, "book"));
const countToday = keepTodayCurrent({ api: quietApi, live, filters: () => place.filters });
announceChanges(store, statuses.label, clock);
walkByKeys(byId("calendar-body"));
goLive(live);
await pause();
await calendar.show(place.view);
calendar.scrollToNow();
if (place.open) details.open(place.open);

/** Loads what the page's range and filters ask for, and writes them to the address. */
function showPlace() {
  if (!range) return;
  noteAddress(place);
  showDaySheet(place);
  aimBooking(place);
  showDoctorLimit(place.view === "doctors" && !choice.columns);
  const shown = times();
  if (shown && choice.filters) live.show({ ...shown, ...choice.filters });
  else countToday();
}

/** What is shown, as the API takes it. */
function times() {
  return range && { start: clock.toIso(range.start), end: clock.toIso(range.end) };
}

/** `id`: the appointment whose details are open, or empty. */
function choose(id: string) {
  place.open = id;
  noteAddress(place);
  calendar.choose(id);
  calendar.resized();
}

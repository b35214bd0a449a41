/**
 * The calendar page: creates its parts and connects them. A new part is one line in the list that
 * fits it: `onViewState` if it follows what is shown, else the list at the end.
 */
import { initialState, rememberUrl, type ViewState } from "../calendar/url-state.ts";
import { announceChanges } from "../appointment/announcements.ts";
import { CalendarView } from "../calendar/calendar-view.ts";
import { updateBookLink } from "../calendar/book-link.ts";
import { bookingHandler } from "../calendar/booking-from.ts";
import { ColumnChoice } from "../calendar/column-choice.ts";
import { showDayCounts } from "../calendar/day-counts.ts";
import { DetailsPanel } from "../calendar/panel/panel.ts";
import { doctorMarks, doctorsOf } from "../calendar/doctors.ts";
import { dragRescheduler } from "../calendar/reschedule-by-drag.ts";
import { Filters } from "../calendar/filters.ts";
import { showHoverSlot } from "../calendar/hover-slot.ts";
import { MiniMonth } from "../calendar/mini-month.ts";
import { showLoadState } from "../calendar/notices.ts";
import { daySheetLink } from "../calendar/print-day.ts";
import { InitialScroll } from "../calendar/initial-scroll.ts";
import { doctorLimit } from "../calendar/doctor-limit.ts";
import { followTodayCounts } from "../calendar/today-counts.ts";
import { Toolbar } from "../calendar/toolbar.ts";
import { enableArrowKeys } from "../calendar/keyboard-nav.ts";
import { focusAppointment } from "../appointment/focus.ts";
import { AppointmentApi } from "../appointment/api.ts";
import { followWorkingHours } from "../calendar/working-hours.ts";
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
const mayBook = can(config, "book");
const body = byId("calendar-body");
const filterForm = byId("filter-form");

const doctors = doctorsOf(filterForm);
const doctorMark = doctorMarks(filterForm);
const choice = new ColumnChoice(
  doctors,
  () => viewState,
  () => !NARROW.matches,
);
const viewState: ViewState = initialState(location.search, {
  phone: PHONE.matches,
  doctor: config.user.doctor,
  sideBySide: (filters) => choice.sideBySide(filters),
});
/** The visible range; null until the calendar is first rendered. */
let range: { start: Date; end: Date } | null = null;

const store = new AppointmentStore(statuses);
const live = new LiveQuery({ api: quietApi, connection, store });
const appointments = new AppointmentApi(api, store);
const rescheduleByDrag = dragRescheduler({ appointments, clock });
const initialScroll = new InitialScroll({
  root: body,
  store,
  clock,
  state: viewState,
  scrollToToday: () => calendar.scrollToToday(),
});

const filters = new Filters(viewState.filters, (chosen) => {
  viewState.filters = chosen;
  if (viewState.view === "doctors") calendar.show("doctors");
  else update();
});
const miniMonth = new MiniMonth(byId("mini-month"), config.language, clock, (date) => {
  closeDrawers();
  calendar.goTo(date);
});
const toolbar = new Toolbar({
  onToday: () => {
    calendar.today();
    calendar.scrollToNow();
    initialScroll.scrollToNext();
  },
  onBack: () => calendar.back(),
  onForward: () => calendar.forward(),
  onView: async (view) => {
    await calendar.show(view);
    calendar.scrollToNow();
  },
});
const details = new DetailsPanel(byId("details"), {
  appointments,
  store,
  clock,
  statuses,
  doctors,
  mayReschedule,
  bookingPage: mayBook ? (body.dataset.bookingPage ?? "") : "",
  onOpen: (id) => choose(id),
  onMissing: () => choose(""),
  onClose: (id, hadFocus) => {
    choose("");
    if (hadFocus) focusAppointment(body, id);
  },
});
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
    view: viewState.view,
    date: viewState.date,
    mayReschedule,
    stateLabel: statuses.label,
    doctorMark,
    mayBook,
    onBook: bookingHandler({
      clock,
      filters: () => viewState.filters,
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
      viewState.view = shown.view;
      viewState.date = shown.date === clock.date(Date.now()) ? "" : shown.date;
      toolbar.show(shown.view, shown.title);
      miniMonth.show(shown);
      initialScroll.onRange();
      update();
    },
  },
);

/** Called with each new view state. */
const onViewState: ((state: ViewState) => void)[] = [
  rememberUrl,
  daySheetLink(),
  updateBookLink,
  doctorLimit(filterForm, choice),
];

live.onLoaded.add(() => {
  initialScroll.onLoaded();
  details.catchUp();
});

await pause();
wireDrawers(details);
showLoadState(live, store, () => filters.summary, choice);
showDayCounts({ api: quietApi, live, calendar });
const shadeAt = followWorkingHours({
  api: quietApi,
  live,
  range: times,
  doctors: () => choice.shaded,
  show: (shades) => calendar.shade(shades),
});
showHoverSlot(body, mayBook);
const countToday = followTodayCounts({ api: quietApi, live, filters: () => viewState.filters });
announceChanges(store, statuses.label, clock);
enableArrowKeys(body);
goLive(live);
await pause();
await calendar.show(viewState.view);
calendar.scrollToNow();
if (viewState.open) details.open(viewState.open);

/** Reports the view state, and loads what its range and filters ask for. */
function update() {
  const shown = times();
  if (!shown) return;
  for (const follow of onViewState) follow(viewState);
  if (choice.filters) live.show({ ...shown, ...choice.filters });
  else countToday();
}

/** The visible range in ISO 8601, as the API takes it. */
function times() {
  return range && { start: clock.toIso(range.start), end: clock.toIso(range.end) };
}

/** `id`: the appointment in the panel, or empty. */
function choose(id: string) {
  viewState.open = id;
  rememberUrl(viewState);
  calendar.choose(id);
  calendar.resized();
}

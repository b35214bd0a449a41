/** Every sentence that a script shows, in one place. */
import { gettext, interpolate, ngettext } from "./i18n.js";

export const messages = {
  requestFailed: gettext("The request failed. Please try again."),
  offline: gettext("The server cannot be reached. Check the connection and try again."),
  unanswered: gettext("No answer came. Trying again is safe: nothing is done twice."),
  wrongPassword: gettext("That password is not right, or the server cannot be reached."),
  close: gettext("Close"),
  // These two are a promise to the letter, in every language.
  live: "Live Updates Active",
  connecting: "Connecting...",
  since: (/** @type {string} */ time) => interpolate(gettext("since %(time)s"), { time }),
  lastConnection: (/** @type {string} */ time) =>
    interpolate(gettext("last connected %(time)s"), { time }),
  shownAsOf: (/** @type {string} */ age) =>
    interpolate(gettext("shown as of %(age)s ago"), { age }),
  neverConnected: gettext("not connected yet"),
  seconds: (/** @type {number} */ count) => interpolate(gettext("%(count)s s"), { count }),
  minutes: (/** @type {number} */ count) => interpolate(gettext("%(count)s min"), { count }),

  loadFailed: gettext("The appointments could not be loaded."),
  loading: gettext("Loading…"),
  viewNotLoaded: gettext("This view could not be loaded."),
  loadPage: gettext("Load the page again"),
  notLoaded: gettext("Not loaded: nobody knows here what is booked."),
  tryAgain: gettext("Try again"),
  nothingHere: gettext("Nothing is booked here."),
  nothingMatches: gettext("Nothing here matches the filters."),
  clearFilters: gettext("Clear all filters"),
  tooMany: gettext(
    "Too many appointments to draw: each day shows its number. Open a day, or filter.",
  ),
  dayCount: (/** @type {number} */ count) =>
    interpolate(ngettext("%(count)s visit", "%(count)s visits", count), { count }),
  more: (/** @type {number} */ count) => interpolate(gettext("+%(count)s more"), { count }),
  showMore: (/** @type {number} */ count) =>
    interpolate(ngettext("Show %(count)s more visit", "Show %(count)s more visits", count), {
      count,
    }),
  today: gettext("today"),
  goTo: (/** @type {string} */ day) => interpolate(gettext("Go to %(day)s"), { day }),
  appointments: gettext("Appointments"),
  week: gettext("Week"),
  visits: (/** @type {number} */ count) => ngettext("visit", "visits", count),
  weekOf: (/** @type {string} */ name) => interpolate(gettext("%(name)s: the week"), { name }),
  doctors: (/** @type {number} */ count) => interpolate(gettext("%(count)s doctors"), { count }),
  closed: gettext("Outside working hours"),
  away: gettext("Away"),
  pastTime: gettext("That time is in the past. Choose a later one."),
  closedTime: gettext("That is outside this doctor's working hours. Choose another time."),
  awayThen: gettext("This doctor is away then. Choose another time."),
  awayFor: (/** @type {string} */ reason) =>
    interpolate(gettext("This doctor is away then (%(reason)s). Choose another time."), { reason }),
  hourly: gettext(
    "So many doctors have no room for names: these are numbers by the hour. Choose doctors or a department, or press an hour to see its day.",
  ),
  tooManyColumns: (/** @type {number} */ most) =>
    interpolate(gettext("At most %(most)s doctors fit side by side. Choose a department:"), {
      most,
    }),
  off: gettext("off"),
  earlierMonth: gettext("Earlier month"),
  laterMonth: gettext("Later month"),
  overbooked: gettext("Overbooked"),
  overbook: gettext("Overbook…"),
  movedToDoctor: (/** @type {string} */ when, /** @type {string} */ doctor) =>
    interpolate(gettext("Moved to %(doctor)s, %(when)s."), { when, doctor }),
  movedTo: (/** @type {string} */ when) => interpolate(gettext("Moved to %(when)s."), { when }),
  undo: gettext("Undo"),
  undone: gettext("Moved back."),
  notMoved: (/** @type {string} */ why) => interpolate(gettext("Not moved. %(why)s"), { why }),
  notUndone: (/** @type {string} */ why) => interpolate(gettext("Not undone. %(why)s"), { why }),
  about: (/** @type {string} */ patient, /** @type {string} */ what) =>
    interpolate(gettext("%(patient)s: %(what)s"), { patient, what }),
  moreChanges: (/** @type {number} */ count) =>
    interpolate(
      ngettext(
        "%(count)s more change by other desks",
        "%(count)s more changes by other desks",
        count,
      ),
      { count },
    ),
  stale: gettext("Somebody else changed it first. This is how it stands now; please look again."),
  changedBy: (/** @type {string} */ name, /** @type {string} */ time) =>
    interpolate(gettext("Changed by %(name)s at %(time)s."), { name, time }),
  changedAt: (/** @type {string} */ time) => interpolate(gettext("Changed at %(time)s."), { time }),
  announced: (/** @type {string} */ who, /** @type {string} */ what) => `${who}: ${what}`,
  removed: (/** @type {string} */ what) =>
    interpolate(gettext("%(what)s, no longer shown here"), { what }),
  somebody: gettext("Somebody"),
  details: {
    loading: gettext("Loading…"),
    failed: gettext("This appointment could not be loaded."),
    missing: gettext("This appointment does not exist."),
    bookFor: gettext("Book for this patient"),
    when: gettext("When"),
    doctor: gettext("Doctor"),
    noDoctor: gettext("Any doctor"),
    complaint: gettext("Complaint"),
    visit: gettext("Visit"),
    notes: gettext("Notes"),
    reason: gettext("Reason"),
    mrn: (/** @type {string} */ mrn) => interpolate(gettext("MRN %(mrn)s"), { mrn }),
    age: (/** @type {number} */ years) => interpolate(gettext("%(years)s y"), { years }),
    minutes: (/** @type {number} */ count) => interpolate(gettext("%(count)s min"), { count }),
    history: gettext("History"),
    by: (/** @type {string} */ name) => interpolate(gettext("by %(name)s"), { name }),
    move: gettext("Move to another time"),
    newStart: gettext("New start"),
    hospitalTime: (/** @type {string} */ zone) =>
      interpolate(gettext("The hospital's time (%(zone)s)"), { zone }),
    moveIt: gettext("Move"),
    correct: gettext("Correct complaint, notes or visit"),
    whyCancelled: gettext("Why is it cancelled?"),
    cancelIt: gettext("Cancel the appointment"),
    reasonHint: gettext("For the history, and for the patient who asks."),
    cancelledBy: gettext("Cancelled by"),
    patient: gettext("Patient"),
    hospital: gettext("Hospital"),
    byPatient: (/** @type {string} */ reason) =>
      interpolate(gettext("By the patient: %(reason)s"), { reason }),
    byHospital: (/** @type {string} */ reason) =>
      interpolate(gettext("By the hospital: %(reason)s"), { reason }),
    keep: gettext("Keep it"),
  },
  moves: {
    "SCHEDULED>CHECKED_IN": gettext("Check in"),
    "SCHEDULED>IN_PROGRESS": gettext("Start"),
    "SCHEDULED>CANCELLED": gettext("Cancel…"),
    "SCHEDULED>NO_SHOW": gettext("No-show"),
    "CHECKED_IN>IN_PROGRESS": gettext("Start"),
    "CHECKED_IN>LEFT": gettext("Left"),
    "CHECKED_IN>CANCELLED": gettext("Cancel…"),
    "CHECKED_IN>SCHEDULED": gettext("Undo check-in"),
    "IN_PROGRESS>COMPLETED": gettext("Complete"),
    "IN_PROGRESS>CHECKED_IN": gettext("Undo start"),
    "COMPLETED>IN_PROGRESS": gettext("Reopen"),
    "NO_SHOW>SCHEDULED": gettext("Undo no-show"),
    "NO_SHOW>CHECKED_IN": gettext("Came late: check in"),
    "CANCELLED>SCHEDULED": gettext("Undo cancel"),
  },
};

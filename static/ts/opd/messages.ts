/** The sentences of the OPD desk. */
import { gettext, interpolate, ngettext } from "../core/i18n.ts";

export const messages = {
  counts: (waiting: number, there: number) =>
    interpolate(gettext("%(waiting)s waiting · %(there)s called or served"), { waiting, there }),
  nobody: gettext("No patients are waiting."),
  noneMatch: gettext("No patients match the filters."),
  clearFilters: gettext("Clear filters"),
  notLoaded: gettext("The queue could not be loaded."),
  notUpdated: gettext("The queue could not be updated."),
  tryAgain: gettext("Try again"),
  allDoctors: gettext("All doctors"),
  allStates: gettext("All states"),
  withCount: (name: string, count: number) => `${name} (${count})`,
  age: (years: number) => interpolate(gettext("%(years)s y"), { years }),
  noRoomOpen: (department: string) =>
    interpolate(gettext("No room of %(department)s is open. Open a room to call patients."), {
      department,
    }),
  earlier: (count: number, day: string) =>
    interpolate(
      ngettext(
        "%(count)s patient of %(day)s is still in the queue.",
        "%(count)s patients of %(day)s are still in the queue.",
        count,
      ),
      { count, day },
    ),
  openDay: gettext("Open that day"),
  otherDay: (day: string) => interpolate(gettext("This is the queue of %(day)s."), { day }),
  backToToday: gettext("Back to today"),

  closed: gettext("Closed"),
  open: gettext("Open"),
  openRoom: (room: string) => interpolate(gettext("Open %(room)s"), { room }),
  close: gettext("Close"),
  closeRoom: (room: string) => interpolate(gettext("Close %(room)s"), { room }),
  opened: (room: string, doctor: string) =>
    interpolate(gettext("%(room)s is open for %(doctor)s."), { room, doctor }),
  roomClosed: (room: string) => interpolate(gettext("%(room)s is closed."), { room }),
  nobodyThere: gettext("No patient called"),
  withoutRoom: gettext("Not in an open room"),
  moreSteps: (token: string) => interpolate(gettext("More steps for %(token)s"), { token }),
  stepFor: (step: string, token: string) =>
    interpolate(gettext("%(step)s: %(token)s"), { step, token }),
  callNextTo: (room: string) => interpolate(gettext("Call next to %(room)s"), { room }),

  callOf: (token: string, name: string) =>
    interpolate(gettext("Call %(token)s, %(name)s"), { token, name }),
  ahead: (count: number) =>
    interpolate(
      ngettext(
        "%(count)s patient is before this one in the queue.",
        "%(count)s patients are before this one in the queue.",
        count,
      ),
      { count },
    ),
  whyOutOfTurn: gettext("Reason for calling out of turn"),
  keptInHistory: gettext("Kept in the history."),
  room: gettext("Room"),
  transferOf: (token: string, name: string) =>
    interpolate(gettext("Transfer %(token)s, %(name)s"), { token, name }),
  keepsArrival: gettext("Token and time of arrival stay the same."),
  department: gettext("Department"),
  doctor: gettext("Doctor"),
  leftOf: (token: string, name: string) =>
    interpolate(gettext("Has %(token)s, %(name)s, left?"), { token, name }),
  leftMeans: gettext("The visit ends without being seen. You can undo this today."),
  hasLeft: gettext("Patient has left"),
  cancel: gettext("Cancel"),

  needPatient: gettext("Choose a patient or register a new one."),
  needComplaint: gettext("Enter the reason for the visit."),
  notGiven: gettext("No token given yet. Your entries are kept."),
  anotherToken: gettext("Give another token"),
  askAnother: gettext("Give another token?"),
  given: gettext("Token given"),
  printSlip: gettext("Print slip"),
  ofDoctor: (name: string, doctor: string) => `${name} · ${doctor}`,
  announced: (token: string, state: string) => `${token}: ${state}`,
  announcedIn: (token: string, state: string, room: string) => `${token}: ${state}, ${room}`,
  moreChanges: (count: number) =>
    interpolate(
      ngettext(
        "%(count)s more change by other desks",
        "%(count)s more changes by other desks",
        count,
      ),
      { count },
    ),
};

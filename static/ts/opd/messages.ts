/** The sentences of the OPD desk. */
import { gettext, interpolate, ngettext } from "../core/i18n.ts";

export const messages = {
  counts: (waiting: number, there: number) =>
    interpolate(gettext("%(waiting)s waiting · %(there)s called or served"), { waiting, there }),
  noneMatch: gettext("No patients match the filters."),
  clearFilters: gettext("Clear filters"),
  allDoctors: gettext("All doctors"),
  allStates: gettext("All states"),
  withCount: (name: string, count: number) => `${name} (${count})`,
  noRoomOpen: (department: string) =>
    interpolate(gettext("No room of %(department)s is open. Open a room to call patients."), {
      department,
    }),
  otherDay: (day: string) => interpolate(gettext("This is the queue of %(day)s."), { day }),
  backToToday: gettext("Back to today"),
  stillWaiting: (count: number) =>
    interpolate(
      ngettext("%(count)s patient still waits.", "%(count)s patients still wait.", count),
      { count },
    ),
  closeDay: gettext("Close this queue"),
  askCloseDay: gettext("Close this day's queue?"),
  closeDayMeans: (count: number) =>
    interpolate(
      ngettext(
        "%(count)s patient will be marked as left without being seen.",
        "%(count)s patients will be marked as left without being seen.",
        count,
      ),
      { count },
    ),
  dayClosed: (count: number) =>
    interpolate(
      ngettext(
        "Queue closed. %(count)s patient was marked as left.",
        "Queue closed. %(count)s patients were marked as left.",
        count,
      ),
      { count },
    ),

  closed: gettext("Closed"),
  open: gettext("Open"),
  openRoom: (room: string) => interpolate(gettext("Open %(room)s"), { room }),
  close: gettext("Close"),
  closeRoom: (room: string) => interpolate(gettext("Close %(room)s"), { room }),
  nobodyThere: gettext("No patient called"),
  withoutRoom: gettext("Not in an open room"),
  callNextTo: (room: string) => interpolate(gettext("Call next to %(room)s"), { room }),

  room: gettext("Room"),

  priority: gettext("Priority"),
  changePriority: gettext("Change priority"),
  priorityOf: (token: string, name: string) =>
    interpolate(gettext("Priority of %(token)s, %(name)s"), { token, name }),
  priorityIs: (token: string, priority: string) =>
    interpolate(gettext("Priority of %(token)s: %(priority)s"), { token, priority }),
  reason: gettext("Reason"),
  save: gettext("Save"),

  needPatient: gettext("Choose a patient or register a new one."),
  needComplaint: gettext("Enter the reason for the visit."),
  notGiven: gettext("No token given yet. Your entries are kept."),
  anotherToken: gettext("Give another token"),
  askAnother: gettext("Give another token?"),
  given: gettext("Token given"),
  printSlip: gettext("Print slip"),
  ofDoctor: (name: string, doctor: string) => `${name} · ${doctor}`,
};

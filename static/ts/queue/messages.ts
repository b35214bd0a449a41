/** The words of the queue, on the desk and in the doctor's room. */
import { gettext, interpolate, ngettext } from "../core/i18n.ts";
import type { Action, Priority, TokenState } from "./types.ts";

export const messages = {
  states: {
    WAITING: gettext("Waiting"),
    CALLED: gettext("Called"),
    SERVING: gettext("Being seen"),
    SKIPPED: gettext("Not there"),
    DONE: gettext("Done"),
    LEFT: gettext("Left"),
  } satisfies Record<TokenState, string>,
  priorities: {
    normal: gettext("Normal"),
    elderly: gettext("Elderly"),
    pregnant: gettext("Pregnant"),
    emergency: gettext("Emergency"),
  } satisfies Record<Priority, string>,
  /** On buttons. */
  actions: {
    call: gettext("Call"),
    recall: gettext("Call again"),
    serve: gettext("Start"),
    done: gettext("Done"),
    skip: gettext("Not here"),
    left: gettext("Left"),
    withdraw: gettext("Withdraw token"),
    transfer: gettext("Transfer"),
    undo: gettext("Undo"),
  } satisfies Record<Action, string>,
  callNext: gettext("Call next"),
  doneAndNext: gettext("Done, call next"),
  anyDoctor: gettext("Any doctor"),
  minutes: (count: number) => interpolate(gettext("%(count)s min"), { count }),
  hours: (hours: number, minutes: number) =>
    interpolate(gettext("%(hours)s h %(minutes)s min"), { hours, minutes }),
  estimate: (from: number, to: number) => interpolate(gettext("%(from)s–%(to)s min"), { from, to }),
  noEstimate: gettext("No estimate"),
  soon: gettext("Now"),

  /** What a step did, for toasts. */
  calledTo: (token: string, room: string) =>
    interpolate(gettext("%(token)s called to %(room)s."), { token, room }),
  called: (token: string) => interpolate(gettext("%(token)s called."), { token }),
  done: {
    recall: (token: string) => interpolate(gettext("%(token)s called again."), { token }),
    serve: (token: string) => interpolate(gettext("Visit of %(token)s started."), { token }),
    done: (token: string) => interpolate(gettext("Visit of %(token)s completed."), { token }),
    skip: (token: string) =>
      interpolate(gettext("%(token)s was not there and waits again."), { token }),
    left: (token: string) => interpolate(gettext("%(token)s has left."), { token }),
    withdraw: (token: string) => interpolate(gettext("%(token)s withdrawn."), { token }),
    transfer: (token: string) => interpolate(gettext("%(token)s transferred."), { token }),
    undo: (token: string) => interpolate(gettext("Last step with %(token)s undone."), { token }),
  },
  undo: gettext("Undo"),
  notUndone: (why: string) => interpolate(gettext("Not undone. %(why)s"), { why }),
  stale: (token: string) =>
    interpolate(gettext("Another user changed %(token)s. The list is up to date now. Try again."), {
      token,
    }),

  /** Questions before a step, notices, announcements. */
  age: (years: number) => interpolate(gettext("%(years)s y"), { years }),
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
  tryAgain: gettext("Try again"),
  notLoaded: gettext("The queue could not be loaded."),
  notUpdated: gettext("The queue could not be updated."),
  nobody: gettext("No patients are waiting."),
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
  opened: (room: string, doctor: string) =>
    interpolate(gettext("%(room)s is open for %(doctor)s."), { room, doctor }),
  roomClosed: (room: string) => interpolate(gettext("%(room)s is closed."), { room }),
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
  moreSteps: (token: string) => interpolate(gettext("More steps for %(token)s"), { token }),
  stepFor: (step: string, token: string) =>
    interpolate(gettext("%(step)s: %(token)s"), { step, token }),
};

/** The words of the queue, on the desk and in the doctor's room. */
import { gettext, interpolate } from "../core/i18n.ts";
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
    transfer: (token: string) => interpolate(gettext("%(token)s transferred."), { token }),
    undo: (token: string) => interpolate(gettext("Last step with %(token)s undone."), { token }),
  },
  undo: gettext("Undo"),
  notUndone: (why: string) => interpolate(gettext("Not undone. %(why)s"), { why }),
  stale: (token: string) =>
    interpolate(gettext("Another user changed %(token)s. The list is up to date now. Try again."), {
      token,
    }),
};

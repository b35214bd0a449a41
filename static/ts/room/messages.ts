/** The sentences of the doctor's room. */
import { gettext, interpolate, ngettext } from "../core/i18n.ts";

export const messages = {
  waiting: (count: number) => interpolate(gettext("%(count)s waiting"), { count }),
  waited: gettext("Waited"),
  noRoom: gettext("No room open"),
  nobodyCalled: gettext("No patient called"),
  chooseRoom: gettext("Choose a room to call patients"),
  openRoom: gettext("Open"),
  alsoHere: gettext("Also called"),
  showThis: (token: string, name: string) =>
    interpolate(gettext("Show %(token)s, %(name)s"), { token, name }),
  doneAndCalled: (done: string, called: string) =>
    interpolate(gettext("Visit of %(done)s completed. %(called)s"), { done, called }),
  undoLast: (token: string) => interpolate(gettext("Undo last step with %(token)s"), { token }),
  asOf: (time: string) =>
    interpolate(gettext("No connection. This is the queue as of %(time)s."), { time }),
  more: (count: number) =>
    interpolate(ngettext("%(count)s more waiting", "%(count)s more waiting", count), { count }),
};

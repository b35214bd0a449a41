/** The board's sentences. */
import { gettext, interpolate } from "../core/i18n.ts";

export const messages = {
  called: gettext("Now called"),
  nowServing: gettext("Now serving"),
  noneCalled: gettext("No token is called at the moment."),
  asOf: (time: string) => interpolate(gettext("as of %(time)s"), { time }),
  notRead: gettext("The board cannot be read at the moment."),
  speakToRoom: (token: string, room: string) =>
    interpolate(gettext("Token %(token)s: %(room)s"), { token, room }),
  speak: (token: string) => interpolate(gettext("Token %(token)s"), { token }),
};

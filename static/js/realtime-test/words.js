/** Every sentence of the realtime instrument's scripts. */
import { gettext, interpolate } from "../i18n.js";

export const words = {
  upToDate: gettext("up to date"),
  behind: (/** @type {number} */ count) => interpolate(gettext("%(count)s behind"), { count }),
  waiting: gettext("waiting for the server"),
  unknown: "–",
  leave: (/** @type {string} */ channel) => interpolate(gettext("Leave %(channel)s"), { channel }),
  already: gettext("This window hears that channel already."),
  needChannel: gettext("Name a channel, such as realtime-test."),
  refused: (/** @type {string} */ channel, /** @type {string} */ why) => `${channel}: ${why}`,
  states: /** @type {Record<string, string>} */ ({
    initialized: gettext("not connected yet"),
    connecting: gettext("connecting"),
    connected: gettext("connected"),
    unavailable: gettext("unavailable"),
    failed: gettext("failed"),
    disconnected: gettext("disconnected"),
    dropped: gettext("dropped"),
  }),
  socket: (/** @type {string} */ id) => interpolate(gettext("socket %(id)s"), { id }),
  noSocket: gettext("no socket"),
  sent: (/** @type {number} */ seq) =>
    interpolate(gettext("Sent as number %(seq)s; waiting for it to arrive…"), { seq }),
  arrived: (/** @type {number} */ seq, /** @type {string} */ ms) =>
    interpolate(gettext("Number %(seq)s came back in %(ms)s ms."), { seq, ms }),
  roundTrips: (
    /** @type {number} */ count,
    /** @type {string} */ last,
    /** @type {string} */ median,
  ) =>
    interpolate(gettext("%(count)s own · last %(last)s ms · median %(median)s ms"), {
      count,
      last,
      median,
    }),
  roundTrip: gettext("round trip from the click"),
  oneWay: gettext("since the server's time stamp; needs clocks that agree"),
  caughtUp: gettext("caught up"),
  from: (/** @type {string} */ message, /** @type {string} */ by) => `${message} – ${by}`,
  appointment: (/** @type {string} */ action, /** @type {string | number} */ id) =>
    interpolate(gettext("%(action)s, appointment %(id)s"), { action, id }),
  changed: gettext("the doctor's hours changed"),
};

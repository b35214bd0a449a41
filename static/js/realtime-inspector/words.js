/** Every sentence of the realtime instrument's scripts. */
import { gettext, interpolate, ngettext } from "../core/i18n.js";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

export const words = {
  upToDate: gettext("up to date"),
  behind: (/** @type {number} */ count) => interpolate(gettext("%(count)s behind"), { count }),
  waiting: gettext("waiting for the server"),
  unknown: "–",
  leave: (/** @type {string} */ channel) => interpolate(gettext("Leave %(channel)s"), { channel }),
  skip: gettext("Skip next"),
  skipNext: (/** @type {string} */ channel) =>
    interpolate(gettext("Skip next: throw away the next message of %(channel)s"), { channel }),
  already: gettext("This window hears that channel already."),
  needChannel: gettext("Name a channel, such as realtime-test."),
  refused: (/** @type {string} */ channel, /** @type {string} */ why, /** @type {number} */ code) =>
    `${channel}: ${why} (pusher:error ${code})`,
  channels: {
    test: gettext("test broadcasts"),
    appointments: gettext("every appointment"),
    opd: gettext("every OPD visit"),
  },
  states: /** @type {Record<string, string>} */ ({
    initialized: gettext("not connected yet"),
    connecting: gettext("connecting"),
    connected: gettext("connected"),
    unavailable: gettext("unavailable"),
    failed: gettext("failed"),
    disconnected: gettext("disconnected"),
    dropped: gettext("dropped"),
    skipped: gettext("number skipped"),
  }),
  hints: /** @type {Record<string, string>} */ ({
    unavailable: gettext("No answer from the server. It is tried again every few seconds."),
    failed: gettext("This browser or its network lets no WebSocket through."),
    disconnected: gettext("The server closed for good: the session has ended. Sign in again."),
  }),
  duration: (/** @type {number} */ ms) => {
    if (ms < SECOND_MS) return interpolate(gettext("%(count)s ms"), { count: Math.round(ms) });
    if (ms < MINUTE_MS) {
      return interpolate(gettext("%(count)s s"), { count: Math.floor(ms / SECOND_MS) });
    }
    const minutes = Math.floor(ms / MINUTE_MS);
    const seconds = Math.floor((ms % MINUTE_MS) / SECOND_MS);
    return interpolate(gettext("%(minutes)s min %(seconds)s s"), { minutes, seconds });
  },
  soFar: (/** @type {string} */ lasted) => interpolate(gettext("for %(lasted)s"), { lasted }),
  stillMissing: (/** @type {string} */ lasted) =>
    interpolate(gettext("missing for %(lasted)s"), { lasted }),
  caughtUpAfter: (/** @type {string} */ lasted) =>
    interpolate(gettext("caught up after %(lasted)s"), { lasted }),
  socket: (/** @type {string} */ id) => interpolate(gettext("socket %(id)s"), { id }),
  noSocket: gettext("no socket"),
  sent: (/** @type {number} */ seq) =>
    interpolate(gettext("Sent as number %(seq)s; waiting for it to arrive…"), { seq }),
  arrived: (/** @type {number} */ seq, /** @type {string} */ ms) =>
    interpolate(gettext("Number %(seq)s came back in %(ms)s ms."), { seq, ms }),
  roundTrips: (/** @type {import("./journal.js").Times | null} */ times) =>
    timed(times, gettext("%(last)s ms, median of %(count)s: %(median)s ms")),
  toScreens: (/** @type {import("./journal.js").Times | null} */ times) =>
    timed(times, gettext("%(last)s ms, median of %(count)s: %(median)s ms")),
  counted: (
    /** @type {number} */ shown,
    /** @type {number} */ all,
    /** @type {number} */ waiting,
  ) => {
    const count = interpolate(gettext("%(shown)s of %(all)s"), { shown, all });
    if (!waiting) return all ? count : "";
    const more = ngettext("%(waiting)s waits", "%(waiting)s wait", waiting);
    return `${count} · ${interpolate(more, { waiting })}`;
  },
  pause: gettext("Pause"),
  resume: gettext("Resume"),
  copied: (/** @type {number} */ count) =>
    interpolate(ngettext("Copied %(count)s message.", "Copied %(count)s messages.", count), {
      count,
    }),
  notCopied: gettext("The browser did not let it be copied."),
  copyOne: (/** @type {number} */ seq) => interpolate(gettext("Copy number %(seq)s"), { seq }),
  nothingHeard: gettext(
    "Nothing heard yet. Send a test broadcast, or subscribe to a channel and wait.",
  ),
  noneMatches: gettext("No message holds these words. Take one away."),
  caughtUp: gettext("caught up"),
  from: (/** @type {string} */ message, /** @type {string} */ by) => `${message} – ${by}`,
  appointment: (/** @type {string} */ action, /** @type {string | number} */ id) =>
    interpolate(gettext("%(action)s, appointment %(id)s"), { action, id }),
  changed: gettext("the doctor's hours changed"),
};

/** @param {import("./journal.js").Times | null} times @param {string} text */
function timed(times, text) {
  if (!times) return words.unknown;
  const [last, median] = [times.last, times.median].map(Math.round);
  return interpolate(text, { last, median, count: times.count });
}

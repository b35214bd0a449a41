/** The sentences of the realtime test page's scripts. */
import { gettext, interpolate, ngettext } from "../core/i18n.ts";
import type { Times } from "./message-log.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

export const messages = {
  upToDate: gettext("up to date"),
  behind: (count: number) => interpolate(gettext("%(count)s behind"), { count }),
  waiting: gettext("waiting for the server"),
  unknown: "–",
  leave: (channel: string) => interpolate(gettext("Unsubscribe from %(channel)s"), { channel }),
  skip: gettext("Skip next"),
  skipNext: (channel: string) =>
    interpolate(gettext("Skip next: discard the next message on %(channel)s"), { channel }),
  already: gettext("Already subscribed to that channel."),
  needChannel: gettext("Enter a channel, such as realtime-test."),
  refused: (channel: string, why: string, code: number) =>
    `${channel}: ${why} (pusher:error ${code})`,
  states: {
    initialized: gettext("not connected yet"),
    connecting: gettext("connecting"),
    connected: gettext("connected"),
    unavailable: gettext("unavailable"),
    failed: gettext("failed"),
    disconnected: gettext("disconnected"),
    dropped: gettext("dropped"),
    skipped: gettext("number skipped"),
  } as Record<string, string>,
  hints: {
    unavailable: gettext("No answer from the server. Retrying every few seconds."),
    failed: gettext("The browser or the network blocks WebSockets."),
    disconnected: gettext("The session has ended. Sign in again."),
  } as Record<string, string>,
  duration: (ms: number) => {
    if (ms < SECOND_MS) return interpolate(gettext("%(count)s ms"), { count: Math.round(ms) });
    if (ms < MINUTE_MS) {
      return interpolate(gettext("%(count)s s"), { count: Math.floor(ms / SECOND_MS) });
    }
    const minutes = Math.floor(ms / MINUTE_MS);
    const seconds = Math.floor((ms % MINUTE_MS) / SECOND_MS);
    return interpolate(gettext("%(minutes)s min %(seconds)s s"), { minutes, seconds });
  },
  soFar: (lasted: string) => interpolate(gettext("for %(lasted)s"), { lasted }),
  stillMissing: (lasted: string) => interpolate(gettext("missing for %(lasted)s"), { lasted }),
  caughtUpAfter: (lasted: string) => interpolate(gettext("caught up after %(lasted)s"), { lasted }),
  socket: (id: string) => interpolate(gettext("socket %(id)s"), { id }),
  noSocket: gettext("no socket"),
  sent: (seq: number) =>
    interpolate(gettext("Number %(seq)s sent. Waiting for it to arrive…"), { seq }),
  arrived: (seq: number, ms: string) =>
    interpolate(gettext("Number %(seq)s received after %(ms)s ms."), { seq, ms }),
  roundTrips: (times: Times | null) =>
    timed(times, gettext("%(last)s ms, median of %(count)s: %(median)s ms")),
  toScreens: (times: Times | null) =>
    timed(times, gettext("%(last)s ms, median of %(count)s: %(median)s ms")),
  counted: (shown: number, all: number, waiting: number) => {
    const count = interpolate(gettext("%(shown)s of %(all)s"), { shown, all });
    if (!waiting) return all ? count : "";
    return `${count} · ${interpolate(gettext("%(waiting)s waiting"), { waiting })}`;
  },
  pause: gettext("Pause"),
  resume: gettext("Resume"),
  copied: (count: number) =>
    interpolate(ngettext("Copied %(count)s message.", "Copied %(count)s messages.", count), {
      count,
    }),
  notCopied: gettext("The browser refused to copy."),
  copyOne: (seq: number) => interpolate(gettext("Copy number %(seq)s"), { seq }),
  nothingHeard: gettext("No messages yet. Send a test broadcast or subscribe to a channel."),
  noneMatches: gettext("No messages match the filter."),
  caughtUp: gettext("caught up"),
  from: (message: string, by: string) => `${message} – ${by}`,
  appointment: (action: string, id: string | number) =>
    interpolate(gettext("%(action)s, appointment %(id)s"), { action, id }),
  changed: gettext("the doctor's hours changed"),
};

function timed(times: Times | null, text: string) {
  if (!times) return messages.unknown;
  const [last, median] = [times.last, times.median].map(Math.round);
  return interpolate(text, { last, median, count: times.count });
}

/** The badge, bottom right: whether the page is live, in fixed words, and since when. */
import { messages } from "../core/messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Signal } from "../core/signal.ts";

const MINUTE_MS = 60_000;
/** The badge shows the age of the data once it is this old. */
const AGE_SHOWN_FROM_MS = 20_000;

/** Moments in milliseconds, null for never. */
export interface LiveStatus {
  live: boolean;
  /** When the socket was last opened. */
  connectedAt: number | null;
  /** When what is shown was last known to be current. */
  currentAt: number | null;
}

/** The badge's two texts. `now`: milliseconds; `time`: shows a moment in the hospital's zone. */
export function badgeTexts(
  { live, connectedAt, currentAt }: LiveStatus,
  now: number,
  time: (instant: number) => string,
) {
  if (live) return { text: messages.live, detail: messages.since(time(connectedAt ?? now)) };
  const detail = [
    connectedAt ? messages.lastConnection(time(connectedAt)) : messages.neverConnected,
  ];
  const age = currentAt === null ? 0 : now - currentAt;
  if (age >= AGE_SHOWN_FROM_MS) detail.push(messages.shownAsOf(span(age)));
  return { text: messages.connecting, detail: detail.join(" · ") };
}

function span(ms: number) {
  return ms < MINUTE_MS
    ? messages.seconds(Math.floor(ms / 1000))
    : messages.minutes(Math.floor(ms / MINUTE_MS));
}

/** Shows the page's badge and updates it after each `onStatus`. */
export function showBadge(live: { onStatus: Signal; status: LiveStatus }, clock: Clock) {
  const badge = document.getElementById("realtime-badge") as HTMLElement;
  const text = document.getElementById("realtime-status") as HTMLElement;
  const detail = document.getElementById("realtime-since") as HTMLElement;
  const update = () => {
    const status = live.status;
    const texts = badgeTexts(status, Date.now(), (instant) => clock.time(instant));
    badge.dataset.live = String(status.live);
    if (text.textContent !== texts.text) text.textContent = texts.text;
    if (detail.textContent !== texts.detail) detail.textContent = texts.detail;
  };
  live.onStatus.add(update);
  update();
  badge.hidden = false;
}

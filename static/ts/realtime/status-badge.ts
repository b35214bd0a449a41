/** The badge, bottom right: whether what is shown is live, in exact words, and since when. */
import { messages } from "../core/messages.ts";
import type { Clock } from "../core/clock.ts";

const MINUTE_MS = 60_000;
/** What is shown is called old only once it is older than this. */
const AGE_WORTH_SAYING_MS = 20_000;

interface Status {
  live: boolean;
  connectedAt: number | null;
  currentAt: number | null;
}

/** The badge's two texts. `now`: milliseconds; `time`: shows an instant in the hospital's zone. */
export function badgeTexts(
  { live, connectedAt, currentAt }: Status,
  now: number,
  time: (instant: number) => string,
) {
  if (live) return { text: messages.live, detail: messages.since(time(connectedAt ?? now)) };
  const detail = [
    connectedAt ? messages.lastConnection(time(connectedAt)) : messages.neverConnected,
  ];
  const age = currentAt === null ? 0 : now - currentAt;
  if (age >= AGE_WORTH_SAYING_MS) detail.push(messages.shownAsOf(span(age)));
  return { text: messages.connecting, detail: detail.join(" · ") };
}

function span(ms: number) {
  return ms < MINUTE_MS
    ? messages.seconds(Math.floor(ms / 1000))
    : messages.minutes(Math.floor(ms / MINUTE_MS));
}

/** Paints the badge of the page whenever `live` says that something may have changed. */
export function paintBadge(
  live: { on: (name: string, listener: () => void) => void; status: Status },
  clock: Clock,
) {
  const badge = document.getElementById("realtime-badge") as HTMLElement;
  const text = document.getElementById("realtime-status") as HTMLElement;
  const detail = document.getElementById("realtime-since") as HTMLElement;
  const paint = () => {
    const status = live.status;
    const texts = badgeTexts(status, Date.now(), (instant) => clock.time(instant));
    badge.dataset.live = String(status.live);
    if (text.textContent !== texts.text) text.textContent = texts.text;
    if (detail.textContent !== texts.detail) detail.textContent = texts.detail;
  };
  live.on("status", paint);
  paint();
  badge.hidden = false;
}

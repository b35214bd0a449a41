/** The badge, bottom right: whether what is shown is live, in exact words, and since when. */
import { messages } from "../core/messages.js";

const MINUTE_MS = 60_000;
/** What is shown is called old only once it is older than this. */
const AGE_WORTH_SAYING_MS = 20_000;

/**
 * @typedef {{live: boolean, connectedAt: number | null, currentAt: number | null}} Status
 */

/**
 * The badge's two texts.
 * @param {Status} status
 * @param {number} now milliseconds
 * @param {(instant: number) => string} time shows an instant in the hospital's zone
 */
export function badgeTexts({ live, connectedAt, currentAt }, now, time) {
  if (live) return { words: messages.live, detail: messages.since(time(connectedAt ?? now)) };
  const detail = [
    connectedAt ? messages.lastConnection(time(connectedAt)) : messages.neverConnected,
  ];
  const age = currentAt === null ? 0 : now - currentAt;
  if (age >= AGE_WORTH_SAYING_MS) detail.push(messages.shownAsOf(span(age)));
  return { words: messages.connecting, detail: detail.join(" · ") };
}

/** @param {number} ms */
function span(ms) {
  return ms < MINUTE_MS
    ? messages.seconds(Math.floor(ms / 1000))
    : messages.minutes(Math.floor(ms / MINUTE_MS));
}

/**
 * Paints the badge of the page whenever `live` says that something may have changed.
 * @param {{on: (name: string, listener: Function) => void, status: Status}} live
 * @param {import("../core/clock.js").Clock} clock
 */
export function paintBadge(live, clock) {
  const badge = /** @type {HTMLElement} */ (document.getElementById("realtime-badge"));
  const words = /** @type {HTMLElement} */ (document.getElementById("realtime-status"));
  const detail = /** @type {HTMLElement} */ (document.getElementById("realtime-since"));
  const paint = () => {
    const status = live.status;
    const texts = badgeTexts(status, Date.now(), (instant) => clock.time(instant));
    badge.dataset.live = String(status.live);
    if (words.textContent !== texts.words) words.textContent = texts.words;
    if (detail.textContent !== texts.detail) detail.textContent = texts.detail;
  };
  live.on("status", paint);
  paint();
  badge.hidden = false;
}

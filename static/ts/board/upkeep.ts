/** What lets a board run for weeks: the clock, the shift against burn-in, a lit screen, new releases at night. */
import { byId } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { setText } from "./board-view.ts";
import type { Clock } from "../core/clock.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const TIMEOUT_MS = 10_000;
const SHIFT_EVERY_MS = 4 * MINUTE_MS;
/** Places that the layout takes in turn; static/css/board.css says where they are. */
const SHIFTS = 8;
/** Hour of the hospital's day in which a board loads a new release. */
const RELOAD_HOUR = "03";

export function keepRunning(clock: Clock, version: string) {
  const show = () => setText("board-clock", clock.time(serverNow()));
  show();
  setInterval(show, SECOND_MS);
  let shift = 0;
  setInterval(() => {
    shift = (shift + 1) % SHIFTS;
    byId("board").dataset.shift = String(shift);
  }, SHIFT_EVERY_MS);
  setInterval(() => reloadAtNight(clock, version), MINUTE_MS);
  keepLit();
  wireFullscreen();
}

/** Loads the page again if another release answers, so never while none does. */
async function reloadAtNight(clock: Clock, version: string) {
  if (!clock.time(serverNow()).startsWith(`${RELOAD_HOUR}:`)) return;
  const served = await fetch("/healthz", { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (served?.version && served.version !== version) location.reload();
}

/** The browser lets go of the lock whenever the page is hidden. */
function keepLit() {
  const lock = () => {
    if (document.visibilityState === "visible")
      navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", lock);
  lock();
}

function wireFullscreen() {
  const button = byId("fullscreen");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
  document.addEventListener("fullscreenchange", () => {
    button.hidden = document.fullscreenElement !== null;
  });
}

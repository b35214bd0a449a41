/** A patient's own page: the server's words, read again after each event of the queue. */
import { ApiError, csrfToken } from "../core/api.ts";
import { readScreenConfig } from "../core/config.ts";
import { byId } from "../core/dom.ts";
import { Connection } from "../realtime/connection.ts";
import { LiveScreen } from "../realtime/live-screen.ts";

const POLL_MS = 30_000;
/** Others' tokens: all the phones of a waiting room would read at once. */
const READ_WITHIN_MS = 4_000;
const TIMEOUT_MS = 10_000;
const VIBRATION_MS = [300, 150, 300];

const config = readScreenConfig();
const token = byId("ticket").dataset.token;

const screen = new LiveScreen({
  socket: new Connection(config, csrfToken(), { "X-OPD-Code": config.code }),
  channel: config.channel,
  pollMs: POLL_MS,
  readWithin: (data) => (data.token === token ? 0 : READ_WITHIN_MS),
  read: async () => {
    const answer = await fetch(location.pathname, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new ApiError(answer.status, {});
    show(await answer.text());
    return null;
  },
});
/** It ends with the day: the server says so. */
screen.onRefused.add(() => location.reload());
addEventListener("online", () => screen.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") screen.wake();
});
screen.start();

function show(html: string) {
  const read = new DOMParser().parseFromString(html, "text/html");
  const [now, before] = [read.getElementById("ticket"), byId("ticket")];
  if (!now) throw new ApiError(0, {});
  if (now.dataset.state === "called" && before.dataset.state !== "called") {
    navigator.vibrate?.(VIBRATION_MS);
  }
  document.title = read.title;
  before.replaceWith(now);
}

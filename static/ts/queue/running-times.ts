/** Waiting times that run: one timer for all `<time data-since>` of a page. */
import { el } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { messages } from "./messages.ts";

const EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** An element with the time since a moment (ISO 8601), which `runTimes` keeps running. */
export function runningTime(since: string) {
  return el("time", { "data-since": since, class: "tabular", text: elapsed(since, serverNow()) });
}

/** Call once per page. */
export function runTimes() {
  const update = () => {
    const now = serverNow();
    for (const node of document.querySelectorAll<HTMLElement>("[data-since]")) {
      const text = elapsed(node.dataset.since ?? "", now);
      if (node.textContent !== text) node.textContent = text;
    }
  };
  setInterval(update, EVERY_MS);
  document.addEventListener("visibilitychange", update);
}

/** Whole minutes, from an hour on with hours. `now`: milliseconds. */
export function elapsed(since: string, now: number) {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE_MS));
  if (minutes < HOUR_MINUTES) return messages.minutes(minutes);
  return messages.hours(Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES);
}

/** The time left of a hold, updated every second wherever it is shown. */
import { el } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { timeLeft } from "./hold.ts";

const TICK_MS = 1_000;

/** `until`: milliseconds of the server's clock. */
export function countdown(until: number) {
  const text = timeLeft(until, serverNow());
  return el("span", { class: "tabular", dataset: { countdown: String(until) }, text });
}

/** Updates all countdowns on the page, also those added later. */
export function runCountdowns() {
  setInterval(() => {
    for (const node of document.querySelectorAll<HTMLElement>("[data-countdown]")) {
      node.textContent = timeLeft(Number(node.dataset.countdown), serverNow());
    }
  }, TICK_MS);
}

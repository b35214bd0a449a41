/** What is left of a hold, running by the second wherever it stands on the page. */
import { el } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { timeLeft } from "./hold.ts";

const TICK_MS = 1_000;

/** `until` is in milliseconds of the server's clock. */
export function countdown(until: number) {
  const text = timeLeft(until, serverNow());
  return el("span", { class: "tabular", dataset: { countdown: String(until) }, text });
}

/** Lets every countdown run that is on the page now or comes later. */
export function runCountdowns() {
  setInterval(() => {
    for (const node of document.querySelectorAll<HTMLElement>("[data-countdown]")) {
      const until = Number(node.dataset.countdown);
      node.textContent = timeLeft(until, serverNow());
    }
  }, TICK_MS);
}

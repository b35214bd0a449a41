/** What is left of a hold, running by the second wherever it stands on the page. */
import { el } from "../core/dom.js";
import { serverNow } from "../core/server-time.js";
import { timeLeft } from "./hold.js";

const TICK_MS = 1_000;

/** @param {number} until milliseconds of the server's clock */
export function countdown(until) {
  const text = timeLeft(until, serverNow());
  return el("span", { class: "tabular", dataset: { countdown: String(until) }, text });
}

/** Lets every countdown run that is on the page now or comes later. */
export function runCountdowns() {
  setInterval(() => {
    for (const node of document.querySelectorAll("[data-countdown]")) {
      const until = Number(/** @type {HTMLElement} */ (node).dataset.countdown);
      node.textContent = timeLeft(until, serverNow());
    }
  }, TICK_MS);
}

/** What the calendar says about itself above the grid: failed, empty, too many. */
import { byId } from "../dom.js";
import { messages } from "../messages.js";
import { notice } from "./details-view.js";

/**
 * @param {import("../live.js").Live} live
 * @param {import("../store.js").Store} store
 * @param {() => string} filterSummary
 * @param {import("./column-choice.js").ColumnChoice} choice
 */
export function sayHowItStands(live, store, filterSummary, choice) {
  const body = byId("board-body");
  live.on("loading", () => body.setAttribute("aria-busy", "true"));
  live.on("loaded", () => {
    show(choice.tooNarrow ? notice("info", messages.hourly) : null);
    body.setAttribute("aria-busy", "false");
    sayIfEmpty();
  });
  live.on("tooMany", () => {
    body.setAttribute("aria-busy", "false");
    show(notice("info", messages.tooMany));
  });
  live.on("failed", (/** @type {any} */ error) => {
    body.setAttribute("aria-busy", "false");
    const retry = { label: messages.tryAgain, run: () => live.refresh() };
    show(notice("error", `${messages.loadFailed} ${error.message}`, [retry]));
  });
  store.on("change", () => body.getAttribute("aria-busy") === "false" && sayIfEmpty());

  function sayIfEmpty() {
    const empty = byId("calendar-empty");
    empty.hidden = store.size > 0;
    empty.textContent = filterSummary() ? messages.nothingMatches : messages.nothingHere;
  }
}

/** @param {HTMLElement | null} content */
function show(content) {
  const box = byId("calendar-notice");
  box.replaceChildren(...(content ? [content] : []));
  box.hidden = !content;
}

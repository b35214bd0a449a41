/** What the calendar says about itself above the grid: failed, empty, too many. */
import { byId, el } from "../dom.js";
import { messages } from "../messages.js";
import { notice } from "./details-view.js";

const SIGNED_OUT = 401;

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
    byId("calendar-empty").hidden = true;
    if (error.status === SIGNED_OUT) return; // the banner says so, and what to do
    const retry = { label: messages.tryAgain, run: () => live.refresh() };
    show(notice("error", `${messages.loadFailed} ${error.message}`, [retry]));
  });
  store.on("change", () => body.getAttribute("aria-busy") === "false" && sayIfEmpty());

  function sayIfEmpty() {
    const empty = byId("calendar-empty");
    empty.hidden = store.size > 0;
    if (filterSummary()) {
      const clear = () => byId("clear-filters").click();
      const button = { type: "button", text: messages.clearFilters, onclick: clear };
      empty.replaceChildren(messages.nothingMatches, " ", el("button", button));
    } else empty.replaceChildren(messages.nothingHere);
  }
}

/** @param {HTMLElement | null} content */
function show(content) {
  const box = byId("calendar-notice");
  box.replaceChildren(...(content ? [content] : []));
  box.hidden = !content;
}

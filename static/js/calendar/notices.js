/** What the calendar says about itself above the grid: failed, empty, too many. */
import { byId, el, icon } from "../core/dom.js";
import { messages } from "../core/messages.js";

const SIGNED_OUT = 401;

/**
 * @param {import("../realtime/live-query.js").Live} live
 * @param {import("../realtime/appointment-store.js").Store} store
 * @param {() => string} filterSummary
 * @param {import("./column-choice.js").ColumnChoice} choice
 */
export function sayHowItStands(live, store, filterSummary, choice) {
  const body = byId("board-body");
  live.on("loading", () => {
    body.setAttribute("aria-busy", "true");
    showMissing(live.loaded ? "" : messages.loading);
  });
  live.on("loaded", () => {
    showMissing("");
    show(choice.tooNarrow ? notice("info", messages.hourly) : null);
    body.setAttribute("aria-busy", "false");
    sayIfEmpty();
  });
  live.on("tooMany", () => {
    body.setAttribute("aria-busy", "false");
    showMissing("");
    show(notice("info", messages.tooMany));
  });
  live.on("failed", (/** @type {any} */ error) => {
    body.setAttribute("aria-busy", "false");
    byId("calendar-empty").hidden = true;
    showMissing(live.loaded ? "" : messages.notLoaded, true);
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

/**
 * Time that was never loaded must not look free: it is covered, and what lies under it is out of reach.
 * @param {string} why empty where all is there
 * @param {boolean} [failed] loading does not last so long that the keyboard is to lose its place
 */
function showMissing(why, failed = false) {
  byId("board-body").dataset.loaded = String(!why);
  byId("not-loaded-text").textContent = why;
  for (const grid of [byId("calendar"), byId("doctors")]) grid.inert = Boolean(why) && failed;
}

/** @param {HTMLElement | null} content */
function show(content) {
  const box = byId("calendar-notice");
  box.replaceChildren(...(content ? [content] : []));
  box.hidden = !content;
}

/**
 * @param {"info" | "error"} kind
 * @param {string} text
 * @param {{label: string, run: () => void}[]} [actions]
 */
export function notice(kind, text, actions = []) {
  const buttons = actions.map(({ label, run }) =>
    el("button", { type: "button", class: "btn btn-sm btn-quiet", text: label, onclick: run }),
  );
  return el(
    "div",
    { class: `notice notice-${kind}` },
    icon(kind === "error" ? "exclamation-triangle" : "info-circle"),
    el(
      "div",
      { class: "notice-body" },
      el("span", { text }),
      buttons.length > 0 && el("div", { class: "notice-actions" }, ...buttons),
    ),
  );
}

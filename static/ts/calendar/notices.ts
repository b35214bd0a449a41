/** Shows whether the calendar is loading, loaded, empty, failed or too full. */
import { byId, el, icon } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import type { AppointmentStore } from "../realtime/appointment-store.ts";
import type { LiveQuery } from "../realtime/live-query.ts";
import type { ColumnChoice } from "./column-choice.ts";

const SIGNED_OUT = 401;

export function showLoadState(
  live: LiveQuery,
  store: AppointmentStore,
  filterSummary: () => string,
  choice: ColumnChoice,
) {
  const body = byId("calendar-body");
  live.onLoading.add(() => {
    body.setAttribute("aria-busy", "true");
    showNotLoaded(live.loaded ? "" : messages.loading);
  });
  live.onLoaded.add(() => {
    showNotLoaded("");
    show(choice.tooNarrow ? notice("info", messages.hourly) : null);
    body.setAttribute("aria-busy", "false");
    showIfEmpty();
  });
  live.onTooMany.add(() => {
    body.setAttribute("aria-busy", "false");
    showNotLoaded("");
    show(notice("info", messages.tooMany));
  });
  live.onFailed.add((error) => {
    body.setAttribute("aria-busy", "false");
    byId("calendar-empty").hidden = true;
    showNotLoaded(live.loaded ? "" : messages.notLoaded, true);
    if (error.status === SIGNED_OUT) return; // the session banner says what to do
    const retry = { label: messages.tryAgain, run: () => live.refresh() };
    show(notice("error", `${messages.loadFailed} ${error.message}`, [retry]));
  });
  store.onChange.add(() => body.getAttribute("aria-busy") === "false" && showIfEmpty());

  function showIfEmpty() {
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
 * Covers the grid until it is loaded: an empty grid would look like free time. `why`: the text on
 * the cover, empty to remove it; `failed`: also makes the grid inert (not while loading, which is
 * short and would lose the focus).
 */
function showNotLoaded(why: string, failed = false) {
  byId("calendar-body").dataset.loaded = String(!why);
  byId("not-loaded-text").textContent = why;
  for (const grid of [byId("calendar"), byId("doctors")]) grid.inert = Boolean(why) && failed;
}

function show(content: HTMLElement | null) {
  const box = byId("calendar-notice");
  box.replaceChildren(...(content ? [content] : []));
  box.hidden = !content;
}

export function notice(
  kind: "info" | "error",
  text: string,
  actions: { label: string; run: () => void }[] = [],
) {
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

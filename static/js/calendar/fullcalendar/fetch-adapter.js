/** FullCalendar, a third of all scripts: fetched for the views that are its own. */
import { byId } from "../../core/dom.js";
import { messages } from "../../core/messages.js";
import { toast } from "../../shell/toast.js";
import { notice } from "../notices.js";

/** @returns {Promise<{Grid: typeof import("./adapter.js").Grid | null}>} null where it did not come */
export function fetchGrid() {
  return import("./adapter.js").catch(() => ({ Grid: null }));
}

/** @param {boolean} isFirst whether the page shows nothing else */
export function sayNotThere(isFirst) {
  const actions = [{ label: messages.loadPage, run: () => location.reload() }];
  if (!isFirst) return toast(messages.viewNotLoaded, actions);
  const box = byId("calendar-notice");
  box.replaceChildren(notice("error", messages.viewNotLoaded, actions));
  box.hidden = false;
}

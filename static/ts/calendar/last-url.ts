/** Writes the view state to the address, and keeps that in the tab: the calendar's link in the bar leads back to it. */
import { LAST_CALENDAR } from "../core/tab-memory.ts";
import { writeUrl, type ViewState } from "./url-state.ts";

export function rememberUrl(state: ViewState) {
  const url = writeUrl(state);
  history.replaceState(null, "", url);
  sessionStorage.setItem(LAST_CALENDAR, url);
}

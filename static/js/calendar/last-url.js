/** The calendar's address says what is shown; the tab keeps it, so that the bar leads back there. */
import { LAST_CALENDAR } from "../core/tab-memory.js";
import { writeAddress } from "./url-state.js";

/** @param {import("./url-state.js").Place} place */
export function noteAddress(place) {
  const address = writeAddress(place);
  history.replaceState(null, "", address);
  sessionStorage.setItem(LAST_CALENDAR, address);
}

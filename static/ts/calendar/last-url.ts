/** The calendar's address says what is shown; the tab keeps it, so that the bar leads back there. */
import { LAST_CALENDAR } from "../core/tab-memory.ts";
import { writeAddress, type Place } from "./url-state.ts";

export function noteAddress(place: Place) {
  const address = writeAddress(place);
  history.replaceState(null, "", address);
  sessionStorage.setItem(LAST_CALENDAR, address);
}

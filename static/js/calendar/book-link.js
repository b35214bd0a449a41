/** The button that books knows the doctor and the day that are shown. */
import { dayOf } from "./url-state.js";

/** @param {import("./url-state.js").Place} place @returns {string} the booking page's query */
export function bookingQuery(place) {
  const { filters } = place;
  const date = dayOf(place);
  const params = new URLSearchParams();
  for (const key of /** @type {const} */ (["department", "doctor"])) {
    if (filters[key].length === 1) params.set(key, String(filters[key][0]));
  }
  if (date) params.set("date", date);
  return String(params);
}

/** @param {import("./url-state.js").Place} place */
export function aimBooking(place) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("book"));
  if (link) link.search = bookingQuery(place);
}

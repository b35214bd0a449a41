/** The button that books knows the doctor and the day that are shown. */
import { dayOf, type Place } from "./url-state.ts";

/** The booking page's query. */
export function bookingQuery(place: Place): string {
  const { filters } = place;
  const date = dayOf(place);
  const params = new URLSearchParams();
  for (const key of ["department", "doctor"] as const) {
    if (filters[key].length === 1) params.set(key, String(filters[key][0]));
  }
  if (date) params.set("date", date);
  return String(params);
}

export function aimBooking(place: Place) {
  const link = document.getElementById("book") as HTMLAnchorElement | null;
  if (link) link.search = bookingQuery(place);
}

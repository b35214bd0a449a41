/** Keeps the "Book" button's link at the doctor and the day that are shown. */
import { dayOf, type ViewState } from "./url-state.ts";

/** The booking page's query. */
export function bookingQuery(state: ViewState): string {
  const { filters } = state;
  const date = dayOf(state);
  const params = new URLSearchParams();
  for (const key of ["department", "doctor"] as const) {
    if (filters[key].length === 1) params.set(key, String(filters[key][0]));
  }
  if (date) params.set("date", date);
  return String(params);
}

export function updateBookLink(state: ViewState) {
  const link = document.getElementById("book") as HTMLAnchorElement | null;
  if (link) link.search = bookingQuery(state);
}

/** What a tab remembers from page to page, and forgets when nobody is signed in. */

/** The calendar's address from its question mark on. */
export const LAST_CALENDAR = "last-calendar";
/** The booking that is being typed. */
export const BOOKING_DRAFT = "booking-draft";

/** Patients' data does not outlive its user's session. */
export function forgetTab() {
  for (const key of [LAST_CALENDAR, BOOKING_DRAFT]) sessionStorage.removeItem(key);
}

/** The bar's link leads to the calendar as it was left; on the calendar itself it begins anew. */
export function leadBackToCalendar() {
  const link = document.querySelector<HTMLAnchorElement>("[data-calendar]");
  const last = sessionStorage.getItem(LAST_CALENDAR);
  if (link && last && !link.hasAttribute("aria-current")) link.search = last;
}

/** What a tab keeps from page to page while a user is signed in. */

/** The query string of the last calendar. */
export const LAST_CALENDAR = "last-calendar";
/** The unsent input of the booking form. */
export const BOOKING_DRAFT = "booking-draft";

/** Deletes everything: patients' data must not outlive the session. */
export function forgetTab() {
  for (const key of [LAST_CALENDAR, BOOKING_DRAFT]) sessionStorage.removeItem(key);
}

/** Makes the top bar's link open the last calendar; on the calendar itself the link resets it. */
export function leadBackToCalendar() {
  const link = document.querySelector<HTMLAnchorElement>("[data-calendar]");
  const last = sessionStorage.getItem(LAST_CALENDAR);
  if (link && last && !link.hasAttribute("aria-current")) link.search = last;
}

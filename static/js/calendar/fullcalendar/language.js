/** FullCalendar in the page's language: our words, its direction, and the browser's names of days. */
import { messages } from "../../core/messages.js";

/** @param {string} language @returns {import("fullcalendar").CalendarOptions} */
export function gridLanguage(language) {
  return {
    locale: language,
    direction: /** @type {"ltr" | "rtl"} */ (document.dir),
    moreLinkText: messages.more,
    moreLinkHint: messages.showMore,
    noEventsText: messages.nothingHere,
    navLinkHint: messages.goTo("$0"),
    closeHint: messages.close,
    eventsHint: messages.appointments,
    timedText: messages.appointments,
    weekTextLong: messages.week,
    weekTextShort: messages.week,
  };
}

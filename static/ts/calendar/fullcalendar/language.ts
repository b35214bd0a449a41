/** FullCalendar's options for the page's language: texts, direction and locale. */
import { messages } from "../../core/messages.ts";
import type { CalendarOptions } from "fullcalendar";

export function gridLanguage(language: string): CalendarOptions {
  return {
    locale: language,
    direction: document.dir as "ltr" | "rtl",
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

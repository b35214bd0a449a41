/** What the server tells the page's scripts about the hospital and their user. */
import type { Statuses } from "./statuses.ts";
import type { CalendarEvent, PageConfig, ScreenConfig } from "./types.ts";

/** Dates and times have the digits of MRNs, tokens and typed text in every language. */
const LATIN_DIGITS = "-u-nu-latn";

export function readConfig(): PageConfig {
  return readBlock("page-config");
}

/** Of a page for the public, which has no user. */
export function readScreenConfig(): ScreenConfig {
  return readBlock("screen-config");
}

function readBlock(id: string) {
  const block = document.getElementById(id);
  if (!block?.textContent) throw new Error(`The page carries no ${id} block.`);
  const config = JSON.parse(block.textContent);
  return { ...config, language: `${config.language}${LATIN_DIGITS}` };
}

/** `right`: one of page-config's `can`. */
export function can(config: PageConfig, right: string) {
  return config.user.can.includes(right);
}

/** Returns whether the user may reschedule an appointment. */
export function canReschedule(
  config: PageConfig,
  statuses: Statuses,
): (event: CalendarEvent) => boolean {
  const mayEdit = canEdit(config);
  return (event) => mayEdit(event) && statuses.is(event.status, "reschedulable");
}

/** Returns whether the user may edit an appointment's reason, notes and visit type, in any status. */
export function canEdit(config: PageConfig): (event: CalendarEvent) => boolean {
  const allowed = can(config, "reschedule");
  return ({ extendedProps: { appointment } }) => allowed && appointment.kind === "appointment";
}

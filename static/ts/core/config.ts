/** What the server tells the page about itself and its user. */
import type { CalendarEvent, PageConfig } from "./types.ts";

/** MRNs, tokens and what is typed have these digits in every language; so have dates and times. */
const LATIN_DIGITS = "-u-nu-latn";

export function readConfig(): PageConfig {
  const block = document.getElementById("page-config");
  if (!block?.textContent) throw new Error("The page carries no page-config block.");
  const config = JSON.parse(block.textContent);
  return { ...config, language: `${config.language}${LATIN_DIGITS}` };
}

/** Returns a state in the page's language. */
export function stateLabels({ states }: PageConfig): (state: string) => string {
  const labels = new Map(states.map(({ value, label }) => [value, label]));
  return (state) => labels.get(state) ?? state;
}

/** `right`: one of page-config's `can`. */
export function can(config: PageConfig, right: string) {
  return config.user.can.includes(right);
}

/** What can be moved to another time, by whoever may reschedule. */
const RESCHEDULABLE = new Set(["SCHEDULED", "CHECKED_IN"]);

/** Returns whether this user may move it. */
export function canReschedule(config: PageConfig): (event: CalendarEvent) => boolean {
  const mayEdit = canEdit(config);
  return (event) => mayEdit(event) && RESCHEDULABLE.has(event.status);
}

/**
 * Returns whether this user may correct what it is about, as the API lets it be corrected in every
 * state.
 */
export function canEdit(config: PageConfig): (event: CalendarEvent) => boolean {
  const allowed = can(config, "reschedule");
  return ({ extendedProps: { appointment } }) => allowed && appointment.kind === "appointment";
}

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

/** Names a state in the page's language. */
export function stateLabels({ states }: PageConfig): (state: string) => string {
  const labels = new Map(states.map(({ value, label }) => [value, label]));
  return (state) => labels.get(state) ?? state;
}

/** Whether the user has a right of page-config's `can`. */
export function can(config: PageConfig, right: string) {
  return config.user.can.includes(right);
}

/** What can be moved to another time, by whoever may reschedule. */
const MOVABLE_STATES = new Set(["SCHEDULED", "CHECKED_IN"]);

/** Whether this user may move an appointment. */
export function mover(config: PageConfig): (event: CalendarEvent) => boolean {
  const mayCorrect = corrector(config);
  return (event) => mayCorrect(event) && MOVABLE_STATES.has(event.status);
}

/** Whether this user may correct what an appointment is about: the API allows it in every state. */
export function corrector(config: PageConfig): (event: CalendarEvent) => boolean {
  const allowed = can(config, "reschedule");
  return ({ extendedProps: { appointment } }) => allowed && appointment.kind === "appointment";
}

/** What the server tells the page about itself and its user. */

/** MRNs, tokens and what is typed have these digits in every language; so have dates and times. */
const LATIN_DIGITS = "-u-nu-latn";

/**
 * @returns {import("./types.js").PageConfig}
 */
export function readConfig() {
  const block = document.getElementById("page-config");
  if (!block?.textContent) throw new Error("The page carries no page-config block.");
  const config = JSON.parse(block.textContent);
  return { ...config, language: `${config.language}${LATIN_DIGITS}` };
}

/**
 * @param {import("./types.js").PageConfig} config
 * @returns {(state: string) => string} a state in the page's language
 */
export function stateLabels({ states }) {
  const labels = new Map(states.map(({ value, label }) => [value, label]));
  return (state) => labels.get(state) ?? state;
}

/**
 * @param {import("./types.js").PageConfig} config
 * @param {string} right one of page-config's `can`
 */
export function can(config, right) {
  return config.user.can.includes(right);
}

/** What can be moved to another time, by whoever may reschedule. */
const MOVABLE_STATES = new Set(["SCHEDULED", "CHECKED_IN"]);

/**
 * @param {import("./types.js").PageConfig} config
 * @returns {(event: import("./types.js").CalendarEvent) => boolean} whether this user may move it
 */
export function mover(config) {
  const mayCorrect = corrector(config);
  return (event) => mayCorrect(event) && MOVABLE_STATES.has(event.status);
}

/**
 * @param {import("./types.js").PageConfig} config
 * @returns {(event: import("./types.js").CalendarEvent) => boolean} whether this user may correct
 * what it is about, as the API lets it be corrected in every state
 */
export function corrector(config) {
  const allowed = can(config, "reschedule");
  return ({ extendedProps: { appointment } }) => allowed && appointment.kind === "appointment";
}

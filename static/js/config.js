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

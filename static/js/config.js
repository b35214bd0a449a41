/** What the server tells the page about itself and its user. */

/**
 * @returns {import("./types.js").PageConfig}
 */
export function readConfig() {
  const block = document.getElementById("page-config");
  if (!block?.textContent) throw new Error("The page carries no page-config block.");
  return JSON.parse(block.textContent);
}

/**
 * @param {import("./types.js").PageConfig} config
 * @param {string} right one of page-config's `can`
 */
export function can(config, right) {
  return config.user.can.includes(right);
}

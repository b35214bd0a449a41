/** What keys mean to a search: pure. */

/**
 * The option to which an arrow leads, round the ends; null for any other key.
 * @param {string} key
 * @param {number} active -1 where none is
 * @param {number} count
 */
export function optionAfter(key, active, count) {
  if (!count) return null;
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  return null;
}

/** What keys mean to a search: pure. */

/**
 * The option to which an arrow leads, round the ends; null for any other key. `active` is -1
 * where none is.
 */
export function optionAfter(key: string, active: number, count: number) {
  if (!count) return null;
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  return null;
}

/** Arrow keys in the list of a search: pure. */

/**
 * The index after an arrow key, which wraps around at the ends; null for any other key. `active`:
 * -1 if no option is active.
 */
export function optionAfter(key: string, active: number, count: number) {
  if (!count) return null;
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  return null;
}

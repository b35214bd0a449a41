/** Where an arrow leads in the grid of times: pure. */

/**
 * The index to which the key leads; null for another key, or where it would leave the grid.
 */
export function slotAfter(
  key: string,
  index: number,
  count: number,
  columns: number,
  rightToLeft = false,
) {
  const onward = rightToLeft ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowRight: onward,
    ArrowLeft: -onward,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -index,
    End: count - 1 - index,
  };
  const next = index + (steps[key] ?? NaN);
  return next >= 0 && next < count ? next : null;
}

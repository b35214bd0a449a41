/** Keys in the grid of slots: pure. */

/** The index after a key; null for other keys, and for steps out of the grid. `columns`: of the grid. */
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

/** Assigns appointments that overlap to lanes side by side, each to the first free one. */

/**
 * `spans`: minutes, sorted by start. Returns for each its lane (from 0), and the number of lanes of
 * its group: all that overlap with it directly or through others.
 */
export function lanesOf(spans: { from: number; to: number }[]): { lane: number; lanes: number }[] {
  const places: { lane: number; lanes: number }[] = [];
  /** The minute at which each lane of the present group becomes free. */
  let free: number[] = [];
  let first = 0;
  const closeGroup = () => {
    for (const place of places.slice(first)) place.lanes = free.length;
    first = places.length;
    free = [];
  };
  for (const { from, to } of spans) {
    if (free.every((end) => end <= from)) closeGroup();
    const found = free.findIndex((end) => end <= from);
    const lane = found === -1 ? free.length : found;
    free[lane] = to;
    places.push({ lane, lanes: 1 });
  }
  closeGroup();
  return places;
}

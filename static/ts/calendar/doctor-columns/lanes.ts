/** Appointments that overlap stand side by side, each in the first lane that is free. */

/**
 * The spans are minutes, in the order of their beginnings. Each gets its lane, from 0, and how many
 * lanes those have that overlap with it, directly or through others.
 */
export function lanesOf(spans: { from: number; to: number }[]): { lane: number; lanes: number }[] {
  const places: { lane: number; lanes: number }[] = [];
  /** When each lane of the present group is free again. */
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

/** How much room an appointment has for words beside the patient's name. */

/** Less than so many pixels; what is wider has room for all. */
const ROOMS = [
  ["least", 48],
  ["tight", 76],
  ["some", 180],
] as const;

/** `width` is in pixels; `lanes` is how many appointments stand side by side in it. */
export function roomFor(width: number, lanes: number) {
  return ROOMS.find(([, limit]) => width / Math.max(lanes, 1) < limit)?.[0] ?? "wide";
}

/** How much room an appointment has for words beside the patient's name. */

/** Less than so many pixels; what is wider has room for all. */
const ROOMS = /** @type {const} */ ([
  ["least", 48],
  ["tight", 76],
  ["some", 180],
]);

/**
 * @param {number} width pixels of the calendar
 * @param {number} lanes how many appointments stand side by side in it
 */
export function roomFor(width, lanes) {
  return ROOMS.find(([, limit]) => width / Math.max(lanes, 1) < limit)?.[0] ?? "wide";
}

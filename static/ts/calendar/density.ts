/** How much text an appointment has room for beside the patient's name. */

/** Each density with the width (pixels of one appointment) below which it applies; above all of them it is "full". */
const LIMITS = [
  ["minimal", 48],
  ["compact", 76],
  ["medium", 180],
] as const;

/** `width`: the grid's, in pixels; `count`: how many appointments stand side by side in it. */
export function densityFor(width: number, count: number) {
  return LIMITS.find(([, limit]) => width / Math.max(count, 1) < limit)?.[0] ?? "full";
}

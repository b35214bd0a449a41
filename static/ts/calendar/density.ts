/** How much text an appointment has room for beside the patient's name. */

/** Each density with the width (pixels of one lane) below which it applies; wider lanes are "full". */
const LIMITS = [
  ["minimal", 48],
  ["compact", 76],
  ["medium", 180],
] as const;

/** `width`: the grid's, in pixels; `lanes`: how many appointments stand side by side in it. */
export function densityFor(width: number, lanes: number) {
  return LIMITS.find(([, limit]) => width / Math.max(lanes, 1) < limit)?.[0] ?? "full";
}

/** Working hours as what is shaded: the time that is closed, and the time off with its reason. */

/**
 * @typedef {{start: string, end: string}} Times ISO 8601
 * @typedef {{doctor: number, spans: Times[], away: (Times & {reason: string})[]}} DoctorHours
 * @typedef {Times & {doctor: number, reason: string | null}} Shade `reason` null: outside hours
 */

/**
 * @param {DoctorHours[]} hours the answer of GET /api/working-hours/
 * @param {Times} range what is shown
 * @returns {Shade[]}
 */
export function shades(hours, range) {
  return hours.flatMap(({ doctor, spans, away }) => [
    ...gaps(spans, range).map((gap) => ({ ...gap, doctor, reason: null })),
    ...away.map((each) => ({ ...each, doctor })),
  ]);
}

/**
 * What is shaded at a moment of a doctor's time.
 * @param {Shade[]} shades
 * @param {number | undefined} doctor
 * @param {string} moment ISO 8601
 */
export function shadeAt(shades, doctor, moment) {
  const at = Date.parse(moment);
  const covers = (/** @type {Times} */ { start, end }) =>
    Date.parse(start) <= at && at < Date.parse(end);
  const here = shades.filter((shade) => shade.doctor === doctor && covers(shade));
  return here.find(({ reason }) => reason !== null) ?? here[0];
}

/** How the style sheet knows it. @param {{reason: string | null}} shade */
export function shadeClass({ reason }) {
  return `shade ${reason === null ? "shade-closed" : "shade-away"}`;
}

/**
 * What of the range lies in none of the spans.
 * @param {Times[]} spans in order
 * @param {Times} range
 * @returns {Times[]}
 */
function gaps(spans, range) {
  const found = [];
  let open = range.start;
  for (const { start, end } of spans) {
    if (Date.parse(start) > Date.parse(open)) found.push({ start: open, end: start });
    if (Date.parse(end) > Date.parse(open)) open = end;
  }
  if (Date.parse(range.end) > Date.parse(open)) found.push({ start: open, end: range.end });
  return found;
}

/** Working hours as what is shaded: the time that is closed, and the time off with its reason. */

/** ISO 8601. */
export interface Times {
  start: string;
  end: string;
}

export interface DoctorHours {
  doctor: number;
  spans: Times[];
  away: (Times & { reason: string })[];
}

/** `reason` null: outside hours. */
export type Shade = Times & { doctor: number; reason: string | null };

/** `hours` is the answer of GET /api/working-hours/; `range` is what is shown. */
export function shades(hours: DoctorHours[], range: Times): Shade[] {
  return hours.flatMap(({ doctor, spans, away }) => [
    ...gaps(spans, range).map((gap) => ({ ...gap, doctor, reason: null })),
    ...away.map((each) => ({ ...each, doctor })),
  ]);
}

/** What is shaded at a moment (ISO 8601) of a doctor's time. */
export function shadeAt(shades: Shade[], doctor: number | undefined, moment: string) {
  const at = Date.parse(moment);
  const covers = ({ start, end }: Times) => Date.parse(start) <= at && at < Date.parse(end);
  const here = shades.filter((shade) => shade.doctor === doctor && covers(shade));
  return here.find(({ reason }) => reason !== null) ?? here[0];
}

/** How the style sheet knows it. */
export function shadeClass({ reason }: { reason: string | null }) {
  return `shade ${reason === null ? "shade-closed" : "shade-away"}`;
}

/** What of the range lies in none of the spans, which come in order. */
function gaps(spans: Times[], range: Times): Times[] {
  const found = [];
  let open = range.start;
  for (const { start, end } of spans) {
    if (Date.parse(start) > Date.parse(open)) found.push({ start: open, end: start });
    if (Date.parse(end) > Date.parse(open)) open = end;
  }
  if (Date.parse(range.end) > Date.parse(open)) found.push({ start: open, end: range.end });
  return found;
}

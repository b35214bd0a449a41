/** The shades of a calendar: time outside working hours, and time off with its reason. */

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

/** `reason`: of time off; null for time outside working hours. */
export type Shade = Times & { doctor: number; reason: string | null };

/** `hours`: the answer of GET /api/working-hours/; `range`: the visible one. */
export function shades(hours: DoctorHours[], range: Times): Shade[] {
  return hours.flatMap(({ doctor, spans, away }) => [
    ...gaps(spans, range).map((gap) => ({ ...gap, doctor, reason: null })),
    ...away.map((each) => ({ ...each, doctor })),
  ]);
}

/** The shade at a moment, time off before closed hours; undefined if there is none. `moment`: ISO 8601. */
export function shadeAt(shades: Shade[], doctor: number | undefined, moment: string) {
  const at = Date.parse(moment);
  const covers = ({ start, end }: Times) => Date.parse(start) <= at && at < Date.parse(end);
  const here = shades.filter((shade) => shade.doctor === doctor && covers(shade));
  return here.find(({ reason }) => reason !== null) ?? here[0];
}

/** The CSS classes of a shade. */
export function shadeClass({ reason }: { reason: string | null }) {
  return `shade ${reason === null ? "shade-closed" : "shade-away"}`;
}

/** The parts of the range outside all spans. `spans`: sorted by start. */
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

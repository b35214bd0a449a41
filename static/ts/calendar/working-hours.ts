/** Shades the closed hours of the doctors shown; reads them again when one of their schedules changes. */
import { spread } from "../core/dom.ts";
import { shadeAt, shades, type DoctorHours, type Shade, type Times } from "./closed-hours.ts";
import type { Api } from "../core/api.ts";
import type { StreamData } from "../core/types.ts";
import type { LiveQuery } from "../realtime/live-query.ts";

/** Hours are read again at a random moment within this time (milliseconds), so that screens do not all ask at once. */
const SPREAD_MS = 1_500;

interface WorkingHoursParts {
  api: Pick<Api, "get">;
  live: Pick<LiveQuery, "onLoaded" | "onMessage">;
  /** The visible range. */
  range: () => Times | null;
  /** The ids of the doctors whose hours are shaded. */
  doctors: () => number[];
  show: (shades: Shade[]) => void;
}

/** Returns a function that finds the shade at a moment of a doctor's time. */
export function followWorkingHours({
  api,
  live,
  range,
  doctors,
  show,
}: WorkingHoursParts): (doctor: number | undefined, moment: string) => Shade | undefined {
  let asked = 0;
  let shown: Shade[] = [];
  const read = async () => {
    const [times, doctor] = [range(), doctors()];
    const mine = ++asked;
    const known = times && doctor.length > 0;
    const hours = known
      ? await api.get<DoctorHours[]>("/api/working-hours/", { ...times, doctor }).catch(() => null)
      : [];
    if (!hours || mine !== asked) return;
    shown = times ? shades(hours, times) : [];
    show(shown);
  };
  const reread = spread(read, SPREAD_MS);
  live.onLoaded.add(read);
  live.onMessage.add((_channel, message) => {
    if (message.event !== "schedule.updated" || message.data.kind === "hold") return;
    if (overlaps(message.data, range())) reread();
  });
  return (doctor, moment) => shadeAt(shown, doctor, moment);
}

/** Whether a change concerns the visible range. `from`, `to`: ISO 8601; null for any time. */
function overlaps({ from, to }: Pick<StreamData, "from" | "to">, range: Times | null) {
  const isLater = from && range && Date.parse(from) >= Date.parse(range.end);
  const isEarlier = to && range && Date.parse(to) <= Date.parse(range.start);
  return !isLater && !isEarlier;
}

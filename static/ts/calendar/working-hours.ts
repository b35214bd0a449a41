/** The working hours of the doctors shown, read again when one of their schedules changes. */
import { spread } from "../core/dom.ts";
import { shadeAt, shades, type Shade, type Times } from "./closed-hours.ts";
import type { Api } from "../core/api.ts";
import type { LiveQuery } from "../realtime/live-query.ts";

/** Desks that choose times hold and let go all day, and every screen hears of it. */
const SPREAD_MS = 1_500;

interface KeepHoursCurrentParts {
  api: Pick<Api, "get">;
  live: Pick<LiveQuery, "onLoaded" | "onMessage">;
  /** What is shown. */
  range: () => Times | null;
  /** Whose hours are shaded. */
  doctors: () => number[];
  show: (shades: Shade[]) => void;
}

/** Returns why a doctor's time is closed. */
export function keepHoursCurrent({
  api,
  live,
  range,
  doctors,
  show,
}: KeepHoursCurrentParts): (doctor: number | undefined, moment: string) => Shade | undefined {
  let asked = 0;
  let shown: Shade[] = [];
  const read = async () => {
    const [times, doctor] = [range(), doctors()];
    const mine = ++asked;
    const known = times && doctor.length > 0;
    const hours = known
      ? await api.get("/api/working-hours/", { ...times, doctor }).catch(() => null)
      : [];
    if (!hours || mine !== asked) return;
    shown = times ? shades(hours, times) : [];
    show(shown);
  };
  const reread = spread(read, SPREAD_MS);
  live.onLoaded.add(read);
  live.onMessage.add((_channel, message) => {
    if (message.event === "schedule.updated" && overlaps(message.data, range())) reread();
  });
  return (doctor, moment) => shadeAt(shown, doctor, moment);
}

/** `changed`: null: at any time. */
function overlaps({ from, to }: { from: string | null; to: string | null }, range: Times | null) {
  const isLater = from && range && Date.parse(from) >= Date.parse(range.end);
  const isEarlier = to && range && Date.parse(to) <= Date.parse(range.start);
  return !isLater && !isEarlier;
}

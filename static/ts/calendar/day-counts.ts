/** Shows the number of appointments per day where a range has too many to show. */
import { spread } from "../core/dom.ts";
import type { Api } from "../core/api.ts";
import type { Query } from "../core/types.ts";
import type { LiveQuery } from "../realtime/live-query.ts";
import type { CalendarView } from "./calendar-view.ts";

/** Counts are read again at a random moment within this time (milliseconds), so that screens do not all ask at once. */
const SPREAD_MS = 1_500;
const RETRY_MS = 5_000;

/** `date`: YYYY-MM-DD. */
interface DayCount {
  date: string;
  total: number;
}

export function showDayCounts({
  api,
  live,
  calendar,
}: {
  api: Api;
  live: LiveQuery;
  calendar: CalendarView;
}) {
  let counted: Query | null = null;
  let asked = 0;
  const read = async () => {
    const query = counted;
    const mine = ++asked;
    if (!query) return;
    const days = await api.get<DayCount[]>("/api/calendar/counts/", query).catch(() => null);
    if (mine !== asked) return;
    if (days) calendar.showCounts(days);
    else setTimeout(reread, RETRY_MS);
  };
  const reread = spread(read, SPREAD_MS);
  live.onTooMany.add((query) => {
    counted = query;
    read();
  });
  live.onLoaded.add(() => {
    if (counted) calendar.hideCounts();
    counted = null;
    asked += 1;
  });
  live.onMessage.add(reread);
}

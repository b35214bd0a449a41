/** Reads what the calendar shows; what is likely too much to list is counted first. */
import type { Api } from "../core/api.ts";
import type { Query, Snapshot } from "../core/types.ts";

/** The API lists no more than that. */
const MAX_LISTED = 2_000;
const WIDE_MS = 15 * 24 * 60 * 60_000;

/** As the API itself refuses, without the failed request. */
class TooMany extends Error {
  code = "too_many";
}

export async function readSnapshot(
  api: { get: Api["get"] },
  query: Query,
  signal?: AbortSignal,
): Promise<Snapshot> {
  if (isWide(query)) {
    const days: { total: number }[] = await api.get("/api/calendar/counts/", query, signal);
    const total = days.reduce((sum, day) => sum + day.total, 0);
    if (total > MAX_LISTED) throw new TooMany(`${total} appointments`);
  }
  return api.get("/api/calendar/", query, signal);
}

/** More days than two weeks, of every doctor and patient. */
function isWide({ start, end, doctor, patient }: Query) {
  return !doctor.length && !patient && Date.parse(end) - Date.parse(start) > WIDE_MS;
}

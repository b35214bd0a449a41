/** Reads what the calendar shows; what is likely too much to list is counted first. */
import { ApiError, type Api } from "../core/api.ts";
import type { Query, Snapshot } from "../core/types.ts";

/** The API lists no more than that. */
const MAX_LISTED = 2_000;
const WIDE_MS = 15 * 24 * 60 * 60_000;

export async function readSnapshot(
  api: Pick<Api, "get">,
  query: Query,
  signal?: AbortSignal,
): Promise<Snapshot> {
  if (isWide(query)) {
    const days: { total: number }[] = await api.get("/api/calendar/counts/", query, signal);
    const total = days.reduce((sum, day) => sum + day.total, 0);
    if (total > MAX_LISTED) throw tooMany(total);
  }
  return api.get("/api/calendar/", query, signal);
}

/** As the API itself refuses, without the failed request. */
function tooMany(total: number) {
  return new ApiError(400, { code: "too_many", detail: `${total} appointments` });
}

/** More days than two weeks, of every doctor and patient. */
function isWide({ start, end, doctor, patient }: Query) {
  return !doctor.length && !patient && Date.parse(end) - Date.parse(start) > WIDE_MS;
}

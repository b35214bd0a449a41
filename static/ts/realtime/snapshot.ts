/** Reads the appointments of a query; counts them first if they may be too many to list. */
import { ApiError, type Api } from "../core/api.ts";
import type { Query, Snapshot } from "../core/types.ts";

/** The API's limit of one list. */
const MAX_LISTED = 2_000;
const WIDE_MS = 15 * 24 * 60 * 60_000;

export async function readSnapshot(
  api: Pick<Api, "get">,
  query: Query,
  signal?: AbortSignal,
): Promise<Snapshot> {
  if (isWide(query)) {
    const days = await api.get<{ total: number }[]>("/api/calendar/counts/", query, signal);
    const total = days.reduce((sum, day) => sum + day.total, 0);
    if (total > MAX_LISTED) throw tooMany(total);
  }
  return api.get<Snapshot>("/api/calendar/", query, signal);
}

/** The API's own refusal, without the request. */
function tooMany(total: number) {
  return new ApiError(400, { code: "too_many", detail: `${total} appointments` });
}

/** More than two weeks of all doctors and patients. */
function isWide({ start, end, doctor, patient }: Query) {
  return !doctor.length && !patient && Date.parse(end) - Date.parse(start) > WIDE_MS;
}

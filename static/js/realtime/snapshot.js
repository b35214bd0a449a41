/** Reads what the calendar shows; what is likely too much to list is counted first. */

/** The API lists no more than that. */
const MAX_LISTED = 2_000;
const WIDE_MS = 15 * 24 * 60 * 60_000;

/** As the API itself refuses, without the failed request. */
class TooMany extends Error {
  code = "too_many";
}

/**
 * @param {{get: import("../core/api.js").Api["get"]}} api
 * @param {import("../core/types.js").Query} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../core/types.js").Snapshot>}
 */
export async function readSnapshot(api, query, signal) {
  if (isWide(query)) {
    /** @type {{total: number}[]} */
    const days = await api.get("/api/calendar/counts/", query, signal);
    const total = days.reduce((sum, day) => sum + day.total, 0);
    if (total > MAX_LISTED) throw new TooMany(`${total} appointments`);
  }
  return api.get("/api/calendar/", query, signal);
}

/**
 * More days than two weeks, of every doctor and patient.
 * @param {import("../core/types.js").Query} query
 */
function isWide({ start, end, doctor, patient }) {
  return !doctor.length && !patient && Date.parse(end) - Date.parse(start) > WIDE_MS;
}

/** Today's numbers on the left, kept current: states by the API's counts, doctors from the store. */
import { debounce } from "../dom.js";
import { messages } from "../messages.js";

const QUIET_MS = 1_500;

/**
 * How many of the rows shown start today, by doctor; null where they do not show all of today.
 * @param {import("../types.js").CalendarEvent[]} rows
 * @param {import("../types.js").Query} query
 * @param {{start: string, end: string}} day
 */
export function countByDoctor(rows, query, day) {
  const start = Date.parse(day.start);
  const end = Date.parse(day.end);
  const covers = Date.parse(query.start) <= start && Date.parse(query.end) >= end;
  if (!covers || query.status.length || query.kind === "opd") return null;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const row of rows) {
    const { doctor, kind } = row.extendedProps.appointment;
    const begins = Date.parse(row.start);
    if (!doctor || kind !== "appointment" || begins < start || begins >= end) continue;
    counts.set(doctor.id, (counts.get(doctor.id) ?? 0) + 1);
  }
  return counts;
}

/**
 * @param {object} parts
 * @param {import("../api.js").Api} parts.api
 * @param {import("../store.js").Store} parts.store
 * @param {import("../live.js").Live} parts.live
 * @param {import("../time.js").Clock} parts.clock
 * @param {() => {doctor: number[], department: number[]}} parts.filters as they were chosen
 */
export function keepTodayCurrent({ api, store, live, clock, filters }) {
  /** False where there are too many appointments to list. */
  let listed = true;
  const readStates = debounce(async () => {
    const { doctor, department } = filters();
    const day = clock.dayBounds(clock.date(Date.now()));
    const params = { ...day, doctor, department };
    const days = await api.get("/api/calendar/counts/", params).catch(() => null);
    if (days) paintStates(days[0]?.by_status ?? {});
  }, QUIET_MS);
  const countDoctors = debounce(() => {
    const query = store.query;
    const day = clock.dayBounds(clock.date(Date.now()));
    const counts = listed && query && countByDoctor(store.all(), query, day);
    if (counts) paintDoctors(counts, query);
  }, 0);
  store.on("change", countDoctors);
  live.on("tooMany", () => (listed = false));
  live.on("message", readStates);
  live.on("loaded", () => {
    listed = true;
    readStates();
  });
}

/** @param {Record<string, number>} byStatus */
function paintStates(byStatus) {
  for (const node of document.querySelectorAll("[data-state-count]")) {
    const state = /** @type {HTMLElement} */ (node).dataset.stateCount ?? "";
    if (state !== "CANCELLED") node.textContent = String(byStatus[state] ?? 0);
  }
}

/** @param {Map<number, number>} counts @param {import("../types.js").Query} query */
function paintDoctors(counts, query) {
  for (const node of document.querySelectorAll("[data-doctor-count]")) {
    const { doctorCount, off } = /** @type {HTMLElement} */ (node).dataset;
    const id = Number(doctorCount);
    const shown = query.doctor.length ? query.doctor.includes(id) : !query.department.length;
    if (!shown && !counts.has(id)) continue;
    const count = counts.get(id) ?? 0;
    const words = count || off === undefined ? String(count) : messages.off;
    if (!node.textContent?.startsWith(words)) node.textContent = words;
  }
}

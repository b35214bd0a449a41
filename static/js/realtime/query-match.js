/** Whether an appointment belongs to what the page shows: the API's own rules, in the page. */

/** States that are left out unless the query names them. */
const HIDDEN_STATES = new Set(["CANCELLED"]);

/**
 * @param {import("../core/types.js").CalendarEvent} event
 * @param {import("../core/types.js").Query} query
 */
export function matches(event, query) {
  const visit = event.extendedProps.appointment;
  return (
    Date.parse(event.start) < Date.parse(query.end) &&
    Date.parse(event.end) > Date.parse(query.start) &&
    includes(query.doctor, visit.doctor?.id) &&
    includes(query.department, visit.department?.id) &&
    (!query.kind || visit.kind === query.kind) &&
    (!query.patient || event.extendedProps.patient.id === query.patient) &&
    (query.status.length ? query.status.includes(event.status) : !HIDDEN_STATES.has(event.status))
  );
}

/**
 * An empty list asks for nothing in particular.
 * @param {number[]} wanted
 * @param {number | undefined} id
 */
function includes(wanted, id) {
  return !wanted.length || (id !== undefined && wanted.includes(id));
}

/**
 * The channels that tell of a query too wide to be listed.
 * @param {import("../core/types.js").Query} query
 * @returns {Record<string, null>}
 */
export function channelsOf(query) {
  const names = query.doctor.length
    ? query.doctor.map((id) => `doctor-schedule.${id}`)
    : ["appointments", "opd-appointments"];
  return Object.fromEntries(names.map((name) => [name, null]));
}

/**
 * Whether two queries ask for the same.
 * @param {import("../core/types.js").Query} one
 * @param {import("../core/types.js").Query | null} other
 */
export function sameQuery(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

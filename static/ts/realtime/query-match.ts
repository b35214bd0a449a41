/** Whether an appointment belongs to what the page shows: the API's own rules, in the page. */
import type { CalendarEvent, Query } from "../core/types.ts";

/** States that are left out unless the query names them. */
const HIDDEN_STATES = new Set(["CANCELLED"]);

export function matches(event: CalendarEvent, query: Query) {
  const { appointment } = event.extendedProps;
  return (
    Date.parse(event.start) < Date.parse(query.end) &&
    Date.parse(event.end) > Date.parse(query.start) &&
    includes(query.doctor, appointment.doctor?.id) &&
    includes(query.department, appointment.department?.id) &&
    (!query.kind || appointment.kind === query.kind) &&
    (!query.patient || event.extendedProps.patient.id === query.patient) &&
    (query.status.length ? query.status.includes(event.status) : !HIDDEN_STATES.has(event.status))
  );
}

/** An empty list asks for nothing in particular. */
function includes(wanted: number[], id: number | undefined) {
  return !wanted.length || (id !== undefined && wanted.includes(id));
}

/** The channels that tell of a query too wide to be listed. */
export function channelsOf(query: Query): Record<string, null> {
  const names = query.doctor.length
    ? query.doctor.map((id) => `doctor-schedule.${id}`)
    : ["appointments", "opd-appointments"];
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** Whether two queries ask for the same. */
export function sameQuery(one: Query, other: Query | null) {
  return JSON.stringify(one) === JSON.stringify(other);
}

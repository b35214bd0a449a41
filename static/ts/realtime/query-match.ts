/** Which appointments and channels belong to a query, by the rules of GET /api/calendar/. */
import type { Statuses } from "../core/statuses.ts";
import type { CalendarEvent, Query } from "../core/types.ts";

export function matches(event: CalendarEvent, query: Query, statuses: Statuses) {
  const { appointment, patient } = event.extendedProps;
  return (
    Date.parse(event.start) < Date.parse(query.end) &&
    Date.parse(event.end) > Date.parse(query.start) &&
    ((query.without_doctor && !appointment.doctor) ||
      includes(query.doctor, appointment.doctor?.id)) &&
    includes(query.department, appointment.department?.id) &&
    (!query.kind || appointment.kind === query.kind) &&
    (!query.patient || patient.id === query.patient) &&
    (query.status.length
      ? query.status.includes(event.status)
      : statuses.is(event.status, "listed"))
  );
}

/** An empty list matches everything. */
function includes(wanted: number[], id: number | undefined) {
  return !wanted.length || (id !== undefined && wanted.includes(id));
}

/**
 * The channels of a query that is too wide to be listed, without a number to start from. `all`: those
 * of page-config.
 */
export function channelsOf(query: Query, all: string[]): Record<string, null> {
  const schedules = query.doctor.map((id) => `doctor-schedule.${id}`);
  const names = schedules.length && !query.without_doctor ? schedules : [...schedules, ...all];
  return Object.fromEntries(names.map((name) => [name, null]));
}

const DEPARTMENT = "department.";

/**
 * Whether an appointment of these departments (slugs) is still the user's: an appointment that moves
 * to another department is told to both. A page that follows no department's channel sees all.
 */
export function inDepartments(departments: string[] | undefined, channels: string[]) {
  const followed = channels.filter((channel) => channel.startsWith(DEPARTMENT));
  if (!followed.length || !departments) return true;
  return departments.some((slug) => followed.includes(`${DEPARTMENT}${slug}`));
}

export function sameQuery(one: object, other: object | null) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The people, statuses and appointments of the scripts' tests. */
import { Statuses } from "../../static/ts/core/statuses.ts";
import type { CalendarEvent } from "../../static/ts/core/types.ts";

export const DOCTOR = { id: 1, name: "Dr. Anand" };
export const OTHER_DOCTOR = { id: 2, name: "Dr. Brandt" };
const CARDIOLOGY = { id: 10, name: "Cardiology", slug: "cardiology" };

/** What holds for a status beside its name: [active, reschedulable, listed, undo]. */
const RULES: Record<string, [boolean, boolean, boolean, string[]]> = {
  SCHEDULED: [true, true, true, []],
  CHECKED_IN: [true, true, true, ["SCHEDULED"]],
  IN_PROGRESS: [true, false, true, ["CHECKED_IN"]],
  COMPLETED: [true, false, true, ["IN_PROGRESS"]],
  CANCELLED: [false, false, false, ["SCHEDULED"]],
  NO_SHOW: [false, false, true, ["SCHEDULED", "CHECKED_IN"]],
  LEFT: [false, false, true, ["CHECKED_IN"]],
};

/** The statuses as page-config has them. */
export const STATUSES = new Statuses(
  Object.entries(RULES).map(([value, [active, reschedulable, listed, undo]]) => ({
    value,
    label: value.toLowerCase(),
    color: "#3b82f6",
    active,
    reschedulable,
    listed,
    transitions: {},
    undo: Object.fromEntries(undo.map((status) => [status, "check_in"])),
  })),
);

/** A week without a filter. */
export const WEEK = Object.freeze({
  start: "2026-11-23T00:00:00+00:00",
  end: "2026-11-30T00:00:00+00:00",
  doctor: [],
  department: [],
  status: [],
  kind: "" as const,
});

interface AppointmentChange {
  id?: number | string;
  version?: number;
  status?: string;
  start?: string;
  end?: string;
  doctor?: { id: number; name: string } | null;
  kind?: "appointment" | "opd";
  name?: string;
}

/** A CalendarEvent; `change` overrides its parts. */
export function appointment(change: AppointmentChange = {}): CalendarEvent {
  const { id = 1, version = 1, doctor = DOCTOR, kind = "appointment", name = "E. Novak" } = change;
  return {
    id,
    title: `${name} – Cough`,
    start: change.start ?? "2026-11-23T10:00:00+00:00",
    end: change.end ?? "2026-11-23T10:30:00+00:00",
    color: "#3b82f6",
    status: change.status ?? "SCHEDULED",
    extendedProps: {
      patient: { id: 5, name, mrn: "000241", phone: "+91 98 0000 0241" },
      appointment: {
        id: Number(String(id).replace("opd-", "")),
        kind,
        version,
        doctor,
        department: CARDIOLOGY,
        complaint: "Cough",
        overbooked: false,
      },
    },
  };
}

/** The body of an event about an appointment. */
export function message(event: CalendarEvent, seq = 1) {
  return { action: "updated", appointment: event, seq, by: { id: 3, name: "Desk 2" }, origin: "x" };
}

/** A view state of the calendar: an unfiltered day, with these parts and filters instead. */
export const viewState = (parts: object, filters: object) =>
  ({
    view: "day",
    date: "",
    open: "",
    ...parts,
    filters: { doctor: [], department: [], status: [], kind: "", ...filters },
  }) as any;

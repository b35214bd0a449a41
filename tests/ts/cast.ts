/** The small cast of the JavaScript tests, and the appointments they have. */
import type { CalendarEvent } from "../../static/ts/core/types.ts";

export const DOCTOR = { id: 1, name: "Dr. Anand" };
export const OTHER_DOCTOR = { id: 2, name: "Dr. Brandt" };
const CARDIOLOGY = { id: 10, name: "Cardiology", slug: "cardiology" };

/** The week that the tests look at, without a filter. */
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

/** What a channel carries for an appointment. */
export function message(event: CalendarEvent, seq = 1) {
  return { action: "updated", appointment: event, seq, by: { id: 3, name: "Desk 2" }, origin: "x" };
}

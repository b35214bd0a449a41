/** The small cast of the JavaScript tests, and the appointments they have. */

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
  kind: /** @type {""} */ (""),
});

/**
 * A CalendarEvent; `change` overrides its parts.
 * @param {object} [change]
 * @param {number | string} [change.id]
 * @param {number} [change.version]
 * @param {string} [change.status]
 * @param {string} [change.start]
 * @param {string} [change.end]
 * @param {{id: number, name: string} | null} [change.doctor]
 * @param {"appointment" | "opd"} [change.kind]
 * @param {string} [change.name]
 * @returns {import("../../static/js/core/types.js").CalendarEvent}
 */
export function appointment(change = {}) {
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

/**
 * What a channel carries for an appointment.
 * @param {import("../../static/js/core/types.js").CalendarEvent} event
 * @param {number} [seq]
 */
export function message(event, seq = 1) {
  return { action: "updated", appointment: event, seq, by: { id: 3, name: "Desk 2" }, origin: "x" };
}

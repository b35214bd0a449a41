/** A taken time given twice: offered where a move is refused, to whoever may, who is asked why. */
import { can, readConfig } from "../core/config.js";
import { messages } from "../core/messages.js";

/**
 * @typedef {import("../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./api.js").Changes} Changes
 *
 * @typedef {object} Overbooking
 * @property {import("../core/clock.js").Clock} clock
 * @property {(asked: Changes) => Promise<void>} send throws where it is refused
 * @property {(text: string) => void} fail says that it could not be asked
 * @property {(error: any) => void | Promise<void>} tooLate says that another desk was first, and goes on from there
 * @property {() => boolean} [mayOverbook]
 */

/**
 * @param {any} error an ApiError
 * @param {CalendarEvent} event that was to go there
 * @param {Changes} wanted
 * @param {Overbooking} parts
 * @returns {{label: string, run: () => Promise<void>}[]} none where it cannot help
 */
export function overbookOffer(error, event, wanted, parts) {
  const { clock, send, fail, tooLate, mayOverbook = mayUser } = parts;
  if (wanted.overbook || !isDoctorsTime(error, event) || !mayOverbook()) return [];
  const run = async () => {
    try {
      const { askToOverbook } = await import("./overbook-form.js");
      const doctor = otherDoctor(error, event, wanted);
      askToOverbook({ event, wanted, clock, doctor, refused: error.message, send, tooLate });
    } catch {
      fail(messages.offline);
    }
  };
  return [{ label: messages.overbook, run }];
}

/**
 * What asks for an appointment's former time again where that was given twice: another start or end
 * is otherwise a time like any other, and taken. Nothing where it was not, or the user may not.
 * @param {CalendarEvent} before
 * @param {string} reason for the history
 * @param {() => boolean} [mayOverbook]
 * @returns {Changes}
 */
export function overbookedAgain({ extendedProps }, reason, mayOverbook = mayUser) {
  return extendedProps.appointment.overbooked && mayOverbook() ? { overbook: true, reason } : {};
}

/**
 * The name of the doctor whose time it was to become, by those who are in the way there.
 * @param {any} error
 * @param {CalendarEvent} event
 * @param {Changes} wanted
 * @returns {string | undefined} none where it stays with its doctor
 */
function otherDoctor({ body }, event, { doctor }) {
  if (!doctor || doctor === event.extendedProps.appointment.doctor?.id) return undefined;
  const conflicts = /** @type {CalendarEvent[]} */ (body?.conflicts ?? []);
  const doctors = conflicts.map(({ extendedProps }) => extendedProps.appointment.doctor);
  return doctors.find((each) => each?.id === doctor)?.name;
}

/**
 * Whether others alone are in the way: a patient is never in two places.
 * @param {any} error
 * @param {CalendarEvent} event
 */
function isDoctorsTime({ code, body }, { extendedProps: { patient } }) {
  const conflicts = /** @type {CalendarEvent[]} */ (body?.conflicts ?? []);
  return (
    code === "clash" && conflicts.every((each) => each.extendedProps.patient.id !== patient.id)
  );
}

function mayUser() {
  return can(readConfig(), "overbook");
}

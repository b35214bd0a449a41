/** A taken time given twice: offered where a move is refused, to whoever may, who is asked why. */
import { can, readConfig } from "../config.js";
import { messages } from "../messages.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./visits.js").Changes} Changes
 *
 * @typedef {object} Overbooking
 * @property {import("../time.js").Clock} clock
 * @property {(asked: Changes) => Promise<void>} send throws where it is refused
 * @property {(text: string) => void} fail says that it could not be asked
 * @property {() => boolean} [mayOverbook]
 */

/**
 * @param {any} error an ApiError
 * @param {CalendarEvent} event that was to go there
 * @param {Changes} wanted
 * @param {Overbooking} parts
 * @returns {{label: string, run: () => Promise<void>}[]} none where it cannot help
 */
export function overbookOffer(error, event, wanted, { clock, send, fail, mayOverbook = mayUser }) {
  if (wanted.overbook || !isDoctorsTime(error, event) || !mayOverbook()) return [];
  const run = async () => {
    try {
      const { askToOverbook } = await import("./overbook-form.js");
      askToOverbook({ event, wanted, clock, refused: error.message, send });
    } catch {
      fail(messages.offline);
    }
  };
  return [{ label: messages.overbook, run }];
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

/** An appointment dragged or stretched: moved at once, put back with the reason when refused. */
import { messages } from "../core/messages.js";
import { toast } from "../shell/toast.js";
import { overbookOffer, overbookedAgain } from "../appointment/overbooking.js";
import { about, refusal } from "../appointment/error-text.js";

/**
 * @param {object} parts
 * @param {import("../appointment/api.js").Visits} parts.visits
 * @param {import("../core/clock.js").Clock} parts.clock
 * @param {typeof toast} [parts.tell]
 * @param {() => boolean} [parts.mayOverbook]
 */
export function dragging({ visits, clock, tell = toast, mayOverbook }) {
  /**
   * @param {import("../core/types.js").CalendarEvent} event as it was before the drag
   * @param {import("./fullcalendar/options.js").Place} place
   * @param {() => void} putBack on the page
   */
  return async function move(event, place, putBack) {
    const before = placeOf(event);
    const wanted = change(place, before);
    const send = async (/** @type {import("../appointment/api.js").Changes} */ asked) => {
      const moved = await visits.reschedule(event, asked);
      tell(about(moved, movedWords(moved, before, clock)), [
        { label: messages.undo, run: () => undo(moved, event) },
      ]);
    };
    const fails = (/** @type {any} */ error) => {
      const { text, actions } = refusal(error, clock, (offer) =>
        move(event, { ...wanted, ...offer }, () => {}),
      );
      const fail = (/** @type {string} */ why) => tell(about(event, why));
      const parts = { clock, send, fail, tooLate: fails, mayOverbook };
      const overbook = overbookOffer(error, event, wanted, parts);
      tell(about(event, messages.notMoved(text)), [...actions, ...overbook]);
    };
    try {
      await send(wanted);
    } catch (error) {
      putBack();
      fails(error);
    }
  };

  /**
   * @param {import("../core/types.js").CalendarEvent} moved
   * @param {import("../core/types.js").CalendarEvent} before
   */
  async function undo(moved, before) {
    const now = visits.newest(moved);
    const overbook = overbookedAgain(before, messages.undone, mayOverbook);
    try {
      await visits.reschedule(now, { ...change(placeOf(before), placeOf(now)), ...overbook });
      tell(about(moved, messages.undone));
    } catch (error) {
      tell(about(moved, messages.notMoved(refusal(error, clock, () => {}).text)));
    }
  }
}

/**
 * What is asked for: another doctor only where it is another.
 * @param {import("./fullcalendar/options.js").Place} wanted
 * @param {import("./fullcalendar/options.js").Place} now
 */
function change(wanted, now) {
  return wanted.doctor === now.doctor ? { ...wanted, doctor: undefined } : wanted;
}

/**
 * @param {import("../core/types.js").CalendarEvent} event
 * @returns {import("./fullcalendar/options.js").Place}
 */
function placeOf(event) {
  return {
    start: event.start,
    end: event.end,
    doctor: event.extendedProps.appointment.doctor?.id,
  };
}

/**
 * @param {import("../core/types.js").CalendarEvent} moved
 * @param {import("./fullcalendar/options.js").Place} before
 * @param {import("../core/clock.js").Clock} clock
 */
function movedWords(moved, before, clock) {
  const { doctor } = moved.extendedProps.appointment;
  const when = clock.span(moved.start, moved.end);
  return doctor && doctor.id !== before.doctor
    ? messages.movedToDoctor(when, doctor.name)
    : messages.movedTo(when);
}

/** An appointment dragged or stretched: moved at once, put back with the reason when refused. */
import { messages } from "../messages.js";
import { toast } from "../toast.js";
import { refusal } from "./refusals.js";

/**
 * @param {object} parts
 * @param {import("./visits.js").Visits} parts.visits
 * @param {import("../time.js").Clock} parts.clock
 */
export function dragging({ visits, clock }) {
  /**
   * @param {import("../types.js").CalendarEvent} event as it was before the drag
   * @param {{start: Date | string, end: Date | string}} times
   * @param {() => void} revert puts it back on the page
   */
  return async function move(event, times, revert) {
    const wanted = { start: clock.toIso(times.start), end: clock.toIso(times.end) };
    try {
      const moved = await visits.reschedule(event, wanted);
      const before = { start: event.start, end: event.end };
      const undo = { label: messages.undo, run: () => putBack(moved, before) };
      toast(messages.movedTo(clock.span(moved.start, moved.end)), [undo]);
    } catch (error) {
      revert();
      const { text, actions } = refusal(error, clock, (offer) => move(event, offer, () => {}));
      toast(messages.notMoved(text), actions);
    }
  };

  /**
   * @param {import("../types.js").CalendarEvent} event
   * @param {{start: string, end: string}} times
   */
  async function putBack(event, times) {
    try {
      await visits.reschedule(event, times);
      toast(messages.undone);
    } catch (error) {
      toast(messages.notMoved(refusal(error, clock, () => {}).text));
    }
  }
}

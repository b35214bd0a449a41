/** What the panel's forms change about their appointment, and what is said of it. */
import { messages } from "../../core/messages.js";
import { takesBack } from "../../appointment/status-rules.js";
import { overbookOffer } from "../../appointment/overbooking.js";
import { about, refusal } from "../../appointment/error-text.js";

/**
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {import("../../appointment/api.js").Changes} Changes
 */

/**
 * What the panel's forms work with: one appointment, whatever the panel shows when an answer comes.
 * @typedef {object} Work
 * @property {() => CalendarEvent} event the newest that is known of it
 * @property {import("../../appointment/api.js").Visits} visits
 * @property {import("../../core/clock.js").Clock} clock
 * @property {(state: string) => string} stateLabel
 * @property {{id: number, name: string}[]} doctors whose time it may become
 * @property {(event: CalendarEvent) => boolean} mayMove
 * @property {() => boolean} [mayOverbook]
 * @property {Draft} draft
 * @property {(text: string, kind?: "info" | "error", actions?: Action[]) => void} say in its panel
 * @property {(text: string, actions?: Action[]) => void} tell at the foot of the page
 * @property {() => Promise<void>} refresh reads the appointment anew
 *
 * @typedef {object} Draft what is typed and not sent
 * @property {string} reason why it is cancelled
 * @property {string} by who cancels it
 * @property {boolean} place whether another time or doctor is chosen
 * @property {boolean} correction whether a correction is typed
 *
 * @typedef {{label: string, run: () => void}} Action
 */

/**
 * Moves the appointment to another state; a slip of the hand is taken back from where the eye is.
 * @param {Work} work
 * @param {string} status
 * @param {string | undefined} reason
 * @param {() => void} settled runs when the form has had its answer, before the panel is drawn anew
 */
export async function changeState(work, status, reason, settled) {
  const { visits, say, tell, refresh, stateLabel } = work;
  try {
    const before = work.event();
    const after = await visits.changeStatus(before, status, reason);
    settled();
    say("");
    await refresh();
    const back = { label: messages.undo, run: () => takeBack(work, after, before.status) };
    const canGoBack = takesBack(before.status, after.status);
    tell(about(after, stateLabel(after.status)), canGoBack ? [back] : []);
  } catch (/** @type {any} */ error) {
    if (error.code === "stale") settled();
    await refresh();
    say(refusal(error, work.clock, () => {}).text, "error");
  }
}

/** @param {Work} work @param {CalendarEvent} event as the change has left it @param {string} status */
async function takeBack({ visits, clock, stateLabel, tell, refresh }, event, status) {
  try {
    const back = await visits.changeStatus(event, status);
    tell(about(back, stateLabel(back.status)));
  } catch (error) {
    tell(about(event, messages.notUndone(refusal(error, clock, () => {}).text)));
  }
  await refresh();
}

/**
 * @param {Work} work
 * @param {Changes} wanted
 * @param {object} form
 * @param {() => void} form.settled runs when it has moved
 * @param {() => void} form.askWhy runs when a reason is wanted
 * @param {(offer: {start: string, end: string}) => void} form.take moves to an offered time instead
 */
export async function reschedule(work, wanted, { settled, askWhy, take }) {
  const { visits, clock, say, refresh } = work;
  const send = async (/** @type {Changes} */ asked) => {
    const event = await visits.reschedule(work.event(), asked);
    settled();
    say(messages.movedTo(clock.span(event.start, event.end)));
    await refresh();
  };
  const fails = async (/** @type {any} */ error) => {
    await refresh(); // the form takes the next try as soon as it says why this one failed
    const { text, actions } = refusal(error, clock, take);
    const fail = (/** @type {string} */ why) => say(why, "error");
    const parts = { ...work, send, fail, tooLate: fails };
    const overbook = overbookOffer(error, work.event(), wanted, parts);
    say(messages.notMoved(text), "error", [...actions, ...overbook]);
    if (error.body?.fields?.reason) askWhy();
  };
  try {
    await send(wanted);
  } catch (error) {
    await fails(error);
  }
}

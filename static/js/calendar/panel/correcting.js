/** What a correction asks for, what it meets, and how it is taken back. */
import { messages } from "../../core/messages.js";
import { words } from "./correction-words.js";
import { overbookOffer, overbookedAgain } from "../../appointment/overbooking.js";
import { about, refusal } from "../../appointment/error-text.js";

/**
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {import("./changes.js").Work} Work
 * @typedef {import("../../appointment/api.js").Changes} Changes
 *
 * @typedef {{complaint: string, notes: string, visit_type: number | null}} Texts what can be corrected
 */

const MINUTE_MS = 60_000;
const TEXTS = ["complaint", "notes", "visit_type"];

/** As the fields of a form hold them. @param {CalendarEvent} event @returns {Texts} */
export function textsOf({ extendedProps: { appointment } }) {
  return {
    complaint: appointment.complaint.replaceAll(/[\r\n]+/g, ""),
    notes: (appointment.notes ?? "").replaceAll("\r\n", "\n"),
    visit_type: appointment.visit_type?.id ?? null,
  };
}

/**
 * What is typed otherwise than it was.
 * @param {Texts} before
 * @param {Texts} typed
 * @returns {Partial<Texts>}
 */
export function corrected(before, typed) {
  const names = /** @type {(keyof Texts)[]} */ (Object.keys(typed));
  return Object.fromEntries(
    names.filter((name) => typed[name] !== before[name]).map((name) => [name, typed[name]]),
  );
}

/**
 * Whether somebody else has corrected the same since. What only stands beside it, as a check-in,
 * makes no correction come too late.
 * @param {Partial<Texts>} asked
 * @param {CalendarEvent} before
 * @param {CalendarEvent} now
 */
export function isContested(asked, before, now) {
  return Object.keys(corrected(textsOf(before), textsOf(now))).some((name) => name in asked);
}

/**
 * When a visit of so many minutes would end.
 * @param {CalendarEvent} event
 * @param {number} minutes
 * @param {import("../../core/clock.js").Clock} clock
 */
export function endAfter(event, minutes, clock) {
  return clock.toIso(Date.parse(event.start) + minutes * MINUTE_MS);
}

/**
 * @param {Work} work
 * @param {CalendarEvent} before as it was when that was typed
 * @param {Changes} wanted
 * @param {object} form
 * @param {() => void} form.settled runs when it is corrected
 * @param {(error: any) => void} form.refused runs once the newest is known
 * @param {(offer: {start: string, end: string}) => void} form.take goes to an offered time
 */
export async function correct(work, before, wanted, { settled, refused, take }) {
  const { visits, clock, say, tell, refresh } = work;
  const send = async (/** @type {Changes} */ asked) => {
    const after = await visits.reschedule(before, asked);
    settled();
    say("");
    await refresh();
    const undo = () => takeBack(work, after, formerly(before, wanted, work.mayOverbook));
    tell(about(after, words.corrected), [{ label: messages.undo, run: undo }]);
  };
  const fails = async (/** @type {any} */ error) => {
    await refresh();
    const { text, actions } = refusal(error, clock, take);
    const fail = (/** @type {string} */ why) => say(why, "error");
    const overbook = overbookOffer(error, before, wanted, { ...work, send, fail, tooLate: fails });
    const why = isAboutText(error) ? words.fieldsWrong : words.notCorrected(text);
    say(why, "error", [...actions, ...overbook]);
    refused(error);
  };
  try {
    await send(wanted);
  } catch (error) {
    await fails(error);
  }
}

/** Whether what is wrong is said beside a field. @param {any} error */
function isAboutText({ body }) {
  return Object.keys(body?.fields ?? {}).some((name) => TEXTS.includes(name));
}

/**
 * What brings back what was there.
 * @param {CalendarEvent} before
 * @param {Changes} wanted
 * @param {() => boolean} [mayOverbook]
 * @returns {Changes}
 */
function formerly(before, wanted, mayOverbook) {
  const { start, end } = before;
  const texts = Object.entries(textsOf(before)).filter(([name]) => name in wanted);
  return {
    ...Object.fromEntries(texts),
    ...(wanted.start && { start }),
    ...(wanted.end && { end }),
    ...((wanted.start || wanted.end) && overbookedAgain(before, words.takenBack, mayOverbook)),
  };
}

/** @param {Work} work @param {CalendarEvent} after @param {Changes} former */
async function takeBack({ visits, clock, tell, refresh }, after, former) {
  try {
    await visits.reschedule(after, former);
    tell(about(after, words.takenBack));
  } catch (error) {
    tell(about(after, messages.notUndone(refusal(error, clock, () => {}).text)));
  }
  await refresh();
}

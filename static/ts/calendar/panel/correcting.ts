/** What a correction asks for, what it meets, and how it is taken back. */
import { messages } from "../../core/messages.ts";
import { words } from "./correction-words.ts";
import { overbookOffer, overbookedAgain } from "../../appointment/overbooking.ts";
import { about, refusal } from "../../appointment/error-text.ts";
import type { Changes } from "../../appointment/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Work } from "./changes.ts";

/** What can be corrected. */
export interface Texts {
  complaint: string;
  notes: string;
  visit_type: number | null;
}

const MINUTE_MS = 60_000;
const TEXTS = ["complaint", "notes", "visit_type"];

/** As the fields of a form hold them. */
export function textsOf({ extendedProps: { appointment } }: CalendarEvent): Texts {
  return {
    complaint: appointment.complaint.replaceAll(/[\r\n]+/g, ""),
    notes: (appointment.notes ?? "").replaceAll("\r\n", "\n"),
    visit_type: appointment.visit_type?.id ?? null,
  };
}

/** What is typed otherwise than it was. */
export function corrected(before: Texts, typed: Texts): Partial<Texts> {
  const names = Object.keys(typed) as (keyof Texts)[];
  return Object.fromEntries(
    names.filter((name) => typed[name] !== before[name]).map((name) => [name, typed[name]]),
  );
}

/**
 * Whether somebody else has corrected the same since. What only stands beside it, as a check-in,
 * makes no correction come too late.
 */
export function isContested(asked: Partial<Texts>, before: CalendarEvent, now: CalendarEvent) {
  return Object.keys(corrected(textsOf(before), textsOf(now))).some((name) => name in asked);
}

/** When a visit of so many minutes would end. */
export function endAfter(event: CalendarEvent, minutes: number, clock: Clock) {
  return clock.toIso(Date.parse(event.start) + minutes * MINUTE_MS);
}

interface CorrectForm {
  /** Runs when it is corrected. */
  settled: () => void;
  /** Runs once the newest is known. */
  refused: (error: any) => void;
  /** Goes to an offered time. */
  take: (offer: { start: string; end: string }) => void;
}

/** `before`: as it was when that was typed. */
export async function correct(
  work: Work,
  before: CalendarEvent,
  wanted: Changes,
  { settled, refused, take }: CorrectForm,
) {
  const { appointments, clock, say, tell, refresh } = work;
  const send = async (asked: Changes) => {
    const after = await appointments.reschedule(before, asked);
    settled();
    say("");
    await refresh();
    const undo = () => takeBack(work, after, formerly(before, wanted, work.mayOverbook));
    tell(about(after, words.corrected), [{ label: messages.undo, run: undo }]);
  };
  const fails = async (error: any) => {
    await refresh();
    const { text, actions } = refusal(error, clock, take);
    const fail = (why: string) => say(why, "error");
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

/** Whether what is wrong is said beside a field. */
function isAboutText({ body }: any) {
  return Object.keys(body?.fields ?? {}).some((name) => TEXTS.includes(name));
}

/** What brings back what was there. */
function formerly(before: CalendarEvent, wanted: Changes, mayOverbook?: () => boolean): Changes {
  const { start, end } = before;
  const texts = Object.entries(textsOf(before)).filter(([name]) => name in wanted);
  return {
    ...Object.fromEntries(texts),
    ...(wanted.start && { start }),
    ...(wanted.end && { end }),
    ...((wanted.start || wanted.end) && overbookedAgain(before, words.takenBack, mayOverbook)),
  };
}

async function takeBack(
  { appointments, clock, tell, refresh }: Work,
  after: CalendarEvent,
  former: Changes,
) {
  try {
    await appointments.reschedule(after, former);
    tell(about(after, words.takenBack));
  } catch (error) {
    tell(about(after, messages.notUndone(refusal(error, clock, () => {}).text)));
  }
  await refresh();
}

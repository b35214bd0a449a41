/** Sends a correction, reports a refusal, and undoes it. */
import { messages } from "../../core/messages.ts";
import { correctionMessages } from "./correction-messages.ts";
import { overbookOffer, overbookedAgain } from "../../appointment/overbooking.ts";
import { about, refusal } from "../../appointment/refusal.ts";
import type { Changes } from "../../appointment/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Work } from "./changes.ts";
import type { Failure } from "../../core/api.ts";

/** The fields that can be corrected. */
export interface Texts {
  complaint: string;
  notes: string;
  visit_type: number | null;
}

const MINUTE_MS = 60_000;
const TEXTS = ["complaint", "notes", "visit_type"];

/** The values as form fields hold them (browsers normalise line breaks). */
export function textsOf({ extendedProps: { appointment } }: CalendarEvent): Texts {
  return {
    complaint: appointment.complaint.replaceAll(/[\r\n]+/g, ""),
    notes: (appointment.notes ?? "").replaceAll("\r\n", "\n"),
    visit_type: appointment.visit_type?.id ?? null,
  };
}

/** The fields whose value differs. */
export function corrected(before: Texts, typed: Texts): Partial<Texts> {
  const names = Object.keys(typed) as (keyof Texts)[];
  return Object.fromEntries(
    names.filter((name) => typed[name] !== before[name]).map((name) => [name, typed[name]]),
  );
}

/**
 * Whether one of the fields asked for was changed by another user since. Other changes, such as a
 * check-in, do not conflict with a correction.
 */
export function isContested(asked: Partial<Texts>, before: CalendarEvent, now: CalendarEvent) {
  return Object.keys(corrected(textsOf(before), textsOf(now))).some((name) => name in asked);
}

/** The end of the appointment if it lasts so many minutes, in ISO 8601. */
export function endAfter(event: CalendarEvent, minutes: number, clock: Clock) {
  return clock.toIso(Date.parse(event.start) + minutes * MINUTE_MS);
}

interface CorrectForm {
  /** Called when it is corrected. */
  settled: () => void;
  /** Called after the appointment was read again. */
  refused: (error: Failure) => void;
  /** Takes an offered time instead. */
  take: (offer: { start: string; end: string }) => void;
}

/** `before`: the appointment on which the input is based. */
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
    const undo = () => undoCorrection(work, after, inverse(before, wanted, work.mayOverbook));
    tell(about(after, correctionMessages.corrected), [{ label: messages.undo, run: undo }]);
  };
  const fails = async (error: Failure) => {
    await refresh();
    const { text, actions } = refusal(error, clock, take);
    const fail = (why: string) => say(why, "error");
    const overbook = overbookOffer(error, before, wanted, { ...work, send, fail, tooLate: fails });
    const why = isFieldError(error)
      ? correctionMessages.fieldsWrong
      : correctionMessages.notCorrected(text);
    say(why, "error", [...actions, ...overbook]);
    refused(error);
  };
  try {
    await send(wanted);
  } catch (error) {
    await fails(error as Failure);
  }
}

/** Whether the error is shown beside a field. */
function isFieldError({ body }: Failure) {
  return Object.keys(body?.fields ?? {}).some((name) => TEXTS.includes(name));
}

/** The changes that restore the former values. */
function inverse(before: CalendarEvent, wanted: Changes, mayOverbook?: () => boolean): Changes {
  const { start, end } = before;
  const texts = Object.entries(textsOf(before)).filter(([name]) => name in wanted);
  return {
    ...Object.fromEntries(texts),
    ...(wanted.start && { start }),
    ...(wanted.end && { end }),
    ...((wanted.start || wanted.end) &&
      overbookedAgain(before, correctionMessages.takenBack, mayOverbook)),
  };
}

async function undoCorrection(
  { appointments, clock, tell, refresh }: Work,
  after: CalendarEvent,
  former: Changes,
) {
  try {
    await appointments.reschedule(after, former);
    tell(about(after, correctionMessages.takenBack));
  } catch (error) {
    tell(about(after, messages.notUndone(refusal(error as Failure, clock, () => {}).text)));
  }
  await refresh();
}

/** What the panel's forms change about their appointment, and what is said of it. */
import { interpolate } from "../../core/i18n.ts";
import { messages } from "../../core/messages.ts";
import { takesBack } from "../../appointment/status-rules.ts";
import { overbookOffer } from "../../appointment/overbooking.ts";
import { about, refusal } from "../../appointment/error-text.ts";
import type { Changes, Visits } from "../../appointment/api.ts";
import type { Failure } from "../../core/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { CalendarEvent } from "../../core/types.ts";

/**
 * What the panel's forms work with: one appointment, whatever the panel shows when an answer comes.
 */
export interface Work {
  /** The newest that is known of it. */
  event: () => CalendarEvent;
  visits: Visits;
  clock: Clock;
  stateLabel: (state: string) => string;
  /** Whose time it may become. */
  doctors: { id: number; name: string }[];
  mayMove: (event: CalendarEvent) => boolean;
  mayOverbook?: () => boolean;
  draft: Draft;
  /** In its panel. */
  say: (text: string, kind?: "info" | "error", actions?: Action[]) => void;
  /** At the foot of the page. */
  tell: (text: string, actions?: Action[]) => void;
  /** Reads the appointment anew. */
  refresh: () => Promise<void>;
}

/** What is typed and not sent. */
interface Draft {
  /** Why it is cancelled. */
  reason: string;
  /** Who cancels it. */
  by: string;
  /** Whether another time or doctor is chosen. */
  place: boolean;
  /** Whether a correction is typed. */
  correction: boolean;
}

export interface Action {
  label: string;
  run: () => void;
}

/**
 * Moves the appointment to another state; a slip of the hand is taken back from where the eye is.
 * `settled` runs when the form has had its answer, before the panel is drawn anew.
 */
export async function changeState(
  work: Work,
  status: string,
  reason: string | undefined,
  settled: () => void,
) {
  const { visits, say, tell, refresh, stateLabel } = work;
  try {
    const before = work.event();
    const after = await visits.changeStatus(before, status, reason);
    settled();
    say("");
    await refresh();
    const back = { label: messages.undo, run: () => takeBack(work, after, before.status) };
    const canGoBack = takesBack(before.status, after.status);
    tell(changed(before.status, after, stateLabel), canGoBack ? [back] : []);
  } catch (thrown) {
    const error = thrown as Failure;
    if (error.code === "stale") settled();
    await refresh();
    say(refusal(error, work.clock, () => {}).text, "error");
  }
}

/** The event is as the change has left it. */
async function takeBack(
  { visits, clock, stateLabel, tell, refresh }: Work,
  event: CalendarEvent,
  status: string,
) {
  try {
    const back = await visits.changeStatus(event, status);
    tell(changed(event.status, back, stateLabel));
  } catch (error) {
    tell(about(event, messages.notUndone(refusal(error as Failure, clock, () => {}).text)));
  }
  await refresh();
}

/** What the toast says of a new state: an undo names what it undid. `from`: the state before. */
function changed(from: string, event: CalendarEvent, stateLabel: (state: string) => string) {
  const undone = messages.undoneMoves[`${from}>${event.status}`];
  if (!undone) return about(event, stateLabel(event.status));
  return interpolate(undone, { patient: event.extendedProps.patient.name });
}

interface RescheduleForm {
  /** Runs when it has moved. */
  settled: () => void;
  /** Runs when a reason is wanted. */
  askWhy: () => void;
  /** Moves to an offered time instead. */
  take: (offer: { start: string; end: string }) => void;
}

export async function reschedule(
  work: Work,
  wanted: Changes,
  { settled, askWhy, take }: RescheduleForm,
) {
  const { visits, clock, say, refresh } = work;
  const send = async (asked: Changes) => {
    const event = await visits.reschedule(work.event(), asked);
    settled();
    say(messages.movedTo(clock.span(event.start, event.end)));
    await refresh();
  };
  const fails = async (error: Failure) => {
    await refresh(); // the form takes the next try as soon as it says why this one failed
    const { text, actions } = refusal(error, clock, take);
    const fail = (why: string) => say(why, "error");
    const parts = { ...work, send, fail, tooLate: fails };
    const overbook = overbookOffer(error, work.event(), wanted, parts);
    say(messages.notMoved(text), "error", [...actions, ...overbook]);
    if (error.body?.fields?.reason) askWhy();
  };
  try {
    await send(wanted);
  } catch (error) {
    await fails(error as Failure);
  }
}

/** The changes that the panel's forms make to their appointment, and what they report. */
import { interpolate } from "../../core/i18n.ts";
import { messages } from "../../core/messages.ts";
import { nameText } from "../../core/patient.ts";
import { overbookOffer } from "../../appointment/overbooking.ts";
import { about, refusal } from "../../appointment/refusal.ts";
import type { Changes, AppointmentApi } from "../../appointment/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { Statuses } from "../../core/statuses.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Failure } from "../../core/api.ts";

/** What the panel's forms need: one appointment, also after the panel has gone on to another. */
export interface Work {
  /** Its newest known state. */
  event: () => CalendarEvent;
  appointments: AppointmentApi;
  clock: Clock;
  statuses: Statuses;
  /** The doctors it can be moved to. */
  doctors: { id: number; name: string }[];
  mayReschedule: (event: CalendarEvent) => boolean;
  mayOverbook?: () => boolean;
  draft: Draft;
  /** Shows a note in the panel. */
  say: (text: string, kind?: "info" | "error", actions?: Action[]) => void;
  /** Shows a toast. */
  tell: (text: string, actions?: Action[]) => void;
  /** Reads the appointment again. */
  refresh: () => Promise<void>;
}

/** Unsent input. */
interface Draft {
  /** The reason for cancelling. */
  reason: string;
  /** "patient" or "hospital". */
  by: string;
  /** Whether another time or doctor is chosen. */
  reschedule: boolean;
  /** Whether a correction is typed. */
  correction: boolean;
}

export interface Action {
  label: string;
  run: () => void;
}

/**
 * Changes the appointment's status and offers to undo that in a toast. `settled`: called when the
 * form is answered, before the panel is rendered again. Asks first, in the panel, about an
 * appointment of another day; `confirm`: this has been answered.
 */
export async function changeState(
  work: Work,
  status: string,
  reason: string | undefined,
  settled: () => void,
  confirm?: true,
) {
  const { appointments, say, tell, refresh, statuses } = work;
  try {
    const before = work.event();
    const after = await appointments.changeStatus(before, status, reason, confirm);
    settled();
    say("");
    await refresh();
    const undo = { label: messages.undo, run: () => undoStatus(work, after, before.status) };
    const canUndo = statuses.isUndo(after.status, before.status);
    tell(changed(before.status, after, statuses), canUndo ? [undo] : []);
  } catch (thrown) {
    const error = thrown as Failure;
    if (error.code === "stale") settled();
    await refresh();
    const goOn = {
      label: messages.continueAnyway,
      run: () => changeState(work, status, reason, settled, true),
    };
    const actions = error.code === "other_day" ? [goOn] : [];
    say(refusal(error, work.clock, () => {}).text, "error", actions);
  }
}

/** `event`: as it is after the change; `status`: the former one. */
async function undoStatus(
  { appointments, clock, statuses, tell, refresh }: Work,
  event: CalendarEvent,
  status: string,
) {
  try {
    const back = await appointments.changeStatus(event, status);
    tell(changed(event.status, back, statuses));
  } catch (error) {
    tell(about(event, messages.notUndone(refusal(error as Failure, clock, () => {}).text)));
  }
  await refresh();
}

/** The toast's text about a new status; an undo is named by what it undid. `from`: the old status. */
function changed(from: string, event: CalendarEvent, statuses: Statuses) {
  const undone = messages.undoneTransitions[`${from}>${event.status}`];
  if (!undone) return about(event, statuses.label(event.status));
  return interpolate(undone, { patient: nameText(event.extendedProps.patient) });
}

interface RescheduleForm {
  /** Called when it is rescheduled. */
  settled: () => void;
  /** Called when the server asks for a reason. */
  askReason: () => void;
  /** Takes an offered time instead. */
  take: (offer: { start: string; end: string }) => void;
}

export async function reschedule(
  work: Work,
  wanted: Changes,
  { settled, askReason, take }: RescheduleForm,
) {
  const { appointments, clock, say, refresh } = work;
  const send = async (asked: Changes) => {
    const event = await appointments.reschedule(work.event(), asked);
    settled();
    say(messages.movedTo(clock.span(event.start, event.end)));
    await refresh();
  };
  const fails = async (error: Failure) => {
    await refresh(); // before the form shows why it failed: it can be sent again from then on
    const { text, actions } = refusal(error, clock, take);
    const fail = (why: string) => say(why, "error");
    const parts = { ...work, send, fail, tooLate: fails };
    const overbook = overbookOffer(error, work.event(), wanted, parts);
    say(messages.notMoved(text), "error", [...actions, ...overbook]);
    if (error.body?.fields?.reason) askReason();
  };
  try {
    await send(wanted);
  } catch (error) {
    await fails(error as Failure);
  }
}

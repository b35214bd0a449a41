/** Sentences about a token and its steps. */
import { messages } from "./messages.ts";
import type { Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Action, QueueEntry, QueuedVisit } from "./types.ts";

/** The answer of a call is a CalendarEvent with the token's fields. */
export function visitOf(event: CalendarEvent) {
  return (event as QueueEntry).extendedProps.appointment;
}

/** What a step did. `event`: as it is after the step. */
export function stepDone(event: CalendarEvent, action: Action): string {
  const { token, room, token_state: state } = visitOf(event);
  if (action === "call") return room ? messages.calledTo(token, room) : messages.called(token);
  // After the second call without the patient the token has left.
  if (action === "skip" && state === "LEFT") return messages.done.left(token);
  return messages.done[action](token);
}

/** Why a step was refused. `token`: of the patient, or empty for the call of the next one. */
export function stepRefused(error: Failure, token: string): string {
  return error.code === "stale" && token ? messages.stale(token) : error.message;
}

/** When the patient is expected to be called. */
export function estimateText(estimate: QueuedVisit["estimate"]): string {
  if (!estimate) return messages.noEstimate;
  return estimate.to === 0 ? messages.soon : messages.estimate(estimate.from, estimate.to);
}

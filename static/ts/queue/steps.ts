/** Makes a step, says what it did in a toast with Undo, or why it was refused. */
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import { stepDone, stepRefused, visitOf } from "./words.ts";
import type { Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { QueueCalls } from "./calls.ts";
import type { Action } from "./types.ts";

type Tell = typeof toast;

/**
 * `call`: makes the step `action` and returns the visit after it; `token`: empty for the call of the
 * next one. Returns the visit, or null if the step was refused.
 */
export async function makeStep(
  calls: Pick<QueueCalls, "step">,
  call: () => Promise<CalendarEvent>,
  { action, token = "", tell = toast }: { action: Action; token?: string; tell?: Tell },
): Promise<CalendarEvent | null> {
  try {
    const event = await call();
    tellStep(calls, event, action, tell);
    return event;
  } catch (error) {
    tell(stepRefused(error as Failure, token));
    return null;
  }
}

/** Says what a step did, and offers to undo it. `event`: as it is after the step. */
export function tellStep(
  calls: Pick<QueueCalls, "step">,
  event: CalendarEvent,
  action: Action,
  tell: Tell = toast,
) {
  const undo = () => undoStep(calls, event, tell);
  tell(stepDone(event, action), action === "undo" ? [] : [{ label: messages.undo, run: undo }]);
}

async function undoStep(calls: Pick<QueueCalls, "step">, event: CalendarEvent, tell: Tell) {
  try {
    tell(stepDone(await calls.step(event, "undo"), "undo"));
  } catch (error) {
    const { token } = visitOf(event);
    tell(messages.notUndone(stepRefused(error as Failure, token)));
  }
}

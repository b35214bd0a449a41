/** Why a time cannot be taken, in words. */
import { messages } from "./messages.ts";
import type { Shown } from "./slots.ts";

/** Returns empty where it can be taken. */
export function reasonOf({ state, held_by: holder, taken_by: patient }: Shown): string {
  if (state === "held" && holder) return messages.heldBy(holder.name);
  if (state === "taken" && patient) return messages.takenBy(patient);
  return messages.slotStates[state] ?? "";
}

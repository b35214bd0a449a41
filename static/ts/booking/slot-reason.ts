/** Why a slot cannot be chosen, in words. */
import { messages } from "./messages.ts";
import type { ShownSlot } from "./slots.ts";

/** Empty if it can be chosen. */
export function reasonOf({ state, held_by: holder, taken_by: patient }: ShownSlot): string {
  if (state === "held" && holder) return messages.heldBy(holder.name);
  if (state === "taken" && patient) return messages.takenBy(patient);
  return messages.slotStates[state] ?? "";
}

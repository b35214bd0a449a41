/** Why a time cannot be taken, in words. */
import { words } from "./words.ts";
import type { Shown } from "./slots.ts";

/** Empty where it can be taken. */
export function reasonOf({ state, held_by: holder, taken_by: patient }: Shown): string {
  if (state === "held" && holder) return words.heldBy(holder.name);
  if (state === "taken" && patient) return words.takenBy(patient);
  return words.slotStates[state] ?? "";
}

/** Why a time cannot be taken, in words. */
import { words } from "./words.js";

/** @param {import("./slots.js").Shown} slot @returns {string} empty where it can be taken */
export function reasonOf({ state, held_by: holder, taken_by: patient }) {
  if (state === "held" && holder) return words.heldBy(holder.name);
  if (state === "taken" && patient) return words.takenBy(patient);
  return words.slotStates[state] ?? "";
}

/** The chosen patient of a form whose record another desk merges: the form goes on with the one that stays. */
import { toast } from "../toast.ts";
import { messages } from "./messages.ts";
import type { Merge } from "../merges.ts";
import type { PatientCard } from "./patient-card.ts";

export function replaceMerged(card: PatientCard) {
  return ({ action, patient, into }: Merge) => {
    if (action !== "merged" || card.value !== patient) return;
    card.replace(into);
    toast(messages.merged(into.name, into.mrn));
  };
}

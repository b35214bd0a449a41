/** What the desk and the room show of a patient. */
import { age, type Clock } from "../core/clock.ts";
import { el } from "../core/dom.ts";
import { nameElement, noteElement } from "../core/patient.ts";
import { messages } from "./messages.ts";
import type { QueueEntry } from "./types.ts";

export function tokenTag(token: string) {
  return el("strong", { class: "token", translate: "no", dir: "ltr", text: token });
}

/** The name, which opens the patient's page, the age, and the warning note. */
export function patientLink({ extendedProps: { patient } }: QueueEntry, clock: Clock) {
  const years = patient.birth_date && age(patient.birth_date, clock.date(Date.now()));
  return el(
    "span",
    { class: "queue-patient" },
    el("a", { href: `/appointments/patients/${patient.id}` }, nameElement(patient)),
    years ? el("span", { class: "text-muted", text: ` ${messages.age(years)}` }) : null,
    noteElement(patient),
  );
}

/** Why the patient has this place. */
export function whyChip({ extendedProps: { appointment: visit } }: QueueEntry) {
  const kind = visit.token_state === "SKIPPED" ? "skipped" : visit.priority;
  return el("span", { class: "why", "data-kind": kind, text: visit.why });
}

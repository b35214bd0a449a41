/** The data in one line by which patients with the same name are distinguished. */
import { leftToRight } from "../../core/i18n.ts";
import { age, type Clock } from "../../core/clock.ts";
import { messages } from "./messages.ts";
import type { PageConfig, Patient } from "../../core/types.ts";

const INITIALS = 2;

export type FactsOf = (patient: Patient) => string;

/** Returns a function that gives a patient's MRN, age today, phone and further facts. */
export function patientFacts(
  { patientFacts: texts }: Pick<PageConfig, "patientFacts">,
  clock: Pick<Clock, "date">,
): FactsOf {
  return (patient) => {
    const { mrn, birth_date: birthDate, phone } = patient;
    const years = birthDate && messages.age(age(birthDate, clock.date(Date.now())));
    return [messages.mrn(mrn), years, phone && leftToRight(phone), ...furtherFacts(patient, texts)]
      .filter(Boolean)
      .join(" · ");
  };
}

/** `texts`: of page-config, by field and value. */
export function furtherFacts(patient: Patient, texts: PageConfig["patientFacts"]): string[] {
  return Object.entries(patient).flatMap(([name, value]) => texts[name]?.[String(value)] ?? []);
}

export function initialsOf(name: string) {
  const letters = name.split(/\s+/).map((word) => [...word][0] ?? "");
  return (letters.length > INITIALS ? [letters[0], letters[letters.length - 1]] : letters)
    .join("")
    .toUpperCase();
}

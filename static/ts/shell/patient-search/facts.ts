/** The data in one line by which patients with the same name are distinguished. */
import { leftToRight } from "../../core/i18n.ts";
import { age, type Clock } from "../../core/clock.ts";
import { el } from "../../core/dom.ts";
import { asNodes, marked, markedDate, type Piece } from "./marks.ts";
import { messages } from "./messages.ts";
import type { Marks, PageConfig, Patient } from "../../core/types.ts";

const INITIALS = 2;

/** The facts in their order, each in pieces. */
export type FactsOf = (patient: Patient, marks?: Marks) => Piece[][];

/** Returns a function that gives a patient's MRN, birth date, age today, phone and further facts. */
export function patientFacts(
  { patientFacts: texts }: Pick<PageConfig, "patientFacts">,
  clock: Pick<Clock, "date" | "birthDate">,
): FactsOf {
  return (patient, marks = {}) => {
    const { mrn, birth_date: birthDate, phone, second_phone: second } = patient;
    const facts = [marked(messages.mrn(mrn), mrn, marks.mrn)];
    if (birthDate) {
      const words = clock.birthDate(birthDate);
      const years = messages.age(age(birthDate, clock.date(Date.now())));
      facts.push(markedDate(messages.born(words), words, birthDate, marks.birth_date));
      facts.push(marked(years, years));
    }
    if (phone) facts.push(marked(leftToRight(phone), phone, marks.phone));
    // Shown where it is why the patient was found.
    if (second && marks.second_phone) {
      facts.push(marked(leftToRight(second), second, marks.second_phone));
    }
    facts.push(...furtherFacts(patient, texts).map((fact) => marked(fact, fact)));
    return facts;
  };
}

/** The content of the line. */
export function factNodes(facts: Piece[][]) {
  return facts.flatMap((pieces, index) => [
    index ? " · " : "",
    el("span", { class: "fact" }, ...asNodes(pieces)),
  ]);
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

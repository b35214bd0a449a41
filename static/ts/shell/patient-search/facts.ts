/** The data in one line by which patients with the same name are distinguished. */
import { leftToRight } from "../../core/i18n.ts";
import { age } from "../../core/clock.ts";
import { messages } from "./messages.ts";
import type { Patient } from "../../core/types.ts";

const INITIALS = 2;

/** `today`: YYYY-MM-DD. */
export function factsOf({ mrn, birth_date: birthDate, phone }: Patient, today: string) {
  return [messages.mrn(mrn), birthDate && messages.age(age(birthDate, today)), leftToRight(phone)]
    .filter(Boolean)
    .join(" · ");
}

export function initialsOf(name: string) {
  const letters = name.split(/\s+/).map((word) => [...word][0] ?? "");
  return (letters.length > INITIALS ? [letters[0], letters[letters.length - 1]] : letters)
    .join("")
    .toUpperCase();
}

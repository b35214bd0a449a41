/** How a patient is told from others in one line. */
import { leftToRight } from "../../core/i18n.js";
import { age } from "../../core/clock.js";
import { words } from "./words.js";

const INITIALS = 2;

/**
 * @param {import("../../core/types.js").Patient} patient
 * @param {string} today YYYY-MM-DD
 */
export function factsOf({ mrn, birth_date: birthDate, phone }, today) {
  return [words.mrn(mrn), birthDate && words.age(age(birthDate, today)), leftToRight(phone)]
    .filter(Boolean)
    .join(" · ");
}

/** @param {string} name */
export function initialsOf(name) {
  const letters = name.split(/\s+/).map((word) => [...word][0] ?? "");
  return (letters.length > INITIALS ? [letters[0], letters[letters.length - 1]] : letters)
    .join("")
    .toUpperCase();
}

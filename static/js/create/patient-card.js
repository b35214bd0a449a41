/** The chosen patient: the card on top of the form, and the value that the form sends. */
import { byId } from "../dom.js";
import { Emitter } from "../emitter.js";
import { leftToRight } from "../i18n.js";
import { age } from "../time.js";
import { words } from "./words.js";

const INITIALS = 2;

/**
 * One line that tells patients apart.
 * @param {import("../types.js").Patient} patient
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

/** Tells `choose` (patient). */
export class PatientCard extends Emitter {
  #clock;

  /** @param {import("../time.js").Clock} clock */
  constructor(clock) {
    super();
    this.#clock = clock;
    const name = byId("patient-name").textContent?.trim() ?? "";
    if (name) byId("patient-initials").textContent = initialsOf(name);
    byId("patient-finder").addEventListener("toggle", () => {
      if (/** @type {HTMLDetailsElement} */ (byId("patient-finder")).open && this.value) {
        byId("id_q").focus();
      }
    });
  }

  /** The chosen patient's id, also of a choice among the radios that the server drew. */
  get value() {
    const form = /** @type {HTMLFormElement} */ (byId("booking"));
    return Number(new FormData(form).getAll("patient").at(-1)) || null;
  }

  /** @param {import("../types.js").Patient} patient */
  choose(patient) {
    /** @type {HTMLInputElement} */ (byId("id_patient")).value = String(patient.id);
    byId("patient-name").textContent = patient.name;
    byId("patient-initials").textContent = initialsOf(patient.name);
    byId("patient-facts").textContent = factsOf(patient, this.#clock.date(Date.now()));
    byId("patient-card").hidden = false;
    byId("patient-change").hidden = false;
    /** @type {HTMLDetailsElement} */ (byId("patient-finder")).open = false;
    for (const radio of document.querySelectorAll("input[type=radio][name=patient]"))
      radio.remove();
    byId("announcements").textContent = words.chosen(patient.name);
    this.emit("choose", patient);
  }
}

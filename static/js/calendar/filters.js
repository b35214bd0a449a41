/** The filters on the left: department or doctors, states, kind. */
import { byId } from "../core/dom.js";
import { Emitter } from "../core/emitter.js";
import { messages } from "../core/messages.js";

/** Tells `change` (filters). A department and single doctors exclude each other. */
export class Filters extends Emitter {
  #form = /** @type {HTMLFormElement} */ (byId("filter-form"));

  /** @param {import("./url-state.js").Filters} filters as the address has them */
  constructor(filters) {
    super();
    this.write(filters);
    this.#form.addEventListener("change", (event) => this.#onChange(event));
    this.#form.addEventListener("reset", () => setTimeout(() => this.#tell()));
  }

  /** @returns {import("./url-state.js").Filters} */
  read() {
    const data = new FormData(this.#form);
    return {
      doctor: data.getAll("doctor").map(Number),
      department: data.getAll("department").map(Number),
      status: data.getAll("status").map(String),
      kind: /** @type {any} */ (data.get("kind") ?? ""),
    };
  }

  /** @param {import("./url-state.js").Filters} filters */
  write(filters) {
    for (const input of this.#inputs()) {
      const wanted = filters[/** @type {keyof typeof filters} */ (input.name)];
      input.checked = Array.isArray(wanted)
        ? wanted.map(String).includes(input.value)
        : input.value === wanted;
    }
    this.#paint();
  }

  /** The chosen doctors, departments and states in words, or empty. */
  get summary() {
    const chosen = this.#inputs().filter((input) => input.checked && input.value);
    const names = (/** @type {string} */ name) =>
      chosen.filter((input) => input.name === name).map((input) => labelOf(input));
    const doctors = names("doctor");
    const people = doctors.length > 2 ? [messages.doctors(doctors.length)] : doctors;
    return [...names("department"), ...people, ...names("status"), ...names("kind")].join(" · ");
  }

  /** How many doctors' appointments may be shown. */
  get doctors() {
    const all = this.#inputs().filter(({ name }) => name === "doctor");
    const chosen = all.filter((input) => input.checked || departmentOf(input)?.checked);
    return (chosen.length ? chosen : all).length;
  }

  /** @param {Event} event */
  #onChange(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const other = { doctor: "department", department: "doctor" }[input.name];
    if (input.checked && other) {
      for (const each of this.#inputs()) if (each.name === other) each.checked = false;
    }
    this.#tell();
  }

  #tell() {
    this.#paint();
    this.emit("change", this.read());
  }

  #paint() {
    byId("clear-filters").hidden = !this.#inputs().some((input) => input.checked && input.value);
    byId("calendar-filter").textContent = this.summary;
    byId("board-body").dataset.doctors = this.doctors > 1 ? "many" : "one";
  }

  #inputs() {
    return /** @type {HTMLInputElement[]} */ ([...this.#form.querySelectorAll("input")]);
  }
}

/** @param {HTMLInputElement} input */
function labelOf(input) {
  const label = input.closest("label");
  const name = label?.querySelector(".filter-name, .filter-head") ?? label;
  return name?.textContent?.trim() ?? "";
}

/**
 * The department above a doctor.
 * @param {HTMLInputElement} doctor
 * @returns {HTMLInputElement | null | undefined}
 */
function departmentOf(doctor) {
  return doctor.closest("fieldset")?.querySelector("input[name=department]");
}
